import { expect, test } from 'vitest';
import { listening } from '../testing/listening.ts';
import { command } from '../testing/switchyard.ts';
import { station } from '../trains/testing/station.ts';

const plan = [{ audience: { kind: 'percentage', thousandths: 5_000 }, minimumMs: 60_000 }] as const;

/** Two people with the command line, in an environment with approvals and canaries. */
async function crew() {
  const policy = {
    approvals: 1,
    isPrincessRequired: true,
    who: { depart: 'driver' },
    plan,
  } as const;
  const app = await station(policy);
  const url = await listening(app);
  const somebody = async (role: 'driver' | 'developer') => {
    const token = await app.tokenFor({ production: role });
    const settings = { SWITCHYARD_URL: url, SWITCHYARD_TOKEN: token };
    return async (...args: string[]) => {
      const { code, out, err } = await command(settings, ...args, '-e', 'production');
      return { code, lines: (out || err).trimEnd().split('\n') };
    };
  };
  return { ...app, ada: await somebody('driver'), bob: await somebody('developer') };
}

test('a change is proposed, approved, checked and let go from the command line', async () => {
  const { ada, bob, passes, switchNow } = await crew();
  const opened = await ada(
    ...['change', 'open', '--title', 'Go', '--switch', 'awesome', '--state', 'on'],
    ...['--link', 'https://example.com/7', '--board'],
  );
  expect(opened).toEqual({
    code: 0,
    lines: [
      'Change 1: Go',
      'aboard · group 1 · by Tess Tester · approved 0/1',
      '  awesome: state: off → on',
    ],
  });
  expect((await bob('change', 'list', '--status', 'aboard')).lines).toEqual([
    'CHANGE  STATUS  APPROVED  AUTHOR       TITLE',
    '1       aboard  0/1       Tess Tester  Go',
  ]);
  const blocked = await ada('train', 'depart');
  expect(blocked).toEqual({
    code: 4,
    lines: ['Group 1 cannot depart: Group 1 has not been to princess; “Go” has 0 of 1 approvals'],
  });
  expect((await ada('change', 'approve', '1')).code).toBe(5);
  expect((await bob('change', 'approve', '1')).lines[1]).toContain('approved 1/1');
  expect((await bob('change', 'revoke', '1')).code).toBe(0);
  await bob('change', 'approve', '1');
  await ada('train', 'princess');
  expect((await ada('train', 'good', '1')).lines).toEqual([
    'production: <princess> Tess Tester*',
    '',
    'Group 1 (princess), Tess Tester drives',
    '  change 1: Go, by Tess Tester – good',
  ]);
  const gone = await ada('train', 'depart');
  expect(gone.lines[1]).toMatch(/^ {2}release 3 is at stage 1 of 1, until 2026-.*by time only$/);

  const waits = await ada('switch', 'set', 'cart', '--state', 'on');
  expect(waits).toEqual({
    code: 0,
    lines: ['Change 2 waits, and leaves as soon as it can:', '  Group 1 is still rolling out'],
  });
  await passes(60_000);
  expect(await switchNow('awesome')).toMatchObject({ state: 'on' });
  await passes(0);
  expect((await bob('train', 'abort', '-r', 'too early')).lines).toEqual([
    'production: nobody aboard !! Tess Tester: "the release of group 2 was taken back: too early"',
    '  held by Tess Tester: the release of group 2 was taken back: too early',
  ]);
  expect((await bob('train', 'unhold')).lines).toEqual(['production: nobody aboard']);
  expect((await bob('train', 'abort')).lines).toEqual(['Nothing rolls out in production']);
});

test('everything else that people do with a train', async () => {
  const { ada, bob, change } = await crew();
  for (const who of [ada, bob]) {
    await who('change', 'open', '--title', 'Go', '--switch', 'awesome', '--state', 'on');
  }
  await ada('train', 'board', '1', '--alone');
  expect((await bob('train', 'board', '2', '--before', '1')).code).toBe(0);
  expect((await bob('train', 'leave', '2')).code).toBe(0);
  const soon = '2027-01-01T09:00+01:00';
  await bob('train', 'board', '2', '--at', soon, '--time-zone', 'Europe/Berlin');
  expect((await change(2)).boardsAt).toEqual({
    at: '2027-01-01T08:00:00.000Z',
    timeZone: 'Europe/Berlin',
  });
  expect((await bob('train', 'board', '2', '--at', 'soon')).code).toBe(2);
  expect((await ada('train', 'schedule', '--at', soon)).code).toBe(0);
  expect((await ada('train', 'schedule')).code).toBe(0);
  expect((await ada('train', 'kick', '2', '-r', 'no')).code).toBe(0);
  expect((await bob('train', 'kick', '1', '-r', 'no')).code).toBe(5);
  expect((await bob('train', 'drive')).code).toBe(5);
  expect((await bob('train', 'hold', '-r', 'wait')).lines[1]).toBe('  held by Tess Tester: wait');
  expect((await bob('train', 'show')).lines[1]).toBe('  held by Tess Tester: wait');
  expect((await bob('change', 'withdraw', '2', '-r', 'later')).lines[1]).toContain('withdrawn');
  expect((await ada('change', 'rebase', '1')).code).toBe(0);
  expect((await ada('change', 'show', 'x')).code).toBe(2);
  expect((await ada('train', 'depart', 'x')).code).toBe(2);
  expect((await ada('change', 'open', '--title', 'x')).lines).toEqual([
    'Say what to change: either --switch with its options, or --edits',
  ]);
  const bad = await ada('change', 'open', '--title', 'x', '--requires', 'web');
  expect(bad.lines[0]).toContain('such as web@2.0');
});
