// An application that asks `isActive` while a release rolls out, measured or not: how many nanoseconds each way to ask takes.
import { connected, measureAll, type Rollout, serverWith, waysToAsk } from './cases.ts';

const server = await serverWith(process.argv[2] as Rollout);
const flags = await connected(server);
const ways = waysToAsk(flags);
measureAll(Object.values(ways));
process.send?.(Object.fromEntries(Object.entries(ways).map(([way, { ns }]) => [way, ns])));
await flags.close();
await server.stop();
