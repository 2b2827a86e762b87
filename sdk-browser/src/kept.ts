import { parse } from './connection.ts';
import { murmur3 } from './evaluation/hash.ts';
import { isMessage, type Message } from './message.ts';
import type { ClientOptions, You } from './options.ts';

/** What a page can begin with when the server is out of reach. */
export interface Kept {
  readonly message: Message;
  readonly you?: You | undefined;
}

/** The last good ruleset, in the browser's storage. Where that is forbidden, full or damaged, there is none. */
export function createKept(storage: ClientOptions['storage'], scope: string) {
  const name = `switchyard-1 ${scope}`;
  // To ask for `localStorage` throws where it is forbidden.
  const place = () => (storage === undefined ? localStorage : storage || undefined);

  return {
    read(): Kept | undefined {
      try {
        const [, checksum, text = ''] = /^(\d+) (.*)/s.exec(place()?.getItem(name) ?? '') ?? [];
        const kept = checksum === String(murmur3(text, 1)) && parse(text);
        return isMessage(kept.message) ? kept : undefined;
      } catch {
        return undefined;
      }
    },
    /** Without the candidate, which may be called back before it is read again. */
    write({ message, you }: Kept) {
      try {
        const live = { ...message, ...(message.candidate && { candidate: null }) };
        const text = JSON.stringify({ message: live, you });
        place()?.setItem(name, `${murmur3(text, 1)} ${text}`);
      } catch {
        // Nothing is lost but an offline start.
      }
    },
  };
}
