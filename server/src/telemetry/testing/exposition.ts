export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = `([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\\\\n]|\\\\[\\\\"n])*)"`;
const HEAD = new RegExp(`^# (HELP|TYPE) (${NAME}) (.+)$`);
const SAMPLE = new RegExp(`^(${NAME})(?:\\{((?:${LABEL},?)*)\\})? (\\S+)$`);
const types = ['counter', 'gauge', 'histogram', 'summary', 'untyped'];

/** Reads the text format of Prometheus, and throws at the first thing that is not right in it. */
export function read(text: string): Sample[] {
  if (!text.endsWith('\n')) throw new Error('The last line does not end');
  const samples: Sample[] = [];
  const typeOf = new Map<string, string>();
  const seen = new Set<string>();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [, what, head = '', rest = ''] = HEAD.exec(line) ?? [];
    if (what === 'TYPE') {
      if (!types.includes(rest) || typeOf.has(head)) throw new Error(`Wrong: ${line}`);
      typeOf.set(head, rest);
    }
    if (what !== undefined) continue;
    const sample = sampleOf(line);
    const family = sample.name.replace(/_(bucket|sum|count)$/, '');
    if (!typeOf.has(sample.name) && !['histogram', 'summary'].includes(typeOf.get(family) ?? '')) {
      throw new Error(`Has no type: ${line}`);
    }
    const id = line.slice(0, line.lastIndexOf(' '));
    if (seen.has(id)) throw new Error(`Is there twice: ${id}`);
    seen.add(id);
    samples.push(sample);
  }
  return samples;
}

function sampleOf(line: string): Sample {
  const [, name, inside = '', , , text = ''] = SAMPLE.exec(line) ?? [];
  const value = { '+Inf': Infinity, '-Inf': -Infinity }[text] ?? Number(text);
  // Prometheus reads numbers as Go does, where the case of NaN makes no difference.
  if (name === undefined || text === '' || (Number.isNaN(value) && !/^nan$/i.test(text))) {
    throw new Error(`No sample: ${line}`);
  }
  const labels = [...inside.matchAll(new RegExp(LABEL, 'g'))].map(([, key = '', quoted = '']) => [
    key,
    quoted.replaceAll(/\\(.)/g, (_, each) => (each === 'n' ? '\n' : each)),
  ]);
  return { name, labels: Object.fromEntries(labels), value };
}

/** The value of the one sample with this name and at least these labels. */
export function valueIn(
  samples: readonly Sample[],
  name: string,
  labels: Record<string, string> = {},
): number | undefined {
  const found = samples.filter(
    (each) =>
      each.name === name &&
      Object.entries(labels).every(([key, value]) => each.labels[key] === value),
  );
  if (found.length > 1) throw new Error(`There are ${found.length} of ${name}`);
  return found[0]?.value;
}
