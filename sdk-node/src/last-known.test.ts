import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from './clock.ts';
import { createLastKnown } from './last-known.ts';
import type { SwitchyardError } from './problem.ts';

describe('the last known ruleset', () => {
  let directory: string;
  let problems: SwitchyardError[];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'switchyard-test-'));
    problems = [];
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const open = (scope = 'http://here key', where = directory) =>
    createLastKnown({
      directory: where,
      scope,
      clock: systemClock,
      report: (problem) => problems.push(problem),
    });
  const onlyFile = () => join(directory, readdirSync(directory)[0] ?? '');

  test('is not there at first, which is no problem', () => {
    expect(open().read()).toBeUndefined();
    expect(problems).toEqual([]);
  });

  test('is read as it was written, by another process too', async () => {
    const lastKnown = open();
    lastKnown.write({ release: 1 });
    await lastKnown.flush();

    expect(open().read()).toEqual({ release: 1 });
    expect(problems).toEqual([]);
  });

  test('is for its owner only, and its name tells nothing of the key', async () => {
    const lastKnown = open('http://here sys_secret');
    lastKnown.write({ release: 1 });
    await lastKnown.flush();

    expect(statSync(onlyFile()).mode & 0o777).toBe(0o600);
    expect(onlyFile() + readFileSync(onlyFile(), 'utf8')).not.toContain('secret');
  });

  test('is the last of many that were handed in, and leaves no temporary files', async () => {
    const lastKnown = open();
    for (let release = 1; release <= 100; release++) lastKnown.write({ release });
    await lastKnown.flush();

    expect(open().read()).toEqual({ release: 100 });
    expect(readdirSync(directory)).toHaveLength(1);
  });

  test('is kept apart by server and key', async () => {
    const lastKnown = open('http://here one');
    lastKnown.write({ release: 1 });
    await lastKnown.flush();

    expect(open('http://here two').read()).toBeUndefined();
  });

  test('stays whole while several processes write and read it', async () => {
    const writers = Array.from({ length: 5 }, () => open());
    for (let round = 0; round < 20; round++) {
      for (const writer of writers) writer.write({ text: 'x'.repeat(round * 1000) });
      const flushing = Promise.all(writers.map((writer) => writer.flush()));
      open().read();
      await flushing;
      expect(open().read()).toEqual({ text: 'x'.repeat(round * 1000) });
    }
    expect(problems).toEqual([]);
  });

  test.each([
    ['cut short', () => truncateSync(onlyFile(), statSync(onlyFile()).size - 3), 'it is damaged'],
    ['empty', () => truncateSync(onlyFile(), 0), 'it is not a file of this SDK'],
    ['of another kind', () => writeFileSync(onlyFile(), 'PNG\n'), 'it is not a file of this SDK'],
    [
      'altered',
      () => writeFileSync(onlyFile(), readFileSync(onlyFile(), 'utf8').replace('12', '13')),
      'it is damaged',
    ],
    [
      'of another server',
      () => {
        const foreign = readFileSync(onlyFile(), 'utf8').replace(/"scope":"../, '"scope":"zz');
        writeFileSync(onlyFile(), foreign);
      },
      'it belongs to another server or key',
    ],
  ])('is ignored and reported when it is %s', async (_, damage, words) => {
    const lastKnown = open();
    lastKnown.write({ release: 12 });
    await lastKnown.flush();
    damage();

    expect(open().read()).toBeUndefined();
    expect(problems).toMatchObject([{ code: 'disk', message: expect.stringContaining(words) }]);
  });

  test('that cannot be written is reported once', async () => {
    const file = join(directory, 'a-file');
    writeFileSync(file, '');
    const lastKnown = open('scope', join(file, 'below'));
    lastKnown.write({ release: 1 });
    await lastKnown.flush();
    lastKnown.write({ release: 2 });
    await lastKnown.flush();

    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({
      code: 'disk',
      message: expect.stringContaining('Cannot write the ruleset to'),
    });
  });

  test('leaves nothing behind when it cannot take the place of what is there', async () => {
    const lastKnown = open();
    lastKnown.write({ release: 1 });
    await lastKnown.flush();
    const path = onlyFile();
    rmSync(path);
    mkdirSync(path);
    chmodSync(path, 0o700);
    lastKnown.write({ release: 2 });
    await lastKnown.flush();

    expect(readdirSync(directory)).toHaveLength(1);
    expect(problems).toMatchObject([{ code: 'disk' }]);
  });

  test('clears away what a process that was killed left half written an hour ago', async () => {
    const lastKnown = open();
    lastKnown.write({ release: 1 });
    await lastKnown.flush();
    const old = `${onlyFile()}.${randomUUID()}.tmp`;
    const recent = `${onlyFile()}.${randomUUID()}.tmp`;
    for (const path of [old, recent]) writeFileSync(path, 'half');
    utimesSync(old, new Date(0), new Date(0));

    expect(open().read()).toEqual({ release: 1 });
    expect(readdirSync(directory).map((name) => join(directory, name))).not.toContain(old);
    expect(readdirSync(directory).map((name) => join(directory, name))).toContain(recent);
  });
});
