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

export const english: OptInTexts = {
  label: 'Try what is new',
  loading: 'One moment…',
  none: 'There is nothing to try out at the moment.',
  signIn: 'Sign in to take part.',
  full: 'All places are taken.',
  closed: 'Closed to newcomers: if you leave, you cannot come back.',
  ends: 'Until {date}',
  feedback: 'Tell us what you think of {title}',
  joined: 'You now take part in {title}.',
  left: 'You no longer take part in {title}.',
  failed: '{title} stays as it was: {reason}',
  unavailable: 'This cannot be shown at the moment: {reason}',
  offline: 'there is no connection.',
  retry: 'Try again',
};
