import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type StreamEvent, streamEvents } from './sse.ts';

const encode = (text: string) => new TextEncoder().encode(text);

async function* cut(bytes: Uint8Array, ...at: number[]) {
  let from = 0;
  for (const to of [...at.toSorted((a, b) => a - b), bytes.length]) {
    yield bytes.subarray(from, to);
    from = to;
  }
}

async function read(body: AsyncIterable<Uint8Array>, maxLength = 10_000): Promise<StreamEvent[]> {
  const events: StreamEvent[] = [];
  for await (const event of streamEvents(body, maxLength)) events.push(event);
  return events;
}

describe('a stream of events', () => {
  const text = [
    ': a comment\n',
    'event: ruleset\nid: a:1\ndata: {"a":\ndata: "grüße 🚂"}\n\n',
    'event:heartbeat\r\ndata:{}\r\n\r\n',
    'data: bare\r\r',
    'unknown: field\ndata\n\n',
    'event: nothing to say\n\n',
    'event: torn\ndata: {"never": "finished"',
  ].join('');
  const expected = [
    { type: 'ruleset', data: '{"a":\n"grüße 🚂"}' },
    { type: 'heartbeat', data: '{}' },
    { type: 'message', data: 'bare' },
    { type: 'message', data: '' },
  ];

  test('is read with every kind of line end, and what was not finished is left out', async () => {
    expect(await read(cut(encode(text)))).toEqual(expected);
  });

  test('is the same wherever it is cut, also within a character or between \\r and \\n', async () => {
    const bytes = encode(text);
    for (let at = 0; at <= bytes.length; at++) {
      expect(await read(cut(bytes, at))).toEqual(expected);
    }
    const places = fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(places, async (at) => {
        expect(await read(cut(bytes, ...at))).toEqual(expected);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test('may begin with a byte order mark', async () => {
    expect(await read(cut(encode('\uFEFFdata: x\n\n')))).toEqual([{ type: 'message', data: 'x' }]);
  });

  test('of a megabyte in one line is read whole from many small pieces', async () => {
    const long = 'x'.repeat(1_000_000);
    const bytes = encode(`data: ${long}\n\n`);
    const at = Array.from({ length: 10_000 }, (_, index) => index * 100);
    expect(await read(cut(bytes, ...at), 2_000_000)).toEqual([{ type: 'message', data: long }]);
  });

  test('fails where an event is too long, in one line or in many', async () => {
    const endless = async function* (line: string) {
      for (;;) yield encode(line);
    };
    const failure = { code: 'bad-data', message: 'An event is longer than 10000 characters' };
    await expect(read(endless('x'))).rejects.toMatchObject(failure);
    await expect(read(endless('data: x\n'))).rejects.toMatchObject(failure);
  });

  test('does not add up the lengths of events', async () => {
    const many = async function* () {
      for (let count = 0; count < 1000; count++) yield encode(`data: ${'x'.repeat(100)}\n\n`);
    };
    expect(await read(many(), 1000)).toHaveLength(1000);
  });
});
