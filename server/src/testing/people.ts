import type { Grants } from '../platform/roles.ts';
import type { TestApp, TestClient } from './test-app.ts';

/** What pages of the admin UI send along. */
export const ownPage = { 'sec-fetch-site': 'same-origin' };

/** The cookie that an answer sets, as it is sent back. */
export const cookieOf = ({ headers }: { headers: Headers }): string =>
  headers.get('set-cookie')?.split(';')[0] ?? '';

/** The token of a sign-in link. */
export const tokenOf = ({ url }: { url: string }): string => url.split('link=')[1] ?? '';

/** Somebody who was added by an administrator and has followed the link. */
export async function signedIn(app: TestApp, email: string, roles: Grants) {
  const admin = await app.as({ '*': 'admin' });
  const added = await admin.post('/api/people', { name: email.split('@')[0], email, roles });
  const answer = await useLink(app, tokenOf(added.body.link));
  const cookie = cookieOf(answer);
  const client: TestClient = app.client({ cookie, ...ownPage });
  return { id: added.body.person.id as string, client, cookie, admin };
}

export const useLink = (app: TestApp, token: string) =>
  app.client(ownPage).post('/api/session/link', { token });
