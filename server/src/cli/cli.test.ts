import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { isPostgres, testDatabase } from '../testing/database.ts';
import { listening } from '../testing/listening.ts';
import { command, settingsFor } from '../testing/switchyard.ts';
import { testApp } from '../testing/test-app.ts';

const seedFile = {
  environments: [
    {
      key: 'production',
      name: 'Production',
      policy: { publish: 'driver', confirm: true },
      sdkKeys: [{ name: 'Shop', kind: 'server' }],
      file: {
        switches: [
          {
            key: 'awesome',
            name: 'Awesome shop',
            owner: 'Shop team',
            tags: ['front'],
            config: {
              state: 'conditional',
              rules: [
                { id: 'staff', conditions: [{ type: 'internal-users' }], serve: 'on' },
                { id: 'r2', conditions: [{ type: 'percentage', thousandths: 0 }], serve: 'on' },
              ],
            },
          },
        ],
        segments: [{ key: 'club', conditions: [{ type: 'is-set', attribute: 'plan' }] }],
        internalUsers: { users: [], emails: [], domains: ['example.com'], ranges: [] },
      },
    },
    { key: 'staging' },
  ],
};

/** A seeded server, and the command line with a token for it. */
async function seeded() {
  const place = await testDatabase();
  onTestFinished(place.destroy);
  const host = settingsFor(place);
  const folder = await mkdtemp(join(tmpdir(), 'switchyard-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = (name: string, content: unknown) => {
    const path = join(folder, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  const seed = await command(host, 'seed', file('seed.json', seedFile), '--json');
  expect(seed.err).toBe('');
  const token = async (...roles: string[]) => {
    const { out } = await command(host, 'token', 'create', 't', '--database', '--role', ...roles);
    return out.trim();
  };
  let laterMs = 0;
  const clock = () => new Date(Date.now() + laterMs);
  const url = await listening(await testApp({ place, clock }));
  const admin = { SWITCHYARD_URL: url, SWITCHYARD_TOKEN: await token('admin') };
  const lines = async (...args: string[]) => {
    const { code, out, err } = await command(admin, ...args);
    expect([code, err]).toEqual([0, '']);
    return out.trimEnd().split('\n');
  };
  const refusal = async (...args: string[]) => {
    const { code, out, err } = await command(admin, ...args);
    expect(out).toBe('');
    return [code, err.trimEnd()];
  };
  return {
    waitDays(days: number) {
      laterMs += days * 24 * 60 * 60 * 1000;
    },
    place,
    host,
    url,
    admin,
    seed: JSON.parse(seed.out),
    file,
    folder,
    token,
    lines,
    refusal,
  };
}

test('switches that have probably done their work are listed, with what to do about them', async () => {
  const { lines, waitDays } = await seeded();
  await lines('switch', 'set', 'awesome', '-e', 'production', '--state', 'on');
  expect(await lines('switch', 'list', '--stale')).toEqual(['No stale switches']);
  waitDays(31);
  const says =
    'On for everyone for 31 days. Keep what it switches on, remove the switch from code, then archive it.';
  expect(await lines('switch', 'list', '--stale')).toEqual([
    'awesome  Shop team',
    `  production: ${says}`,
  ]);
  expect(await lines('switch', 'list', '--stale', '-e', 'staging')).toEqual(['No stale switches']);
  expect(await lines('switch', 'show', 'awesome')).toContain(`  ${says}`);
});

test('a switch is set, looked at, killed, revived, rolled back and restored', async () => {
  const { lines, admin } = await seeded();

  expect(await lines('switch', 'list')).toEqual([
    'KEY      PRODUCTION                  NAME',
    'awesome  conditional: internal, 0 %  Awesome shop',
  ]);
  expect(
    await lines('switch', 'set', 'awesome', '-e', 'production', '--percentage', '5', '-r', 'Go'),
  ).toEqual(['production: release 2 is live', '  awesome: percentage of rule 2: 0 % → 5 %']);
  expect(
    await lines('switch', 'set', 'awesome', '-e', 'production', '--internal', 'off', '--preview'),
  ).toEqual(['This would change:', expect.stringContaining('awesome: rule 1 removed')]);
  expect(await lines('switch', 'set', 'awesome', '-e', 'production', '--percentage', '5')).toEqual([
    'Nothing to change: production stays at release 2',
  ]);
  expect(await lines('kill', 'awesome', '-e', 'production')).toEqual([
    'production: release 3 is live',
    '  awesome: killed',
  ]);
  expect(await lines('switch', 'list', '-e', 'production')).toContain(
    'awesome  killed      Awesome shop',
  );
  await lines('revive', 'awesome', '-e', 'production');
  const preview = await lines('rollback', '2', '-e', 'production', '--preview');
  expect(preview).toEqual(['This would change:', '  awesome: percentage of rule 2: 5 % → 0 %']);
  expect((await lines('rollback', '2', '-e', 'production'))[0]).toBe(
    'production: release 5 is live',
  );
  expect(await lines('restore', '2', '-e', 'production', '--preview')).toEqual([
    'This would change:',
    '  awesome: percentage of rule 2: 0 % → 5 %',
  ]);
  expect((await lines('switch', 'show', 'awesome')).slice(3)).toEqual([
    'production: conditional: internal, 0 %  release 5',
    '  1. a user who is an internal user → on',
    '  2. a user who is among 0 % of users → on',
  ]);

  const log = await lines('log', '-e', 'production');
  expect(log[0]).toMatch(/^ENTRY +WHEN +WHERE +RELEASE +WHO +WHAT$/);
  expect(log[2]).toMatch(/production +#2 +t +.*0 % → 5 % \(Go\) rolled back by #5$/);
  const { out } = await command(admin, 'log', '--json', '-n', '1');
  expect(JSON.parse(out)).toMatchObject({ entries: [{ release: 5, reverts: 2 }] });
  expect((await lines('verify'))[0]).toMatch(/^The deploy log is whole: \d+ entries; the last is/);
});

test('what makes no sense is refused in words, with an exit code that says of which kind', async () => {
  const { refusal, admin, url, token } = await seeded();
  const set = (...args: string[]) => refusal('switch', 'set', ...args);
  const percentage =
    'is invalid. It must be a number from 0 to 100 with at most three decimals, such as 5 or 12.5.';

  for (const percent of ['101', '12.34567', '-1', 'half']) {
    const [code, words] = await set('awesome', '-e', 'production', `--percentage=${percent}`);
    expect([code, words]).toEqual([2, expect.stringContaining(`'${percent}' ${percentage}`)]);
  }
  expect(await set('awesome', '-e', 'prod', '--state', 'on')).toEqual([
    1,
    'There is no awesome in prod. It is in production',
  ]);
  expect(await set('awesom', '-e', 'production', '--state', 'on')).toEqual([
    1,
    'There is no switch "awesom"',
  ]);
  expect(await set('awesome', '-e', 'production')).toEqual([
    2,
    'Say what to change: --state, --percentage, --internal or --client-side',
  ]);
  expect(await refusal('rollback', 'two', '-e', 'production')).toEqual([
    2,
    '“two” is not the number of a release, such as 17',
  ]);
  expect(await refusal('rollback', '99', '-e', 'production')).toEqual([
    1,
    'There is no release 99 in production; the latest is 1',
  ]);
  expect(await refusal('switch', 'create', 'bad key!')).toEqual([
    1,
    expect.stringContaining('bad key!'),
  ]);
  expect((await refusal('fly'))[0]).toBe(2);

  const nobody = await command({ SWITCHYARD_URL: url }, 'log');
  expect([nobody.code, nobody.err]).toEqual([2, expect.stringContaining('Set SWITCHYARD_TOKEN')]);
  const stranger = await command({ ...admin, SWITCHYARD_TOKEN: 'syt_x' }, 'log');
  expect([stranger.code, stranger.err]).toEqual([
    5,
    'This API token is unknown, has expired or is revoked\n',
  ]);
  const viewer = { ...admin, SWITCHYARD_TOKEN: await token('production=viewer') };
  const kill = await command(viewer, 'kill', 'awesome', '-e', 'production', '--json');
  expect([kill.code, JSON.parse(kill.err)]).toEqual([
    5,
    expect.objectContaining({
      exit: 5,
      code: 'forbidden',
      detail: 'This needs the role developer in production',
    }),
  ]);
  const gone = await command({ ...admin, SWITCHYARD_URL: 'http://127.0.0.1:9' }, 'log');
  expect([gone.code, gone.err]).toEqual([
    3,
    expect.stringContaining('No Switchyard server answers at http://127.0.0.1:9'),
  ]);
});

test('a stale edit is a conflict that shows the difference, and changes nothing', async () => {
  const { lines, refusal } = await seeded();
  const set = ['switch', 'set', 'awesome', '-e', 'production', '--base', '1'];
  await lines(...set, '--percentage', '5');

  const [code, words] = await refusal(...set, '--state', 'on', '--percentage', '10');
  expect(code).toBe(4);
  expect(words).toMatch(/was changed in production meanwhile, by release 2/);
  expect(words).toMatch(/awesome: rules\n +theirs +.*5000.*\n +yours +.*10000/);
  expect(words).toMatch(/awesome: state\n +theirs +"conditional"\n +yours +"on"/);
  expect(await lines('switch', 'list')).toContain(
    'awesome  conditional: internal, 5 %  Awesome shop',
  );
});

test('rules that do not count yet are said to', async () => {
  const { lines } = await seeded();
  await lines('switch', 'create', 'search', '--owner', 'Me', '--tag', 'a', 'b', '-r', 'New');
  const answer = await lines('switch', 'set', 'search', '-e', 'staging', '--percentage', '12.5');
  expect(answer).toEqual([
    'staging: release 2 is live',
    '  search: rule 1 added: a user who is among 12.5 % of users → on',
    '  note: search is off in staging: its rules count once it is conditional (--state conditional)',
  ]);
});

test('an environment goes into a file, and from there into another one', async () => {
  const { lines, refusal, folder, file } = await seeded();
  const path = join(folder, 'production.json');
  expect(await lines('export', path, '-e', 'production')).toEqual([`Wrote production to ${path}`]);
  const exported = JSON.parse(readFileSync(path, 'utf8'));
  expect(Object.keys(exported.switches)).toEqual(['awesome']);
  expect(JSON.parse((await lines('export', '-e', 'production')).join('\n'))).toMatchObject({
    ...exported,
    exportedAt: expect.any(String),
  });

  expect((await lines('import', path, '-e', 'staging', '--preview'))[0]).toBe('This would change:');
  expect((await lines('import', path, '-e', 'staging', '-r', 'As there'))[0]).toBe(
    'staging: release 1 is live',
  );
  expect(await lines('import', path, '-e', 'staging', '--mode', 'replace')).toEqual([
    'Nothing to change: staging stays at release 1',
  ]);
  expect(await refusal('import', join(folder, 'nothing.json'), '-e', 'staging')).toEqual([
    1,
    expect.stringContaining('nothing.json cannot be read'),
  ]);
  expect(await refusal('import', file('half.json', '{"format": '), '-e', 'staging')).toEqual([
    1,
    expect.stringContaining('half.json is not valid JSON'),
  ]);
  expect(await refusal('import', file('other.json', '{"a": 1}'), '-e', 'staging')).toEqual([
    1,
    expect.stringContaining('file: format: '),
  ]);
});

test('keys and tokens are made, listed and revoked', async () => {
  const { lines, admin, seed, url } = await seeded();
  expect(seed).toEqual({
    environments: ['production', 'staging'],
    keys: [
      {
        environment: 'production',
        name: 'Shop',
        kind: 'server',
        secret: expect.stringMatching(/^sys_\w{33}$/),
      },
    ],
  });
  const { secret } = seed.keys[0];
  const ruleset = () =>
    fetch(`${url}/sdk/ruleset`, { headers: { authorization: `Bearer ${secret}` } });
  expect((await (await ruleset()).json()) as object).toMatchObject({
    ruleset: { switches: { awesome: { state: 'conditional' } }, segments: { club: {} } },
  });

  const [head, row = ''] = await lines('key', 'list', '-e', 'production');
  expect(head).toMatch(/^ID +KEY +KIND +CHANNEL +LAST USED +NAME$/);
  await lines('key', 'revoke', row.split(' ')[0] ?? '', '-e', 'production');
  expect((await ruleset()).status).toBe(401);
  const browser = ['key', 'create', 'Page', '-e', 'production', '--kind', 'browser'];
  expect((await lines(...browser))[0]).toMatch(/^syb_\w{33}$/);

  const create = ['token', 'create', 'CI', '--role', 'viewer', 'staging=developer'];
  const made = await command(admin, ...create, '--expires', '90d', '--json');
  const { token, secret: ci } = JSON.parse(made.out);
  expect(token.roles).toEqual({ '*': 'viewer', staging: 'developer' });
  expect(Date.parse(token.expiresAt) - Date.parse(token.createdAt)).toBeGreaterThan(89 * 864e5);
  const own = await command({ ...admin, SWITCHYARD_TOKEN: ci }, 'token', 'list', '--json');
  expect(JSON.parse(own.out).map(({ id }: { id: string }) => id)).toEqual([token.id]);
  await lines('token', 'revoke', token.id);
  expect((await command({ ...admin, SWITCHYARD_TOKEN: ci }, 'token', 'list')).code).toBe(5);
});

test('a seed is all or nothing, and only for a new database', async () => {
  const { host, file } = await seeded();
  const again = await command(host, 'seed', file('again.json', seedFile));
  expect([again.code, again.err]).toEqual([
    1,
    'The database is in use already: it has the environments production, staging\n',
  ]);

  const place = await testDatabase();
  onTestFinished(place.destroy);
  const empty = settingsFor(place);
  const bad = structuredClone(seedFile);
  bad.environments.push({ ...bad.environments[1], key: 'Bad Key' } as never);
  const refused = await command(empty, 'seed', file('bad.json', bad));
  expect([refused.code, refused.err]).toEqual([
    1,
    expect.stringContaining('An environment key is'),
  ]);
  const wrong = await command(empty, 'seed', file('wrong.json', { environments: [{}] }));
  expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('environments')]);
  expect(await place.run('select * from environments')).toEqual([]);
  expect(await place.run('select * from deploy_log')).toEqual([]);
});

test('on its own machine, a lost administrator gets in again', async () => {
  const { host, url, place } = await seeded();
  const reset = (...args: string[]) => command(host, 'admin', 'reset', '--json', ...args);
  const use = async ({ out }: { out: string }) => {
    const token = JSON.parse(out).url.split('link=')[1];
    const answer = await fetch(`${url}/api/session/link`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    return (await answer.json()) as { person: { name: string; id: string }; roles: object };
  };

  const first = await use(await reset());
  expect(first).toMatchObject({ person: { name: 'Administrator' }, roles: { '*': 'admin' } });
  await place.run(`update people set roles = '{"staging":"viewer"}', is_disabled = ${isPostgres}`);
  const nobody = await reset();
  expect([nobody.code, JSON.parse(nobody.err).detail]).toEqual([
    1,
    'Nobody is administrator of everything. Say who is to be: --email',
  ]);
  await place.run(`update people set roles = '{"*":"admin"}', is_disabled = ${isPostgres || 1}`);
  expect(await use(await reset())).toMatchObject({
    person: { id: first.person.id },
    roles: { '*': 'admin' },
  });
  expect(await use(await reset('--email', 'ada@example.com'))).toMatchObject({
    person: { name: 'ada@example.com' },
    roles: { '*': 'admin' },
  });
});

test('a backup is a whole database of its own, made while the server writes', async () => {
  const { host, folder, place, lines } = await seeded();
  const copy = join(folder, 'copy.db');
  const backup = (file: string) => command(host, 'backup', file);
  if (isPostgres) {
    const { code, err } = await backup(copy);
    expect([code, err]).toEqual([1, 'PostgreSQL has a tool of its own for this: pg_dump\n']);
    return;
  }
  const set = (percent: number) =>
    lines('switch', 'set', 'awesome', '-e', 'production', '--percentage', String(percent));
  const [made] = await Promise.all([backup(copy), set(1).then(() => set(2))]);
  expect([made.code, made.err]).toEqual([0, '']);
  expect(made.out).toContain(`Keep ${join(place.location, '../master.key')} as well`);
  expect(readdirSync(folder)).toEqual(['copy.db', 'seed.json']);
  expect(statSync(copy).mode & 0o777).toBe(0o600);

  for (const [file, words] of [
    [copy, 'is there already'],
    [join(folder, 'nowhere/copy.db'), 'cannot be written'],
  ] as const) {
    const { code, err } = await backup(file);
    expect([code, err]).toEqual([1, expect.stringContaining(`${file} ${words}`)]);
  }
  const restored = { SWITCHYARD_DATABASE: copy };
  expect((await command(restored, 'verify', '--database')).code).toBe(0);
  const epochs = [place.location, copy].map((file) =>
    new Sqlite(file).prepare("select value from meta where name = 'epoch'").pluck().get(),
  );
  expect(new Set(epochs).size).toBe(2);
});

test('an older database is left as it is by everything but the server', async () => {
  const { host, folder, place } = await seeded();
  const table = isPostgres ? 'drizzle.__drizzle_migrations' : '__drizzle_migrations';
  const applied = () => place.run(`select created_at from ${table} order by created_at`);
  await place.run(`delete from ${table} where created_at = (select max(created_at) from ${table})`);
  const before = await applied();

  const { code, err } = await command(host, 'verify', '--database');
  expect([code, err]).toEqual([
    1,
    expect.stringContaining(
      'was made by an older Switchyard. Start the server of this version once: that brings it up to date',
    ),
  ]);
  if (!isPostgres) {
    const made = await command(host, 'backup', join(folder, 'before-upgrade.db'), '--json');
    expect(JSON.parse(made.out)).toMatchObject({ entries: null });
  }
  expect(await applied()).toEqual(before);
});
