// The long run of e2e/crash: npm run crash -- --times 100
import { parseArgs } from 'node:util';

const { times } = parseArgs({ options: { times: { type: 'string', default: '100' } } }).values;
if (!/^[1-9]\d*$/.test(times)) {
  console.error(`--times must be a whole number from 1: ${times}`);
  process.exit(1);
}
process.env.CRASH_TIMES = times;
process.argv.splice(2, Infinity, '--project', 'crash');
await import('./test.mjs');
