import { anonymousCookie, anonymousIdIn } from '@switchyard/core';

let fallback: string | undefined;

/**
 * The id of this visitor: from a first-party cookie that `@switchyard/sdk-node` reads too, so that both put a visitor
 * in the same bucket. Where cookies are blocked, one that lasts as long as the page.
 */
export function anonymousId(): string {
  const known = read();
  if (known !== undefined) return known;
  fallback ??= randomId();
  try {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere, and not synchronous.
    document.cookie = anonymousCookie(fallback, location.protocol === 'https:');
  } catch {
    // A page in a sandbox has none.
  }
  return read() ?? fallback;
}

function read(): string | undefined {
  try {
    return anonymousIdIn(document.cookie);
  } catch {
    return undefined;
  }
}

/** `crypto.randomUUID` is for pages with HTTPS only. */
function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `anon-${hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}`;
}
