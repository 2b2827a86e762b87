import { createToolbox } from './toolbox.mjs';

// A CI job: deploys code, lets a change ride the train that needs it, and takes both back.
const { api, say, until, startFleet, startDeployTool, environment } = createToolbox(process.env);

const old = '1.9.0';
const next = '2.0.0';
const base = `/api/environments/${environment}`;

const fleet = startFleet('web');
await fleet.run(old);
await deploy(old);
const before = await newestEntry();
say(`web ${old} runs; the deploy log is at entry ${before}`);

const change = await api('POST', `${base}/changes`, {
  title: 'One-page checkout',
  edits: [{ kind: 'switch', key: 'one-page-checkout', base: 0, set: { state: 'on' } }],
  requires: [{ app: 'web', version: next }],
  board: { how: 'plain' },
});
const { group } = change;
say(`Change ${change.number} is aboard group ${group}, and needs web ${next}`);

await train({ do: 'princess', group });
await train({ do: 'mark', change: change.number, mark: 'good' });
await train({ do: 'depart', group });
const [waiting] = (await api('GET', `${base}/train`)).groups;
say(`It does not depart yet: ${waiting.blockers.map(({ message }) => message).join('; ')}`);

await deploy(next);
const arrived = await until('the release arrives', async () => {
  const { status, release } = await api('GET', `${base}/changes/${change.number}`);
  return status === 'arrived' && release;
});
say(`Once web ${next} was there, it departed by itself: release ${arrived} is live`);

const tool = await startDeployTool(`${base}/hooks`, async ({ id, version }) => {
  await fleet.run(version);
  await report('roll-back', version, id);
});
await api('POST', `${base}/rollback`, {
  entry: before,
  code: true,
  reason: 'The job takes back what it did',
});
await until('code and config are back', async () => {
  const { apps } = await api('GET', `${base}/fleet`);
  const { status } = await api('GET', `${base}/changes/${change.number}`);
  const web = apps.find(({ app }) => app === 'web');
  return web.version === old && status === 'rolled-back';
});
say(`Code and config are as they were at entry ${before}: web ${old}, without the switch`);

const { holds } = await api('GET', `${base}/train`);
for (const { by } of holds) await train({ do: 'unhold', of: by.id });
say('The train may go on');

await tool.stop();
await fleet.stop();

async function deploy(version) {
  const id = `web-${version}-${Date.now()}`;
  await report('start', version, id);
  await fleet.run(version);
  await report('finish', version, id);
}

function report(event, version, id) {
  return api('POST', '/api/deploys', { id, app: 'web', environment, version, event });
}

function train(command) {
  return api('POST', `${base}/train`, command);
}

/** A deploy counts from its outcome on, not from its start. */
async function newestEntry() {
  const { entries } = await api('GET', `/api/log?environment=${environment}&limit=1`);
  const [{ seq, outcome }] = entries;
  return outcome?.seq ?? seq;
}
