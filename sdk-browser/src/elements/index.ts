import './deploys.ts';
import './opt-in.ts';

export type { DeploysElement, DeploysTexts, OptInElement, OptInTexts } from './types.ts';
