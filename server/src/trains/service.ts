export { requiredBy } from '../changes/service.ts';
export { viewList, viewOne } from './change-view.ts';
export type { Someone, Verdict } from './commands.ts';
export { command, type Deed } from './deeds.ts';
export { byTimeOnly, type Judge } from './judge.ts';
export { edit, open, rebase, withdraw } from './proposing.ts';
export {
  importFile,
  isWaiting,
  kill,
  type Publishing,
  publish,
  restore,
  revive,
  rollBack,
  type Waiting,
  type Wish,
} from './publishing.ts';
export { someone } from './someone.ts';
export { createClock, type TrainClock } from './ticker.ts';
export { view, type Yard } from './yard.ts';
