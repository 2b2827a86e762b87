const part = '[A-Za-z0-9][A-Za-z0-9._-]{0,63}';
const key = new RegExp(`^${part}(?::${part})*$`);

/** Whether a text can be the key of a switch, segment, cohort, variant or environment; `:` joins families. */
export const isKey = (text: unknown): text is string => typeof text === 'string' && key.test(text);
