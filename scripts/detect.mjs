// How soon a bad release is taken back, by the clock on the wall: a server process on an SQLite file, applications in
// processes of their own, and a release that 5 % of the users get, whose errors go from 1 % to 50 %.
// --runs 20, --instances 4, --users-per-second 100. With --aa releases that change nothing for anybody, which have to
// arrive (--runs 1). Ends with 0 only if all ended as they should.
import './steps/node-version.mjs';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startApplications } from './detect/applications.mjs';
import { arrived, detected } from './detect/rides.mjs';
import { startYard } from './detect/yard.mjs';
import { ensureBuilt } from './steps/build.mjs';
import { ensureInstalled } from './steps/install.mjs';
import { dim, Failure, main } from './steps/say.mjs';

const AIMS = { detectedMs: 15_000, backMs: 2000 };
/** Before anything is released: what is usual is learnt from reports, which then come each 20 s. */
const BEFORE_MS = 25_000;
/** So that no run begins where the reports of the last one left off. */
const MOST_BETWEEN_MS = 5000;

const percentage = (percent, seconds) => ({
  audience: { kind: 'percentage', thousandths: 1000 * percent },
  minimumMs: 1000 * seconds,
});
/** With the usual guard. Nothing but a rollback ends it soon. */
const lasting = { plan: [percentage(5, 3600)], guard: {} };
const short = {
  plan: [percentage(5, 10), percentage(50, 10), percentage(95, 10)],
  guard: { minimumUsers: 100 },
};

await main(async () => {
  const { isHarmless, runs, instances, usersPerSecond } = settingsFrom(process.argv.slice(2));
  await ensureInstalled();
  await ensureBuilt();

  const asked = new Promise((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM']) {
      process.once(signal, () => reject(new Failure('Stopped.')));
    }
  });
  asked.catch(() => undefined);
  const errors = 0.01;
  const load = { usersPerSecond, users: 20_000, errors, brokenErrors: isHarmless ? errors : 0.5 };
  const yard = await startYard(isHarmless ? short : lasting);
  let applications;
  try {
    applications = await startApplications({ ...yard, count: instances, ...load });
    console.log(
      `${instances} instances, ${usersPerSecond} users a second; first as usual for 25 s.`,
    );
    await Promise.race([pause(BEFORE_MS), asked]);
    await Promise.race([
      isHarmless ? rideHarmless(yard, runs) : rideBroken(yard, applications, runs),
      asked,
    ]);
  } finally {
    await applications?.stop();
    await yard.stop();
  }
});

async function rideBroken(yard, applications, runs) {
  console.log('run   to the rollback   until all are back');
  const all = [];
  for (let run = 1; run <= runs; run++) {
    const one = await detected(yard, applications);
    all.push(one);
    console.log(`${row(String(run).padStart(3), one)}   ${dim(one.words)}`);
    await pause(Math.random() * MOST_BETWEEN_MS);
  }
  for (const [words, share] of [
    ['median', 0.5],
    ['90 %', 0.9],
  ]) {
    const [detectedMs, backMs] = Object.keys(AIMS).map((name) => quantile(all, name, share));
    console.log(row(words, { detectedMs, backMs }));
  }
  const isMet = Object.entries(AIMS).every(([name, ms]) => quantile(all, name, 0.5) < ms);
  console.log(`Aim, a median under 15 s and 2 s more: ${isMet ? 'met' : 'missed'}.`);
}

function row(name, { detectedMs, backMs }) {
  return name.padEnd(6) + seconds(detectedMs).padStart(15) + `${backMs} ms`.padStart(21);
}

async function rideHarmless(yard, runs) {
  let count = 0;
  for (let run = 1; run <= runs; run++) {
    const { stages, isArrived, afterMs, words } = await arrived(yard, run % 2 === 1 ? 'on' : 'off');
    if (isArrived) count++;
    const came = stages.map((stage) => `${stage.percent} % after ${seconds(stage.afterMs)}`);
    const end = isArrived ? `arrived after ${seconds(afterMs)}` : words;
    console.log([...came, end].join(', '));
  }
  console.log(`${count} of ${runs} harmless releases arrived.`);
  if (count < runs) throw new Failure('A harmless release did not arrive.');
}

function settingsFrom(args) {
  const whole = (name, text) => {
    if (!/^[1-9]\d{0,4}$/.test(text)) throw new Failure(`--${name} must be a whole number from 1.`);
    return Number(text);
  };
  const { values } = parseArgs({
    args,
    options: {
      aa: { type: 'boolean', default: false },
      runs: { type: 'string' },
      instances: { type: 'string', default: '4' },
      'users-per-second': { type: 'string', default: '100' },
    },
  });
  return {
    isHarmless: values.aa,
    runs: whole('runs', values.runs ?? (values.aa ? '1' : '20')),
    instances: whole('instances', values.instances),
    usersPerSecond: whole('users-per-second', values['users-per-second']),
  };
}

function quantile(all, name, share) {
  const sorted = all.map((one) => one[name]).sort((left, right) => left - right);
  return sorted[Math.ceil(share * sorted.length) - 1];
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}
