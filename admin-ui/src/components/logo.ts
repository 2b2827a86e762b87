import { type SVGTemplateResult, svg } from 'lit';

/** A track that branches off to a lamp, for a view box of 32 by 32. */
export const logo = (straight: string): SVGTemplateResult => svg`
  <g fill="none" stroke-linecap="round" stroke-width="3.2">
    <path d="M11 27V5" stroke=${straight} />
    <path d="M11 23c0-7 10.5-6 10.5-13.5" stroke="#f5b32b" />
  </g>
  <circle cx="21.5" cy="6.8" r="3" fill="#f5b32b" />
`;
