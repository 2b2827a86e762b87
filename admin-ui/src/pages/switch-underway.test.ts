import { expect, test } from 'vitest';
import { entryOf } from '../testing/entries.ts';
import { evidence, rolledBackWords } from '../testing/evidence.ts';
import { mount } from '../testing/mount.ts';
import { serve } from '../testing/server.ts';
import './switch-underway.ts';

const plan = [{ audience: { kind: 'internal' }, minimumMs: 0 }];

async function textOf(release: object, judged: object) {
  serve(({ path }) => {
    if (path.endsWith('/evidence')) return { body: judged };
    if (path.startsWith('/api/log')) return { body: entryOf(8, { action: 'depart' }) };
    return { body: { number: 42, entry: 8, ...release } };
  });
  const element = await mount('sy-switch-underway', { environment: 'production', release: 42 });
  const text = () => element.shadowRoot?.querySelector('.banner')?.textContent?.trim();
  await expect.poll(text).toBeDefined();
  return text();
}

test('says how far a release is that was sent from the page', async () => {
  const out = { outcome: 'rolling-out', stage: 0, stages: plan };
  const waiting = { ...evidence(), verdict: null, words: null };
  expect(await textOf(out, waiting)).toBe('Release 42: rolling out, stage 1 of 1');
  expect(await textOf({ outcome: 'arrived' }, waiting)).toBe('Release 42: live');
});

test('says why it was taken back, if the guard did', async () => {
  expect(await textOf({ outcome: 'aborted' }, evidence())).toContain(rolledBackWords);
  const held = { action: 'hold', reasons: [], metrics: [], lnE: 0, alpha: 0.01, afterMs: 9 };
  const judged = evidence({ verdict: held as never });
  expect(await textOf({ outcome: 'aborted' }, judged)).not.toContain(rolledBackWords);
});
