import { css } from 'lit';

/** Buttons and inputs: the browser's own, dressed. */
export const controls = css`
  button, input, select, textarea { font: inherit; color: inherit; letter-spacing: inherit; }

  .button {
    display: inline-flex; align-items: center; justify-content: center; gap: var(--sy-space-2);
    min-height: 2.25rem; padding: 0.3rem 0.85rem; cursor: pointer; white-space: nowrap;
    background: var(--sy-surface); color: var(--sy-ink); text-decoration: none; font-weight: 550;
    border: 1px solid var(--sy-line-strong); border-radius: var(--sy-radius);
    transition: background var(--sy-quick), border-color var(--sy-quick), color var(--sy-quick);
  }
  .button:hover { background: var(--sy-action-wash); border-color: var(--sy-action); }
  .button.primary { background: var(--sy-action); border-color: var(--sy-action); color: var(--sy-on-action); }
  .button.primary:hover { background: var(--sy-action-hover); border-color: var(--sy-action-hover); }
  .button.danger { background: var(--sy-danger); border-color: var(--sy-danger); color: var(--sy-on-danger); }
  .button.danger:hover { background: var(--sy-danger-hover); border-color: var(--sy-danger-hover); }
  .button.danger-quiet { color: var(--sy-danger-ink); border-color: currentColor; background: transparent; }
  .button.danger-quiet:hover { background: var(--sy-danger-wash); }
  .button.plain { background: transparent; border-color: transparent; color: var(--sy-action); padding-inline: 0.6rem; }
  .button.plain:hover { background: var(--sy-action-wash); }
  .button.icon { padding: 0; width: 2.25rem; flex: none; }
  .button.icon.plain { color: var(--sy-ink-quiet); }
  .button.icon.plain:hover { color: var(--sy-ink); }
  .button.small { min-height: 1.9rem; font-size: var(--sy-text-s); padding: 0.15rem 0.65rem; }
  .button.small.icon { width: 1.9rem; padding: 0; }
  .button:disabled, .button[aria-disabled='true'] { opacity: 0.5; cursor: not-allowed; }

  .field { display: grid; gap: var(--sy-space-1); min-width: 0; align-content: start; }
  .field > label, .field > .label, legend { font-weight: 550; font-size: var(--sy-text-s); padding: 0; }
  .field .hint { font-size: var(--sy-text-s); color: var(--sy-ink-quiet); }
  .problem { font-size: var(--sy-text-s); color: var(--sy-danger-ink); }

  .input, select.input, textarea.input {
    width: 100%; min-width: 0; min-height: 2.25rem; padding: 0.35rem 0.7rem;
    background: var(--sy-surface); border: 1px solid var(--sy-line-strong); border-radius: var(--sy-radius);
    transition: border-color var(--sy-quick);
  }
  .input:hover { border-color: var(--sy-action); }
  .input:focus-visible { outline-offset: 0; border-color: var(--sy-focus); border-radius: var(--sy-radius); }
  .input[aria-invalid='true'] { border-color: var(--sy-danger); }
  .input:disabled { opacity: 0.6; cursor: not-allowed; background: var(--sy-sunken); }
  .input::placeholder { color: var(--sy-ink-quiet); opacity: 0.8; }
  textarea.input { line-height: 1.5; resize: vertical; field-sizing: content; min-height: 4.5rem; }
  select.input {
    appearance: none; padding-inline-end: 2rem; cursor: pointer; text-overflow: ellipsis;
    background-image:
      linear-gradient(45deg, transparent 50%, currentColor 50%),
      linear-gradient(135deg, currentColor 50%, transparent 50%);
    background-position: right 1rem center, right 0.7rem center;
    background-size: 0.32rem 0.32rem; background-repeat: no-repeat;
  }
  .input.mono { font-family: var(--sy-mono); font-size: 0.9em; }
  .input.narrow { width: auto; }
  input[type='checkbox'], input[type='radio'] { accent-color: var(--sy-action); width: 1.05rem; height: 1.05rem; margin: 0; flex: none; }
  .check { display: inline-flex; align-items: center; gap: var(--sy-space-2); cursor: pointer; }
`;
