import type { Group, Passenger } from './train.ts';

export const titled = ({ title }: Passenger): string => `“${title}”`;

export const notAboard = (change: string): string => `Change ${change} is not aboard this train`;

export const noGroup = (id: number): string => `There is no group ${id} on this train`;

export const notItsDriver = ({ id, driver }: Group): string =>
  `${driver.name} drives group ${id}; take over driving first`;

export const isBlank = (text: string | undefined): boolean => (text ?? '').trim() === '';
