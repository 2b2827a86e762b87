import { expect, test } from 'vitest';
import { alice, bob, carol, depot, dora, MINUTE_MS, passenger } from './testing/depot.ts';
import { topicOf } from './topic.ts';

test('the whole train stands in one line', () => {
  const train = depot();
  expect(topicOf(train.train)).toBe('nobody aboard');

  train.boards('a');
  train.boards('b', bob);
  train.does({
    do: 'board',
    by: carol,
    passenger: passenger('c', carol),
    place: { how: 'alone' },
  });
  expect(topicOf(train.train)).toBe('alice + bob | carol (alone)');

  train.checks(1);
  train.does({ do: 'mark', by: bob, change: 'b', mark: 'uh-oh' });
  expect(topicOf(train.train)).toBe('<princess> alice* + bob! | carol (alone)');

  train.does({ do: 'mark', by: bob, change: 'b', mark: 'good' });
  train.does({ do: 'drive', by: dora, group: 1, driver: dora });
  train.departs(1, dora);
  expect(topicOf(train.train)).toBe('<internal users> alice + bob (dora drives) | carol (alone)');

  train.wait(MINUTE_MS);
  train.does(train.ticks(1));
  train.does({ do: 'hold', by: bob, reason: 'payments are down' });
  expect(topicOf(train.train)).toBe(
    '<5 %> alice + bob (dora drives) | carol (alone) !! bob: "payments are down"',
  );
  const small = passenger('d', alice, { extent: 'percentages' });
  train.does({ do: 'express', by: alice, passenger: small });
  expect(topicOf(train.train)).toBe(
    '<5 %> alice + bob (dora drives) | alice (express) | carol (alone) !! bob: "payments are down"',
  );
});
