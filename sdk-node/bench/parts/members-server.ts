// Pages of members, made before anybody asks.
import { fakeServer } from '../../src/testing/fake-server.ts';
import { COHORT, memberAt } from './members.ts';

const PAGE = 5_000;
const count = Number(process.argv[2]);

const pages = new Map<string, string>();
for (let from = 0; from < count; from += PAGE) {
  const to = Math.min(count, from + PAGE);
  const changes = Array.from({ length: to - from }, (_, at) => [COHORT, memberAt(from + at), true]);
  const page = { from: `epoch:${from}`, to: `epoch:${to}`, more: to < count, changes };
  pages.set(page.from, JSON.stringify(page));
}

const server = await fakeServer({
  beta: {
    state: 'conditional',
    rules: [{ id: 'r', conditions: [{ type: 'in-cohort', cohort: COHORT }], serve: 'on' }],
  },
});
server.members.change([[COHORT, memberAt(0), true]]);
server.misbehave('members', ({ url = '' }, response) => {
  const { searchParams } = new URL(url, server.url);
  response.end(pages.get(searchParams.get('after') ?? 'epoch:0'));
});
process.send?.(server.url);
