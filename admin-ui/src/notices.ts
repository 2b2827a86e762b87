export interface Notice {
  readonly text: string;
  readonly kind: 'done' | 'problem';
  /** Where to read more. */
  readonly link?: { readonly href: string; readonly label: string };
}

/** The app shows and reads out what is dispatched here. */
export const notices = new EventTarget();

export function tell(text: string, link?: Notice['link']): void {
  send({ text, kind: 'done', ...(link && { link }) });
}

export function complain(thrown: unknown): void {
  send({ text: thrown instanceof Error ? thrown.message : String(thrown), kind: 'problem' });
}

const send = (detail: Notice) => notices.dispatchEvent(new CustomEvent('notice', { detail }));
