import { describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { press, see, shownText, type } from '../testing/acts.ts';
import { sight } from '../testing/evidence.ts';
import { findAll, mount } from '../testing/mount.ts';
import { type Reply, serve } from '../testing/server.ts';
import { ann, blocker, bob, group, proposal, rider, stateOfAnn, yard } from '../testing/yard.ts';
import type { Command, Yard } from '../yard-types.ts';
import './train.ts';

/** The page on a server where the yard is this one, and then what commands make of it. */
async function open(shown: Yard, after: (command: Command) => Reply = () => ({ body: shown })) {
  const commands: Command[] = [];
  serve(({ method, path, body }) => {
    if (path.includes('annotations')) return { body: { annotations: [], isCut: false } };
    if (path.includes('/changes')) return { body: { changes: [] } };
    if (path.endsWith('/visible')) return { body: sight };
    if (method === 'GET') return { body: shown };
    commands.push(body as Command);
    return after(body as Command);
  });
  const element = await mount('sy-train', { state: stateOfAnn });
  await see(element, 'sy-track');
  return { element, commands };
}

const twoRiders = [rider(1), rider(2, { author: bob })];
const atPrincess = { station: 'princess' } as const;
const off = (element: Element, name: string) =>
  findAll(element, `.big.${name}`)[0]?.getAttribute('aria-disabled');

describe('the yard', () => {
  test('shows the stations from left to right, and who is where', async () => {
    const { element } = await open(
      yard([group(1, twoRiders, atPrincess), group(2, [rider(3, { author: bob })])]),
    );
    expect(findAll(element, 'li[aria-label]').map((each) => each.ariaLabel)).toEqual([
      'Waiting',
      'Princess',
      'internal users',
      '5\u00a0%',
      'Live',
    ]);
    const [car] = findAll(element, 'li[aria-label=Princess] a.car');
    expect(car).toBeUndefined();
    const princess = await see(element, 'li[aria-label=Princess]');
    expect(findAll(princess, '.car').map((each) => each.ariaLabel)).toEqual([
      'Ann: Change 1, not marked yet, drives',
      'Bob: Change 2, not marked yet',
    ]);
    expect(findAll(princess, '.car')[0]?.getAttribute('href')).toBe(
      '#/changes/1?environment=production',
    );
  });

  test('says of a rider that would change nothing, that it is so', async () => {
    const { element } = await open(yard([group(1, [rider(1, { words: [] })])]));
    expect(shownText(element, '.riders .words li')).toEqual(['changes nothing any more']);
    expect(findAll(element, 'a.car')[0]?.ariaDescription).toBe('changes nothing any more');
  });

  test('says no more than the title of what left at once and was never a change', async () => {
    const express = rider(1, { change: null, title: 'checkout: state: off → on', words: [] });
    const { element } = await open(yard([group(1, [express])]));
    expect(shownText(element, '.riders strong')).toEqual(['checkout: state: off → on']);
    expect(shownText(element, '.riders .words li')).toEqual([]);
  });

  test('explains itself where nobody is aboard', async () => {
    const { element } = await open(yard([]));
    const text = (await see(element, 'section', 'Nobody aboard')).textContent;
    expect(text).toContain('ride the train');
    expect((await see(element, 'a', 'propose the change')).getAttribute('href')).toBe('#/switches');
  });

  test('tells of a freeze, a hold and a boarding with their times and zones', async () => {
    const { element } = await open(
      yard([], {
        holds: [{ by: bob, reason: 'payments', since: '2026-11-21T12:00:00Z' }],
        freeze: { reason: 'Weekend', until: '2026-11-23T07:00:00Z', timeZone: 'Europe/Berlin' },
        bookings: [
          {
            change: 9,
            title: 'Later',
            author: bob,
            place: { how: 'plain' },
            at: '2026-12-01T09:00:00Z',
            timeZone: 'America/New_York',
          },
        ],
      }),
    );
    expect(shownText(element, '.freeze')[0]).toContain('Mon, 23 Nov 2026, 08:00 Europe/Berlin');
    expect(shownText(element, '.hold')[0]).toContain('Bob holds the train: payments');
    expect(shownText(element, 'li.booking')[0]).toContain(
      'Tue, 1 Dec 2026, 04:00 America/New_York',
    );
  });

  test('shows how long the stage still takes, the verdict, and who may abort', async () => {
    const now = Date.now();
    const { element, commands } = await open(
      yard([group(1, twoRiders, { station: { stage: 1 } })], {
        rollout: {
          group: 1,
          release: 42,
          stage: 1,
          plan: stateOfAnn.environment.policy.plan,
          stageSince: new Date(now - 60_000).toISOString(),
          stageEndsAt: new Date(now + 60_000).toISOString(),
          verdict: { verdict: 'hold', why: 'Too few users yet.' },
        },
      }),
    );
    expect(shownText(element, 'p.stage')).toEqual(['Stage 2 of 2']);
    expect(shownText(element, '.left')[0]).toMatch(/^[01]:\d\d$/);
    expect(shownText(element, '.then')).toEqual(['then everybody']);
    expect(shownText(element, '.verdict')[0]).toContain('Waits. Too few users yet.');
    expect(findAll(element, '.big')).toEqual([]);

    await press(element, 'Abort release 42');
    const dialog = await see(element, 'sy-ask-dialog');
    await type(dialog, '#reason', 'errors');
    await press(dialog, 'Abort');
    await expect.poll(() => commands).toEqual([{ do: 'abort', group: 1, reason: 'errors' }]);
  });

  test('does not say that a release goes on while the train is held', async () => {
    const { element } = await open(
      yard([group(1, twoRiders, { station: { stage: 0 } })], {
        holds: [{ by: bob, reason: 'odd', since: new Date().toISOString() }],
        rollout: {
          group: 1,
          release: 42,
          stage: 0,
          plan: stateOfAnn.environment.policy.plan,
          stageSince: new Date().toISOString(),
          stageEndsAt: new Date().toISOString(),
          verdict: { verdict: 'advance', why: 'It is fine.' },
        },
      }),
    );
    expect(shownText(element, '.verdict')).toEqual(['Waits until the hold is lifted. It is fine.']);
  });

  test('fits a phone with everything on it', async () => {
    await page.viewport(360, 740);
    const groups = [
      group(
        1,
        [1, 2, 3, 4, 5].map((number) =>
          rider(number, { title: 'A_rather_long_title_without_any_blank_to_break_at_'.repeat(2) }),
        ),
        { ...atPrincess, blockers: [blocker('uh-oh'), blocker('code'), blocker('approvals')] },
      ),
      group(2, twoRiders, { rides: 'alone' }),
      group(3, twoRiders),
    ];
    const { element } = await open(
      yard(groups, {
        topic: 'Ann + Bob | '.repeat(30),
        holds: [{ by: bob, reason: 'x'.repeat(200), since: '2026-11-21T12:00:00Z' }],
      }),
    );
    await element.updateComplete;
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(360);
    await page.viewport(1280, 800);
  });
});

describe('the two buttons', () => {
  test('send the head group to princess and let it depart, if one drives it', async () => {
    const { element, commands } = await open(yard([group(1, twoRiders)]));
    expect(off(element, 'princess')).toBe('false');
    (await see(element, '.big.princess')).click();
    await expect.poll(() => commands).toEqual([{ do: 'princess', group: 1 }]);
    await expect.poll(() => off(element, 'production')).toBe('false');
    (await see(element, '.big.production')).click();
    await expect.poll(() => commands.at(-1)).toEqual({ do: 'depart', group: 1 });
  });

  test('tell who drives, and that one may take over', async () => {
    const { element, commands } = await open(
      yard([group(1, [rider(2, { author: bob }), rider(1)])]),
    );
    expect([off(element, 'princess'), off(element, 'production')]).toEqual(['true', 'true']);
    expect(shownText(element, '.hint')).toEqual(
      Array(2).fill('Bob drives this group; take over to send it.'),
    );
    (await see(element, '.big.production')).click();
    await press(element, 'Take over');
    await expect.poll(() => commands).toEqual([{ do: 'drive', group: 1, driver: 'me' }]);
  });

  test('stand at the head only', async () => {
    const { element } = await open(yard([group(1, twoRiders), group(2, [rider(3)])]));
    expect(findAll(element, 'sy-cab')).toHaveLength(1);
  });

  test('leave a refusal in words and show what is there now', async () => {
    const told: string[] = [];
    const { notices } = await import('../notices.ts');
    const hear = (event: Event) => told.push((event as CustomEvent<{ text: string }>).detail.text);
    notices.addEventListener('notice', hear);
    const { element } = await open(yard([group(1, twoRiders, atPrincess)]), () => ({
      status: 409,
      body: { code: 'conflict', detail: 'Group 1 cannot depart', blockers: [] },
    }));
    (await see(element, '.big.production')).click();
    await expect.poll(() => told).toEqual(['Group 1 cannot depart']);
    notices.removeEventListener('notice', hear);
  });
});

describe('what is in the way', () => {
  const inTheWay = [
    blocker('uh-oh', { change: 2, message: 'Bob says uh-oh' }),
    blocker('freeze', { severity: 'waits', message: 'It is the weekend' }),
    blocker('approvals', { override: 'admin', message: '0 of 1 approvals', change: 1 }),
    blocker('hold', { override: 'nobody', message: 'Bob holds the train' }),
  ];

  test('is listed all at once, with what one may pass over', async () => {
    const { element } = await open(
      yard([group(1, twoRiders, { ...atPrincess, blockers: inTheWay })]),
    );
    expect(shownText(element, '.blockers .message')).toEqual(
      inTheWay.map(({ message }) => message),
    );
    expect(
      findAll(element, '.blockers input[type=checkbox]').map((each) => each.ariaLabel),
    ).toEqual(['Pass over: Bob says uh-oh', 'Pass over: It is the weekend']);
    expect(shownText(element, '.who')).toContain('an admin may pass over it');
    expect(off(element, 'production')).toBe('true');
    expect(shownText(element, '.production .hint')).toEqual(['4 things are in the way.']);
  });

  test('is told to others with who may pass over it, and what they would have to do first', async () => {
    const { element } = await open(
      yard([group(1, [rider(1, { author: bob })], { ...atPrincess, blockers: inTheWay })]),
    );
    expect(shownText(element, '.who')).toEqual([
      'you may pass over it once you drive',
      'you may pass over it once you drive',
      'an admin may pass over it',
      '',
    ]);
  });

  test('is passed over with a reason, which is sent along', async () => {
    const blockers = inTheWay.slice(0, 2);
    const { element, commands } = await open(
      yard([group(1, twoRiders, { ...atPrincess, blockers })]),
    );
    for (const box of findAll<HTMLInputElement>(element, '.blockers input[type=checkbox]'))
      box.click();
    await expect
      .poll(() => shownText(element, '.production .hint'))
      .toEqual(['Say why it is to depart all the same.']);
    expect(off(element, 'production')).toBe('true');
    await type(element, '#why', '  we know ');
    await expect.poll(() => off(element, 'production')).toBe('false');
    (await see(element, '.big.production')).click();
    await expect
      .poll(() => commands)
      .toEqual([
        {
          do: 'depart',
          group: 1,
          overrides: [
            { type: 'uh-oh', change: 2 },
            { type: 'freeze', change: null },
          ],
          reason: 'we know',
        },
      ]);
  });

  test('if it is only code, keeps nobody from pressing: the group departs when it is there', async () => {
    const blockers = [blocker('code', { severity: 'waits', message: 'waits for web 2.0' })];
    const { element, commands } = await open(
      yard([group(1, twoRiders, { ...atPrincess, blockers })]),
    );
    expect(shownText(element, '.production .hint')[0]).toContain('as soon as its code is there');
    (await see(element, '.big.production')).click();
    await expect.poll(() => commands).toEqual([{ do: 'depart', group: 1 }]);
  });
});

describe('riders', () => {
  test('speak for themselves only', async () => {
    const { element, commands } = await open(
      yard([group(1, [rider(1), rider(2, { author: bob, mark: 'uh-oh' })], atPrincess)]),
    );
    const says = findAll(element, '.riders .say');
    expect(says.map((each) => shownText(each, 'button'))).toEqual([
      ['Good', 'Uh-oh', 'Leave'],
      ['Kick'],
    ]);
    await press(element, 'Good: Change 1');
    await expect.poll(() => commands).toEqual([{ do: 'mark', change: 1, mark: 'good' }]);
    await press(element, 'Uh-oh: Change 1');
    const dialog = await see(element, 'sy-ask-dialog');
    await type(dialog, '#reason', 'slow');
    await press(dialog, 'Say uh-oh');
    await expect
      .poll(() => commands.at(-1))
      .toEqual({ do: 'mark', change: 1, mark: 'uh-oh', reason: 'slow' });
  });

  test('cannot say anything before there is something to see', async () => {
    const { element } = await open(yard([group(1, [rider(1)])]));
    expect(shownText(element, '.riders button')).toEqual(['Leave']);
  });

  test('are kicked with a reason only', async () => {
    const { element, commands } = await open(yard([group(1, twoRiders, atPrincess)]));
    await press(element, 'Kick: Change 2');
    const dialog = await see(element, 'sy-ask-dialog');
    await expect
      .poll(() => findAll<HTMLButtonElement>(dialog, 'button.danger')[0]?.disabled)
      .toBe(true);
    await type(dialog, '#reason', 'breaks search');
    await press(dialog, 'Kick');
    await expect.poll(() => commands).toEqual([{ do: 'kick', change: 2, reason: 'breaks search' }]);
  });
});

describe('the cord', () => {
  test('is pulled with a reason, and lifted', async () => {
    const held = yard([group(1, twoRiders)], {
      holds: [{ by: ann, reason: 'odd', since: new Date().toISOString() }],
    });
    const { element, commands } = await open(yard([group(1, twoRiders)]), ({ do: deed }) => ({
      body: deed === 'hold' ? held : yard([group(1, twoRiders)]),
    }));
    await press(element, 'Hold the train');
    const dialog = await see(element, 'sy-ask-dialog');
    await type(dialog, '#reason', 'odd');
    await press(dialog, 'Hold');
    await expect.poll(() => shownText(element, '.hold')[0]).toContain('You hold the train: odd');
    await press(element, 'Lift the hold of Ann');
    await expect.poll(() => findAll(element, '.hold')).toEqual([]);
    expect(commands).toEqual([
      { do: 'hold', reason: 'odd' },
      { do: 'unhold', of: 'ann' },
    ]);
  });
});

test('whoever may not lift a hold reads who may', async () => {
  const { element } = await open(
    yard([], {
      role: 'developer',
      holds: [{ by: bob, reason: 'odd', since: new Date().toISOString() }],
    }),
  );
  expect(findAll(element, '.hold button')).toEqual([]);
  expect(shownText(element, '.hold')[0]).toContain('Bob lifts it, or whoever has the role driver.');
});

test('a departure is set for a time in a time zone, and cancelled', async () => {
  const departure = { at: '2026-12-01T09:00:00.000Z', timeZone: 'Europe/Berlin', by: ann };
  const { element, commands } = await open(yard([group(1, twoRiders)]), () => ({
    body: yard([group(1, twoRiders, { departure })]),
  }));
  await press(element, 'Depart at a time');
  await type(element, '#zone', 'Europe/Berlin');
  await type(element, '#local', '2026-12-01T10:00');
  const dialog = await see(element, 'sy-depart-dialog');
  await expect
    .poll(() => shownText(dialog, '[role=status]')[0])
    .toContain('Tue, 1 Dec 2026, 10:00 Europe/Berlin');
  await press(dialog, 'Set');
  await expect
    .poll(() => commands)
    .toEqual([
      {
        do: 'schedule',
        group: 1,
        departure: { at: '2026-12-01T09:00:00.000Z', timeZone: 'Europe/Berlin' },
      },
    ]);
  await expect
    .poll(() => shownText(element, '.departure')[0])
    .toContain('Departs by itself Tue, 1 Dec 2026, 10:00 Europe/Berlin, says Ann');
  await press(element, 'Cancel departure');
  await expect.poll(() => commands.at(-1)).toEqual({ do: 'schedule', group: 1, departure: null });
});

test('changes that are not aboard wait on the platform and can board', async () => {
  const open = proposal(7, { title: 'Not aboard yet' });
  serve(({ method, path }) => {
    if (path.includes('annotations')) return { body: { annotations: [], isCut: false } };
    if (path.includes('/changes')) return { body: { changes: [open] } };
    return { body: method === 'GET' ? yard([]) : yard([group(1, [rider(7)])]) };
  });
  const element = await mount('sy-train', { state: stateOfAnn });
  await press(element, 'Board: Not aboard yet');
  const dialog = await see(element, 'sy-board-dialog');
  await see(dialog, 'input[value=alone]');
});
