import { type Candidate, canonicalJson, type Ruleset } from '@switchyard/core';
import { sha256 } from '../platform/sha256.ts';
import { type Texts, textOf, textsOf } from '../switches/ruleset-text.ts';

/** One environment's ruleset for one kind of key, serialised once for everybody who gets it. */
export interface Build {
  readonly checksum: string;
  readonly ruleset: Ruleset;
  /** What is rolling out: a member of every message. */
  readonly candidate: Candidate | undefined;
  /** The body of `GET /sdk/ruleset`. */
  readonly body: Buffer;
  /** The `ruleset` event of `GET /sdk/stream`. */
  readonly event: Buffer;
  /** What tells whether something changed. */
  readonly texts: Texts;
}

/** Where a build stands. */
export interface Place {
  readonly environment: string;
  readonly epoch: string;
  readonly seq: number;
  readonly release: number;
}

/** What rolls out on top of what is live. */
export interface RollingOut {
  readonly about: Omit<Candidate, 'checksum' | 'set' | 'remove'>;
  readonly ruleset: Ruleset;
}

export const positionOf = ({ epoch, seq }: Pick<Place, 'epoch' | 'seq'>) => `${epoch}:${seq}`;

export function build(place: Place, ruleset: Ruleset, rollingOut?: RollingOut): Build {
  const texts = textsOf(ruleset);
  const text = textOf(texts);
  const checksum = sha256(text);
  const position = positionOf(place);
  const candidate = rollingOut && candidateOn(texts, rollingOut);
  const { environment, release } = place;
  const head = { checksum, environment, position, release, ...(candidate && { candidate }) };
  // Spliced, so that nothing is written twice.
  const message = `${canonicalJson(head).slice(0, -1)},"ruleset":${text}}`;
  return {
    checksum,
    ruleset,
    candidate,
    body: Buffer.from(message),
    event: eventOf('ruleset', message, position),
    texts,
  };
}

function candidateOn(live: Texts, { about, ruleset }: RollingOut): Candidate {
  const texts = textsOf(ruleset);
  const difference = differenceTo(texts, touchedBetween(live, texts));
  return { ...about, checksum: sha256(textOf(texts)), ...difference };
}

/** One server-sent event. Only what changes something has an id. */
export const eventOf = (name: string, data: string, id?: string): Buffer =>
  Buffer.from(`event: ${name}\n${id === undefined ? '' : `id: ${id}\n`}data: ${data}\n\n`);

/** What is there in only one of the two, or is different. */
export function touchedBetween(one: Texts, other: Texts): Set<string> {
  const touched = new Set<string>();
  for (const [id, text] of one) if (other.get(id) !== text) touched.add(id);
  for (const id of other.keys()) if (!one.has(id)) touched.add(id);
  return touched;
}

/** The `delta` event that brings whoever is at `from`, and may lack what was touched, to this build. */
export function deltaEvent(
  place: Place,
  { checksum, candidate, texts }: Build,
  from: string,
  touched: ReadonlySet<string>,
): Buffer {
  const to = positionOf(place);
  const { environment, release } = place;
  const head = { from, to, environment, release, checksum, ...(candidate && { candidate }) };
  return eventOf('delta', canonicalJson({ ...head, ...differenceTo(texts, touched) }), to);
}

function differenceTo(texts: Texts, touched: ReadonlySet<string>) {
  const set: Record<string, Record<string, unknown>> = {};
  const remove: Record<string, string[]> = {};
  const members: Record<string, unknown> = {};
  for (const id of touched) {
    const [section = '', key] = id.split(' ');
    const text = texts.get(id);
    if (key === undefined) members[section] = JSON.parse(text as string);
    else if (text === undefined) remove[section] = (remove[section] ?? []).concat(key);
    else {
      const things = set[section] ?? {};
      things[key] = JSON.parse(text);
      set[section] = things;
    }
  }
  return { set: { ...set, ...members }, remove };
}
