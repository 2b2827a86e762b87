export { type DeploysTexts, SwitchyardDeploys } from './deploys.ts';
export { SwitchyardOptIn } from './opt-in.ts';
export type { OptInTexts } from './opt-in-texts.ts';
