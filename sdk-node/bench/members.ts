// What it takes to know a million members of a cohort: time until all are known, memory, and for how long nothing else could run.
// The server is a process of its own. So is the application, as Node starts it: the flags of other benchmarks hide collections.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MEMBERS = 1_000_000;
const ROUNDS = 3;
const part = (name: string) => fileURLToPath(new URL(`./parts/${name}.ts`, import.meta.url));
const execArgv = ['--import=tsx', '--conditions=switchyard:source', '--expose-gc'];

const server = fork(part('members-server'), [String(MEMBERS)], { execArgv });
const [url] = await once(server, 'message');
const figures = [];
for (let round = 0; round < ROUNDS; round++) {
  const application = fork(part('members-client'), [url, String(MEMBERS)], { execArgv });
  const [measured] = await once(application, 'message');
  figures.push(measured);
}
server.kill();

console.log(
  `${MEMBERS.toLocaleString('en')} members in the Node SDK. Aims: below 3 s, 100 MB, and 50 ms of standing still`,
);
console.table(figures);
