import { recall, remember } from './memory.ts';

export type Theme = 'system' | 'light' | 'dark';
export const themes: readonly Theme[] = ['system', 'light', 'dark'];

export const theme = (): Theme => themes.find((each) => each === recall('theme')) ?? 'system';

export function wear(chosen: Theme): void {
  remember('theme', chosen);
  document.documentElement.dataset.theme = chosen;
}
