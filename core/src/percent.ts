/** Thousandths of a percent as people write them: `12.5 %`. */
export const percent = (thousandths: number): string =>
  `${Number((thousandths / 1_000).toPrecision(12))} %`;
