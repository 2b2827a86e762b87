import type { Page } from 'playwright-core';

export type Call = <Answer>(method: string, path: string, body?: object) => Promise<Answer>;

/** Calls the admin API as whoever is signed in on this page, from the page itself. */
export const callerFor =
  (page: Page): Call =>
  (method, path, body) =>
    page.evaluate(
      async ([method, path, body]) => {
        const response = await fetch(`/api${path}`, {
          method: method as string,
          headers: { 'content-type': 'application/json' },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        if (!response.ok) throw new Error(await response.text());
        return response.json();
      },
      [method, path, body] as const,
    );
