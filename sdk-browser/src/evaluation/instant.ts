const form =
  /^(\d{4}-\d\d-\d\d)t(\d\d:\d\d:\d\d)(?:\.(\d+))?(?:z|([+-])([01]\d|2[0-3]):([0-5]\d))$/i;

/** Milliseconds since 1970 of an RFC 3339 date and time with offset, as core reads it; NaN if it is none. */
export function instantOf(text: unknown): number {
  const [, day, time, fraction = '', sign, hours, minutes] =
    (typeof text === 'string' && form.exec(text)) || [];
  const written = `${day}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
  const at = Date.parse(written);
  // Some engines take the 30th of February for the 2nd of March.
  if (Number.isNaN(at) || new Date(at).toISOString() !== written) return Number.NaN;
  return sign ? at - Number(sign + (Number(hours) * 60 + Number(minutes))) * 60_000 : at;
}
