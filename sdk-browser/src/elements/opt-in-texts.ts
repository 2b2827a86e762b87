import type { OptInTexts } from './types.ts';

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
