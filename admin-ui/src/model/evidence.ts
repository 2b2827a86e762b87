import type { ArmRate, Evidence, Measured, View } from '../guard-types.ts';

const number = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

export const countInWords = (count: number) => whole.format(count);

/** `12`, `0.01`, `10⁸`: how many times likelier the counts are if the release is bad; from its logarithm. */
export function evidenceInWords(lnE: number): string {
  const powers = lnE / Math.LN10;
  if (powers < 0) return Math.exp(lnE).toLocaleString('en', { maximumSignificantDigits: 2 });
  if (powers < 6) return number.format(Math.exp(lnE));
  return `10${[...String(Math.floor(powers + 1e-9))].map((digit) => superscripts[Number(digit)]).join('')}`;
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** `1 in 100` */
export function oddsInWords(alpha: number): string {
  const releases = 1 / alpha;
  const isWhole = Math.abs(releases - Math.round(releases)) < 1e-9 * releases;
  return isWhole ? `1 in ${whole.format(releases)}` : `${number.format(alpha * 1000)} in 1,000`;
}

/** `4.5×` */
export const timesInWords = (ratio: number) =>
  `${ratio < 10 ? number.format(Math.round(ratio * 10) / 10) : whole.format(ratio)}×`;

/** `19 %`, rounded as far as it says something. */
export const shareInWords = (share: number) =>
  `${(share * 100).toLocaleString('en', { maximumSignificantDigits: share >= 0.1 ? 3 : 2 })}\u00a0%`;

/** What a view of a metric looks at, as a heading. */
export function viewInWords({ view }: Pick<View, 'view'>, metric: Measured | undefined): string {
  switch (view) {
    case 'users':
      return metric?.says ? `Users who ${metric.says}` : 'Users who had it at least once';
    case 'events':
      return 'How often per 100 requests';
    case 'slow':
      return 'Requests slower than 95 % were before';
    case 'mean':
      return 'On average';
    case 'typical':
      return 'Typically';
  }
}

/** A rate in the unit of its view. */
export function rateInWords(view: View['view'], rate: number, kind: Measured['kind']): string {
  if (view === 'users' || view === 'slow') return shareInWords(rate);
  if (view === 'events') return number.format(rate * 100);
  return kind === 'latency' ? `${number.format(rate)}\u00a0ms` : number.format(rate);
}

/** `6 of 600 users, between 0.15 % and 3.2 %` */
export function armInWords(
  view: View['view'],
  { affected, users, low, high }: ArmRate,
  kind: Measured['kind'],
): string {
  const of = affected === null ? [] : [`${countInWords(affected)} of ${countInWords(users)} users`];
  const reach =
    low === null || high === null
      ? []
      : [
          `between ${rateInWords(view, Math.max(low, 0), kind)} and ${rateInWords(view, high, kind)}`,
        ];
  return [...of, ...reach].join(', ');
}

/** How much worse it is, and for certain: `8× worse, at least 4.9×`; `20 % worse, at least 8 %`. */
export function ratioInWords({ ratio, lowerBound }: View): string {
  if (ratio === null) return 'not yet comparable';
  const sure = lowerBound > 1.005 ? `, at least ${moreInWords(lowerBound)}` : '';
  if (ratio > 1.005) return `${moreInWords(ratio)} worse${sure}`;
  return ratio < 0.995 ? `${moreInWords(1 / ratio)} better` : 'the same';
}

const moreInWords = (ratio: number) =>
  ratio < 2 ? `${Math.round((ratio - 1) * 100)}\u00a0%` : timesInWords(ratio);

/** Lines of the graph: the whole, and each metric where there are several. */
export function seriesOf({ curve, measured }: Pick<Evidence, 'curve' | 'measured'>) {
  const all = { label: 'all together', values: curve.map(({ lnE }) => lnE), isMain: true };
  const keys = [...new Set(curve.flatMap(({ metrics }) => metrics.map(({ key }) => key)))];
  const each = keys.map((key) => ({
    label: key,
    values: curve.map(({ metrics }) => metrics.find((one) => one.key === key)?.lnE ?? null),
  }));
  if (keys.length === 1 && measured.length <= 1) return [{ ...all, label: keys[0] ?? all.label }];
  return [all, ...each];
}

/** When each stage but the first was first looked at, in milliseconds since the beginning. */
export function stagesBegun(curve: Evidence['curve'], beganAt: number) {
  return curve.flatMap(({ stage, at }, index) =>
    index > 0 && stage !== curve[index - 1]?.stage ? [{ stage, at: Date.parse(at) - beganAt }] : [],
  );
}
