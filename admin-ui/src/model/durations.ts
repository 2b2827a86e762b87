export const durationUnits = [
  { name: 'days', short: 'd', ms: 86_400_000 },
  { name: 'hours', short: 'h', ms: 3_600_000 },
  { name: 'minutes', short: 'min', ms: 60_000 },
  { name: 'seconds', short: 's', ms: 1_000 },
] as const;

/** The largest unit in which a duration is a whole number. */
export function unitOf(ms: number): (typeof durationUnits)[number] {
  const [, , minutes, seconds] = durationUnits;
  if (ms === 0) return minutes;
  return durationUnits.find((unit) => ms % unit.ms === 0) ?? seconds;
}

/** `34 s`, `2 min`, `1 h 5 min`: the two largest parts. */
export function durationInWords(ms: number): string {
  const at = durationUnits.findIndex((unit) => ms >= unit.ms);
  const [large, small] = durationUnits.slice(at);
  if (at === -1 || large === undefined) return '0\u00a0s';
  const rest = small === undefined ? 0 : Math.floor((ms % large.ms) / small.ms);
  const whole = `${Math.floor(ms / large.ms)}\u00a0${large.short}`;
  return small !== undefined && rest > 0 ? `${whole} ${rest}\u00a0${small.short}` : whole;
}
