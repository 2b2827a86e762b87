import { css } from 'lit';

/** A dot for a value, with whiskers as far as it may reach: `--at`, `--from` and `--to` are parts of the width. */
export const scale = css`
  .scale { position: relative; height: 1.4rem; border-radius: 4px; background: var(--sy-sunken); overflow: hidden; }
  .whisker { position: absolute; top: calc(50% - 1px); height: 2px; left: calc(var(--from) * 100%); width: calc((var(--to) - var(--from)) * 100%); background: var(--arm); }
  .whisker::before, .whisker::after { content: ''; position: absolute; top: -5px; height: 12px; width: 2px; background: inherit; }
  .whisker::before { left: 0; }
  .whisker::after { right: 0; }
  .dot { position: absolute; top: 50%; left: calc(var(--at) * 100%); width: 0.75rem; height: 0.75rem; translate: -50% -50%; border-radius: 50%; background: var(--arm); box-shadow: 0 0 0 2px var(--sy-sunken); }
`;
