import type { Client } from '../options.ts';

// Apart from the elements, so that who uses them needs no types of Lit.

/** What the element says. `{title}` is that of the cohort, `{reason}` what the server says, in its words. */
export interface OptInTexts {
  readonly label: string;
  readonly loading: string;
  readonly none: string;
  readonly signIn: string;
  readonly full: string;
  readonly closed: string;
  readonly ends: string;
  readonly feedback: string;
  readonly joined: string;
  readonly left: string;
  readonly failed: string;
  readonly unavailable: string;
  readonly offline: string;
  readonly retry: string;
}

/** `<switchyard-opt-in>` */
export interface OptInElement extends HTMLElement {
  /** The page's client. */
  client: Pick<Client, 'ask' | 'on'> | undefined;
  /** Those that shall not be in English. As an attribute: JSON. */
  texts: Partial<OptInTexts>;
  /** Asks again which cohorts there are. To be called when somebody else is signed in. */
  refresh(): Promise<void>;
}

type Plural = { readonly other: string } & Partial<Readonly<Record<Intl.LDMLPluralRule, string>>>;

/** What the element says: `{ago}`, `{by}`, and `{n}` in what is counted. */
export interface DeploysTexts {
  readonly last: string;
  readonly never: string;
  readonly lately: string;
  readonly deploys: Plural;
  readonly changes: Plural;
  readonly people: Plural;
}

/** `<switchyard-deploys>` */
export interface DeploysElement extends HTMLElement {
  /** Where the server is. */
  url: string;
  /** Those that shall not be in English. As an attribute: JSON. */
  texts: Partial<DeploysTexts>;
}

declare global {
  interface HTMLElementTagNameMap {
    'switchyard-opt-in': OptInElement;
    'switchyard-deploys': DeploysElement;
  }
}
