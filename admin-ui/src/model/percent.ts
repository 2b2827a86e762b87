import { ALL } from '@switchyard/core';

/** `12500` is written `12.5 %`. */
export const percent = (thousandths: number) => `${thousandths / 1000}\u00a0%`;

/** Thousandths of a percent from what somebody typed; undefined where it is not a percentage. */
export function parsePercent(text: string): number | undefined {
  const number = /^\s*(\d{1,3}(?:[.,]\d{0,3})?)\s*%?\s*$/.exec(text)?.[1]?.replace(',', '.');
  if (number === undefined) return undefined;
  const thousandths = Math.round(Number(number) * 1000);
  return thousandths <= ALL ? thousandths : undefined;
}

/** What stands under the slider, at even distances: small percentages get as much room as large ones. */
export const marks: readonly number[] = [0, 100, 1_000, 5_000, 10_000, 25_000, 50_000, ALL];

/** How far the slider moves in each stretch between two marks. */
const steps = [10, 100, 500, 500, 1_000, 1_000, 1_000];

export const sliderEnd = marks.length - 1;

/** Where on the slider, from 0 to `sliderEnd`, a percentage stands. */
export function positionOf(thousandths: number): number {
  const stretch = stretchOf(thousandths);
  const [from, to] = endsOf(stretch);
  return stretch + (thousandths - from) / (to - from);
}

/** The percentage at a position: the nearest that is a whole step from a mark. */
export function percentageAt(position: number): number {
  const stretch = Math.min(Math.max(Math.floor(position), 0), sliderEnd - 1);
  const [from, to] = endsOf(stretch);
  const step = steps[stretch] ?? 1;
  const raw = ((position - stretch) * (to - from)) / step;
  return Math.min(Math.max(from + Math.round(raw) * step, 0), ALL);
}

/** The next whole step up or down, as an arrow key asks for. */
export function stepped(thousandths: number, direction: 1 | -1): number {
  const stretch =
    direction === 1 || !marks.includes(thousandths)
      ? stretchOf(thousandths)
      : Math.max(stretchOf(thousandths - 1), 0);
  const step = steps[stretch] ?? 1;
  const next =
    direction === 1
      ? Math.floor(thousandths / step) * step + step
      : Math.ceil(thousandths / step) * step - step;
  return Math.min(Math.max(next, 0), ALL);
}

/** The next mark up or down, as the page keys ask for. */
export function leapt(thousandths: number, direction: 1 | -1): number {
  const next =
    direction === 1
      ? marks.find((mark) => mark > thousandths)
      : marks.findLast((mark) => mark < thousandths);
  return next ?? thousandths;
}

function stretchOf(thousandths: number): number {
  const next = marks.findIndex((mark) => mark > thousandths);
  return next === -1 ? sliderEnd - 1 : Math.max(next - 1, 0);
}

const endsOf = (stretch: number): [number, number] => [
  marks[stretch] ?? 0,
  marks[stretch + 1] ?? ALL,
];
