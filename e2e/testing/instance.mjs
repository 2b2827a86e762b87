// An application on a machine of its own: says who gets which switch, when asked on its standard input.
import { createInterface } from 'node:readline';
import { createClient } from '@switchyard/sdk-node';

const { SWITCHYARD_URL: url, SWITCHYARD_KEY: key } = process.env;
const flags = createClient({ url, key, directory: false, app: 'web', version: '1.0.0' });
await flags.ready();
console.log('ready');

for await (const line of createInterface({ input: process.stdin })) {
  const { keys, users } = JSON.parse(line);
  const active = keys.map((each) =>
    users.filter((targetingKey) => flags.isActive(each, { targetingKey })),
  );
  console.log(JSON.stringify(active));
}
await flags.close();
