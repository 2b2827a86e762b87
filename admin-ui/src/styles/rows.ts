import { css } from 'lit';

/** A card that lists things, one per row, with what can be done to each. */
export const rows = css`
  ul.card { padding-block: var(--sy-space-2); }
  ul.card > li { display: flex; flex-wrap: wrap; gap: var(--sy-space-2); align-items: center; padding-block: var(--sy-space-3); }
  ul.card > li + li { border-top: 1px solid var(--sy-line); }
  ul.card > li > .grow { min-width: 14rem; overflow-wrap: anywhere; }
  ul.card > .gone strong { text-decoration: line-through; color: var(--sy-ink-quiet); }
`;
