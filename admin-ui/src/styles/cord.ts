import { css } from 'lit';

/** What anybody may pull to hold a train. */
export const cord = css`
  .cord {
    display: inline-flex; align-items: center; gap: var(--sy-space-2); min-height: 2.75rem; padding: 0.4rem 1.1rem; cursor: pointer; font-weight: 650;
    color: var(--sy-danger-ink); background: var(--sy-surface); border: 2px solid var(--sy-danger); border-radius: 999px; transition: background var(--sy-quick);
  }
  .cord:hover { background: var(--sy-danger-wash); }
  .cord:disabled { opacity: 0.5; cursor: not-allowed; }
`;
