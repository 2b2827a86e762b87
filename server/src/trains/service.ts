export { viewList, viewOne } from './change-view.ts';
export type { Someone } from './commands.ts';
export { command, type Deed } from './deeds.ts';
export { edit, open, rebase, withdraw } from './proposing.ts';
export {
  importFile,
  isWaiting,
  kill,
  publish,
  restore,
  revive,
  rollBack,
  type Waiting,
} from './publishing.ts';
export { someone } from './someone.ts';
export { standing } from './standing.ts';
export { createClock } from './ticker.ts';
export { view, type Yard } from './yard.ts';
