import { css } from 'lit';

/** Who it is, by initials. */
export const face = css`
  .face {
    display: grid; place-items: center; width: 2.1rem; height: 2.1rem; border-radius: 50%;
    background: var(--sy-car); color: #fff; font-size: 0.75rem; font-weight: 650;
  }
`;
