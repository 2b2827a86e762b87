const MOST = 100;

/** A name for Graphite and StatsD: its parts joined by dots, without whatever means something there. */
export const nameOf = (...parts: readonly string[]): string => parts.map(partOf).join('.');

const partOf = (text: string) => text.replaceAll(/[^\w-]+/g, '_').slice(0, MOST) || '_';
