import * as meta from '../platform/meta.ts';
import type { Reading, Runner, Work } from '../platform/work.ts';
import { record } from './record.ts';
import { type Summary, summary } from './summary.ts';

const DAYS = 7;
/** Everybody may ask, as often as they like: the answer is looked up once in a while. */
export const BADGE_SECONDS = 60;

export interface BadgeSettings {
  readonly isPublic: boolean;
  /** Deploys of this environment only. */
  readonly environment: string | null;
}

const off: BadgeSettings = { isPublic: false, environment: null };

export async function settings({ tx }: Reading): Promise<BadgeSettings> {
  const text = await meta.setting(tx, 'badge');
  return text === undefined ? off : JSON.parse(text);
}

export async function setSettings(work: Work, after: BadgeSettings): Promise<void> {
  const before = await settings(work);
  if (before.isPublic === after.isPublic && before.environment === after.environment) return;
  await meta.putSetting(work.tx, 'badge', JSON.stringify(after));
  const where = after.environment === null ? 'all environments' : after.environment;
  await record(work, {
    kind: 'audit',
    action: 'badge',
    title: after.isPublic
      ? `Everybody may see when was deployed last, in ${where}`
      : 'Nobody but people here may see when was deployed last',
  });
}

/** What anybody may know: when, by whom and how many, but not what. */
export interface Badge extends Pick<Summary, 'days' | 'deploys' | 'changes' | 'people'> {
  readonly last: { readonly at: string; readonly by: string } | null;
  readonly words: string;
}

/** Undefined while it is switched off. */
export function createBadge({ runner, clock }: { runner: Runner; clock: () => Date }) {
  let known: Promise<Badge | undefined> = Promise.resolve(undefined);
  let until = Number.NEGATIVE_INFINITY;
  return {
    read(): Promise<Badge | undefined> {
      if (clock().getTime() >= until) {
        until = clock().getTime() + BADGE_SECONDS * 1000;
        known = runner.read(badgeOf);
        known.catch(forget);
      }
      return known;
    },
    forget,
  };
  function forget() {
    until = Number.NEGATIVE_INFINITY;
  }
}

async function badgeOf(reading: Reading): Promise<Badge | undefined> {
  const { isPublic, environment } = await settings(reading);
  if (!isPublic) return undefined;
  const environments = environment === null ? undefined : [environment];
  const { days, deploys, changes, people, last } = await summary(reading, environments, DAYS);
  const shown = last && { at: last.at, by: withoutDomain(last.by) };
  const counted = `In the last week there were ${plural(deploys, 'deploy')} of ${plural(changes, 'change')} by ${people === 1 ? '1 person' : `${people} people`}`;
  const words =
    shown === null
      ? 'Nothing has been deployed yet'
      : `Last deployed ${ago(reading.now, shown.at)} by ${shown.by}. ${counted}`;
  return { days, deploys, changes, people, last: shown, words };
}

/** Where an e-mail address stands for a name, the world gets the part before the @. */
const withoutDomain = (name: string) => name.replaceAll(/@[^\s,]+/g, '');

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;

function ago(now: Date, at: string): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - Date.parse(at)) / 60_000));
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${plural(minutes, 'minute')} ago`;
  if (minutes < 48 * 60) return `${plural(Math.floor(minutes / 60), 'hour')} ago`;
  return `${plural(Math.floor(minutes / 1440), 'day')} ago`;
}

/** One line, as a picture. */
export function svgOf({ words }: Badge): string {
  const width = Math.ceil(words.length * 6.4 + 20);
  const text = words.replaceAll(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="24" role="img" aria-label="${text}"><title>${text}</title><rect width="${width}" height="24" rx="4" fill="#30363d"/><text x="10" y="16" fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" textLength="${width - 20}">${text}</text></svg>`;
}
