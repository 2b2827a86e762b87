import type { DeploySummary } from '../api-types.ts';
import { ago } from './times.ts';

const counted = (count: number, one: string, many: string) =>
  `${count} ${count === 1 ? one : many}`;

/** "Last deployed 12 minutes ago by Ada. In the last week there were 67 deploys of 496 changes by 18 people." */
export function summaryInWords(
  { last, deploys, changes, people }: DeploySummary,
  now: number,
): string {
  if (last === null) return 'Nothing has been deployed yet.';
  const lately = `${counted(deploys, 'deploy', 'deploys')} of ${counted(changes, 'change', 'changes')} by ${counted(people, 'person', 'people')}`;
  return `Last deployed ${ago(last.at, now)} by ${last.by}. In the last week there ${deploys === 1 ? 'was' : 'were'} ${lately}.`;
}

/** As the world sees it: of an e-mail address that stands for a name, the part before the @. */
export const publicLine = (summary: DeploySummary, now: number) =>
  summaryInWords(summary, now).replaceAll(/@[^\s,]*[^\s,.]/g, '');
