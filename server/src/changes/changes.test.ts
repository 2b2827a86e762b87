import { expect, test } from 'vitest';
import { signedIn } from '../testing/people.ts';
import { station } from '../trains/testing/station.ts';

const rule = (thousandths: number) => [
  { id: 'r', conditions: [{ type: 'percentage', thousandths }], serve: 'on' },
];

test('a change is opened, edited by its author only, and withdrawn', async () => {
  const { developer, driver, viewer, base, change, turnOn } = await station();
  const opened = await developer.post(`${base}/changes`, {
    ...turnOn('awesome'),
    description: 'As asked for.',
    links: [{ title: 'Issue 7', url: 'https://example.com/7' }],
    requires: [{ app: 'web', version: '2.0' }],
  });
  expect(opened.status).toBe(201);
  expect(opened.body).toMatchObject({
    number: 1,
    status: 'open',
    version: 1,
    author: { kind: 'token' },
    edits: [{ key: 'awesome', base: 1, set: { state: 'on' } }],
    extent: 'anything',
    canApprove: false,
    canEdit: true,
    approvalsNeeded: 0,
    group: null,
    waitsFor: [expect.stringContaining('web 2.0'), expect.anything()],
  });
  expect(await change(1, viewer)).toMatchObject({ canApprove: false, canEdit: false });

  const address = `${base}/changes/1`;
  expect((await driver.patch(address, { version: 1, title: 'Mine' })).status).toBe(403);
  const edited = await developer.patch(address, {
    version: 1,
    title: 'Half of it',
    edits: [{ kind: 'switch', key: 'awesome', set: { rules: rule(50_000) } }],
    requires: [],
  });
  expect(edited.body).toMatchObject({ version: 2, title: 'Half of it', waitsFor: [] });
  expect(edited.body.contentHash).not.toBe(opened.body.contentHash);
  const stale = await developer.patch(address, { version: 1, title: 'Old' });
  expect([stale.status, stale.body]).toMatchObject([
    409,
    { version: 2, current: { requires: [] } },
  ]);

  expect((await developer.post(`${address}/withdraw`, { reason: 'not now' })).body).toMatchObject({
    status: 'withdrawn',
    canEdit: false,
    changes: [{ key: 'awesome' }],
  });
  const late = await developer.patch(address, { version: 2, title: 'New' });
  expect([late.status, late.body.detail]).toEqual([
    409,
    'change 1, “Half of it” was withdrawn; open another',
  ]);
  expect((await developer.post(`${base}/train`, { do: 'board', change: 1 })).status).toBe(409);
  expect((await driver.get(`${base}/changes/7`)).status).toBe(404);
});

test('an approval is of what was looked at, by somebody else, and void after an edit', async () => {
  const app = await station({ approvals: 1 });
  const { developer, driver, base, turnOn, boards } = app;
  const { contentHash } = await boards(developer, 'awesome');
  const address = `${base}/changes/1/approval`;
  expect((await developer.post(address, { contentHash })).status).toBe(403);
  expect((await driver.post(address, { contentHash: 'other' })).body).toMatchObject({
    code: 'conflict',
    contentHash,
  });
  expect((await driver.post(address, { contentHash })).body.approvals).toHaveLength(1);
  expect((await driver.delete(address)).body.approvals).toEqual([]);
  expect((await driver.delete(address)).status).toBe(409);
  await driver.post(address, { contentHash });

  const edits = [{ kind: 'switch', key: 'awesome', set: { state: 'on', salt: 'x' } }];
  const edited = await developer.patch(`${base}/changes/1`, { version: 1, edits });
  expect(edited.body.approvals).toEqual([]);
  const back = await developer.patch(`${base}/changes/1`, {
    version: 2,
    edits: turnOn('awesome').edits,
  });
  expect(back.body).toMatchObject({ contentHash, approvals: [] });
});

test('an approval is also of the code that the change needs', async () => {
  const app = await station({ approvals: 1, isPrincessRequired: true });
  const { developer, driver, base, boards, tells, change } = app;
  const requires = [{ app: 'web', version: '2.0' }];
  const { contentHash } = await boards(developer, 'awesome', { requires });
  await driver.post(`${base}/changes/1/approval`, { contentHash });
  await tells(developer, { do: 'princess', group: 1 });
  await tells(developer, { do: 'mark', change: 1, mark: 'good' });

  await developer.patch(`${base}/changes/1`, { version: 1, title: 'The same', requires });
  expect(await change(1)).toMatchObject({ contentHash, approvals: [{}] });
  const rebased = await developer.post(`${base}/changes/1/rebase`, { version: 2 });
  expect(rebased.body).toMatchObject({ contentHash, approvals: [{}] });
  await developer.patch(`${base}/changes/1`, { version: 3, requires: [] });
  expect(await change(1)).toMatchObject({ approvals: [] });
  const { body } = await driver.get(`${base}/train`);
  expect(body.groups[0]).toMatchObject({ station: 'waiting', riders: [{ mark: null }] });
});

test('a person and their own token are one: they do not approve themselves', async () => {
  const app = await station({ approvals: 1 });
  const ada = await signedIn(app, 'ada@example.com', { production: 'driver' });
  const { body } = await ada.client.post('/api/tokens', {
    name: 'CI of Ada',
    roles: { production: 'driver' },
  });
  const byToken = app.client({ authorization: `Bearer ${body.secret}` });
  const opened = await byToken.post(`${app.base}/changes`, app.turnOn('awesome'));
  expect(opened.body.author.id).toBe(ada.id);
  const { contentHash } = opened.body;
  const own = await ada.client.post(`${app.base}/changes/1/approval`, { contentHash });
  expect(own.status).toBe(403);
  expect(
    (await ada.client.patch(`${app.base}/changes/1`, { version: 1, title: 'Mine' })).status,
  ).toBe(200);
  const mine = await app.driver.get(`${app.base}/changes?author=${ada.id}`);
  expect(mine.body.changes).toHaveLength(1);
});

test('a rebase merges by field, keeps approvals, and shows what is disputed side by side', async () => {
  const { developer, driver, base, set, change } = await station({ approvals: 1 });
  const opened = await developer.post(`${base}/changes`, {
    title: 'Both',
    edits: [
      { kind: 'switch', key: 'awesome', set: { state: 'on', salt: 'mine' } },
      { kind: 'switch', key: 'cart', set: { clientSide: true } },
    ],
  });
  const { contentHash } = opened.body;
  await driver.post(`${base}/changes/1/approval`, { contentHash });
  await set('cart', { salt: 'theirs' });
  const clean = await driver.post(`${base}/changes/1/rebase`, { version: 1 });
  expect(clean.body).toMatchObject({
    version: 2,
    contentHash,
    conflicts: [],
    approvals: [{}],
    edits: [{ base: 1 }, { base: 3 }],
  });

  await set('awesome', { salt: 'theirs' });
  const disputed = await driver.post(`${base}/changes/1/rebase`, { version: 2 });
  expect(disputed.body.conflicts).toEqual([
    { kind: 'switch', key: 'awesome', field: 'salt', base: null, mine: 'mine', theirs: 'theirs' },
  ]);
  const take = (use: string) => [{ kind: 'switch', key: 'awesome', field: 'salt', use }];
  const foreign = await driver.post(`${base}/changes/1/rebase`, {
    version: 2,
    take: take('theirs'),
  });
  expect(foreign.status).toBe(403);
  const mine = await developer.post(`${base}/changes/1/rebase`, { version: 2, take: take('mine') });
  expect(mine.body).toMatchObject({ conflicts: [], contentHash, approvals: [{}] });

  await set('awesome', { salt: 'again' });
  const theirs = await developer.post(`${base}/changes/1/rebase`, {
    version: 3,
    take: take('theirs'),
  });
  expect(theirs.body).toMatchObject({ conflicts: [], approvals: [], version: 4 });
  expect((await change(1)).edits).toEqual([
    { kind: 'switch', key: 'awesome', base: 5, set: { state: 'on' } },
    { kind: 'switch', key: 'cart', base: 3, set: { clientSide: true } },
  ]);
});

test('what somebody else deleted is made again, or left alone', async () => {
  const { developer, base, set, turnOn } = await station();
  await developer.post(`${base}/changes`, turnOn('awesome'));
  await developer.post(`${base}/changes`, turnOn('awesome'));
  await set('awesome', null);
  const take = (use: string) => [{ kind: 'switch', key: 'awesome', field: '*', use }];
  const made = await developer.post(`${base}/changes/1/rebase`, { version: 1, take: take('mine') });
  expect(made.body).toMatchObject({
    conflicts: [],
    changes: [{ key: 'awesome', before: null, after: { state: 'on', clientSide: false } }],
  });
  const left = await developer.post(`${base}/changes/2/rebase`, {
    version: 1,
    take: take('theirs'),
  });
  expect([left.status, left.body.detail]).toEqual([
    409,
    'Nothing of change 2, “Turn on awesome” is left to do: withdraw it',
  ]);
});

test('a change may be based on what is no longer the latest', async () => {
  const { developer, base, set } = await station();
  await set('awesome', { salt: 'theirs' });
  const open = (fields: object) =>
    developer.post(`${base}/changes`, {
      title: 'Seen before',
      edits: [{ kind: 'switch', key: 'awesome', base: 1, set: fields }],
    });
  expect((await open({ state: 'on' })).body.conflicts).toEqual([]);
  expect((await open({ salt: 'mine' })).body.conflicts).toMatchObject([
    { field: 'salt', base: null },
  ]);
  const twice = [1, 2].map(() => ({ kind: 'switch', key: 'awesome', set: { state: 'on' } }));
  expect((await developer.post(`${base}/changes`, { title: 'x', edits: twice })).status).toBe(422);
});

test('what would make no sense is said, and keeps the group from leaving', async () => {
  const { developer, boards, tells, change } = await station();
  await boards(developer, 'awesome', {
    edits: [{ kind: 'switch', key: 'awesome', set: { requires: [{ switch: 'nowhere' }] } }],
  });
  expect((await change(1)).problems).toEqual([expect.stringContaining('nowhere')]);
  await tells(developer, { do: 'mark', change: 1, mark: 'good' });
  const refused = await tells(developer, { do: 'depart', group: 1 });
  expect(refused.body.blockers).toMatchObject([
    { type: 'invalid', override: 'nobody', change: null },
  ]);
});

test('editing a change at princess sends its group back to be checked again', async () => {
  const { developer, driver, boards, tells, base, yard } = await station({
    isPrincessRequired: true,
  });
  await boards(driver, 'awesome');
  await boards(developer, 'cart');
  await tells(driver, { do: 'princess', group: 1 });
  await tells(driver, { do: 'mark', change: 1, mark: 'good' });
  await developer.patch(`${base}/changes/2`, { version: 1, title: 'Only the title' });
  expect((await yard()).groups[0]).toMatchObject({
    station: 'princess',
    riders: [{ mark: 'good' }, { title: 'Only the title' }],
  });
  const edits = [{ kind: 'switch', key: 'cart', set: { salt: 'x' } }];
  await developer.patch(`${base}/changes/2`, { version: 2, edits });
  expect((await yard()).groups[0]).toMatchObject({
    station: 'waiting',
    riders: [{ mark: null }, {}],
  });
  const clash = [{ kind: 'switch', key: 'awesome', set: { state: 'conditional' } }];
  const refused = await developer.patch(`${base}/changes/2`, { version: 3, edits: clash });
  expect([refused.status, refused.body.detail]).toEqual([
    409,
    expect.stringContaining('edits state of awesome too'),
  ]);
  expect((await developer.get(`${base}/changes/2`)).body.version).toBe(3);
});

test('pages go by number, and leave out what is not asked for', async () => {
  const { developer, driver, base, turnOn, boards } = await station();
  for (let count = 0; count < 5; count++)
    await developer.post(`${base}/changes`, turnOn('awesome'));
  await boards(driver, 'cart');
  await developer.post(`${base}/changes/2/withdraw`);
  const list = async (query: string) => {
    const { body } = await driver.get(`${base}/changes?${query}`);
    return [body.changes.map(({ number }: { number: number }) => number), body.next];
  };
  expect(await list('')).toEqual([[6, 5, 4, 3, 2, 1], undefined]);
  expect(await list('status=open&limit=2')).toEqual([[5, 4], 4]);
  expect(await list('status=open&limit=2&before=4')).toEqual([[3, 1], undefined]);
  expect(await list('status=aboard,withdrawn')).toEqual([[6, 2], undefined]);
  expect((await driver.get(`${base}/changes?status=lost`)).status).toBe(422);
});

test('who is erased is forgotten by changes that are over, not by those still to leave', async () => {
  const { admin, developer, base, change } = await station();
  const rules = (users: string[]) => [
    { id: 'r', conditions: [{ type: 'user-in', users }], serve: 'on' },
  ];
  const open = (users: string[]) =>
    developer.post(`${base}/changes`, {
      title: 'For some',
      edits: [
        { kind: 'switch', key: 'awesome', set: { state: 'conditional', rules: rules(users) } },
      ],
    });
  await open(['a_"b', 'axb']);
  await open(['a_"b']);
  await developer.post(`${base}/changes/1/withdraw`);
  const erase = () => admin.post('/api/log/erase', { value: 'a_"b' });
  expect((await erase()).body).toEqual({ erased: true });
  expect((await change(1)).edits[0].set.rules).toEqual(rules(['(erased)', 'axb']));
  expect((await change(2)).edits[0].set.rules).toEqual(rules(['a_"b']));
  expect((await erase()).body).toEqual({ erased: false });
});
