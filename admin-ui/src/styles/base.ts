import { css } from 'lit';

/** What every element of ours starts from: links, focus, headings, hidden text. */
export const base = css`
  *, *::before, *::after { box-sizing: border-box; }
  :host { display: block; }
  :host([hidden]), [hidden] { display: none !important; }
  h1, h2, h3, h4, p, ul, ol, dl, dd, figure, fieldset { margin: 0; padding: 0; border: 0; }
  ul, ol { list-style: none; }
  h1 { font-size: var(--sy-text-xl); font-weight: 680; letter-spacing: -0.015em; line-height: 1.25; }
  h2 { font-size: var(--sy-text-l); font-weight: 650; letter-spacing: -0.01em; line-height: 1.3; }
  h3 { font-size: var(--sy-text-m); font-weight: 650; }
  a { color: var(--sy-action); text-decoration-color: color-mix(in srgb, currentColor 35%, transparent); text-underline-offset: 0.2em; }
  a:hover { text-decoration-color: currentColor; }
  :focus-visible { outline: 2px solid var(--sy-focus); outline-offset: 2px; border-radius: var(--sy-radius-s); }
  code, .mono { font-family: var(--sy-mono); font-size: 0.93em; font-variant-ligatures: none; }
  .quiet { color: var(--sy-ink-quiet); }
  .small { font-size: var(--sy-text-s); }
  .row { display: flex; align-items: center; gap: var(--sy-space-3); flex-wrap: wrap; }
  .stack { display: grid; gap: var(--sy-space-4); }
  .spread { justify-content: space-between; }
  .grow { flex: 1 1 auto; min-width: 0; }
  .card {
    background: var(--sy-surface); border: 1px solid var(--sy-line); border-radius: var(--sy-radius-l);
    box-shadow: var(--sy-shadow); padding: var(--sy-space-5);
  }
  .warning {
    display: flex; gap: var(--sy-space-2); padding: var(--sy-space-3); border-radius: var(--sy-radius);
    background: var(--sy-conditional-wash); color: var(--sy-conditional-ink);
  }
  .visually-hidden {
    position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden;
    clip-path: inset(50%); white-space: nowrap;
  }
  wa-icon { font-size: 1.15em; }
  wa-dialog { --width: 34rem; }
  wa-dialog::part(title) { font-size: var(--sy-text-l); font-weight: 650; }
  wa-dialog::part(body) { padding-block: var(--sy-space-1) var(--sy-space-4); }
  @media (max-width: 640px) { .card { padding: var(--sy-space-4); border-radius: var(--sy-radius); } }
  @media (prefers-reduced-motion: reduce) {
    *, *::before, *::after { animation-duration: 0.01ms !important; animation-iteration-count: 1 !important; transition-duration: 0.01ms !important; }
  }
`;
