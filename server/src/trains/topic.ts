import { audienceInWords } from '../environments/plan.ts';
import type { Group, Rider, Train } from './train.ts';

/** The train in one line, as a chat bot would put it: `<princess> alice* + bob! | carol (alone)`. */
export function topicOf({ groups, holds }: Train): string {
  const line = groups.length > 0 ? groups.map(groupInLine).join(' | ') : 'nobody aboard';
  return [line, ...holds.map(({ by, reason }) => `!! ${by.name}: "${reason}"`)].join(' ');
}

function groupInLine(group: Group): string {
  const { riders, driver, rides } = group;
  const isDrivenByOther = riders[0]?.author.id !== driver.id;
  const notes = [rides !== 'together' && rides, isDrivenByOther && `${driver.name} drives`];
  const said = notes.filter((each) => each !== false);
  return [
    placeOf(group),
    riders.map(riderInLine).join(' + '),
    said.length > 0 && `(${said.join(', ')})`,
  ]
    .filter((each) => each !== '' && each !== false)
    .join(' ');
}

function placeOf({ station, plan }: Group): string {
  if (station === 'waiting') return '';
  if (station === 'princess') return '<princess>';
  const stage = plan[station.stage];
  return `<${stage ? audienceInWords(stage.audience) : `stage ${station.stage + 1}`}>`;
}

const signs = { good: '*', 'uh-oh': '!' };
const riderInLine = ({ author, mark }: Rider) => `${author.name}${mark ? signs[mark] : ''}`;
