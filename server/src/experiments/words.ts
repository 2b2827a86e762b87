import type { Against, Compared, ComparedVariant } from './comparison.ts';

/** What was found, in plain sentences: one for each variant beside the control. */
export function comparedInWords({ control, variants }: Compared): string[] {
  const beside = variants.find(({ variant }) => variant === control);
  if (beside === undefined || variants.every(({ users }) => users === 0)) return [];
  return variants.flatMap((each) =>
    each.against === null
      ? []
      : [`${rate(each)}; ${rate(beside)}. ${finding(each.variant, each.against)}.`],
  );
}

/** `b: 5.1 % of 2,310 users` */
const rate = ({ variant, users, rate }: ComparedVariant) =>
  rate === null
    ? `${variant}: nobody yet`
    : `${variant}: ${percent(rate)} of ${count(users)} users`;

function finding(variant: string, { low, high, finding }: Against): string {
  if (finding === 'open' && (low < WIDE || high === null || high > 1 / WIDE)) {
    return 'It is too early to say more';
  }
  if (high === null) return `${variant} is at least ${side(low)}`;
  if (low === 0) return `${variant} is at least ${side(high)}`;
  if (low > 1 && high >= 3) {
    return `${variant} is between ${significant(low)} and ${significant(high)} times as high`;
  }
  if (low > 1) return `${variant} is between ${part(low)} and ${side(high)}`;
  if (high < 1) return `${variant} is between ${part(high)} and ${side(low)}`;
  return `${variant} is between ${side(low)} and ${side(high)}`;
}

/** A tenth to ten times says nothing that people did not know. */
const WIDE = 0.1;

/** `49 % higher`, `2 % lower`, `8.2 times as high` */
function side(ratio: number): string {
  if (ratio >= 3) return `${significant(ratio)} times as high`;
  return `${part(ratio)} ${ratio < 1 ? 'lower' : 'higher'}`;
}

const part = (ratio: number) => `${significant(100 * Math.abs(ratio - 1))} %`;
const percent = (rate: number) => `${significant(100 * rate, rate < 0.1 ? 2 : 3)} %`;
const count = (value: number) => Math.round(value).toLocaleString('en');

const significant = (value: number, maximumSignificantDigits = 2) =>
  value.toLocaleString('en', { maximumSignificantDigits });
