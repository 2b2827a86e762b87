import { readdirSync, readFileSync } from 'node:fs';
import { casesOfConditions, casesOfSwitches, type VectorCase } from './vectors.ts';

const folder = new URL('../../vectors/', import.meta.url);

export const readJson = (path: string) => JSON.parse(readFileSync(new URL(path, folder), 'utf8'));

/** Every vector there is, made ready to be asked; for tests of evaluators that run on Node. */
export const readVectors = (): VectorCase[] => [
  ...filesIn('conditions').flatMap(casesOfConditions),
  ...filesIn('switches').flatMap(casesOfSwitches),
];

export const filesIn = (name: 'conditions' | 'switches' | 'candidates') =>
  readdirSync(new URL(name, folder)).map((file) => readJson(`${name}/${file}`));
