import { lookup } from 'node:dns/promises';
import http, { type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPrivate } from './private.ts';

const TIMEOUT_MS = 10_000;
const MOST_BYTES = 64 * 1024;

export interface Address {
  readonly address: string;
  readonly family: number;
}
export type Resolve = (name: string) => Promise<readonly Address[]>;

export const resolveName: Resolve = (name) => lookup(name, { all: true });

/** Why nobody is called there at all, in words. */
export class Forbidden extends Error {
  override readonly name = 'Forbidden';
}

export interface CallSettings {
  readonly allowPrivate: boolean;
  readonly resolve: Resolve;
  readonly timeoutMs?: number;
}

export interface Answer {
  readonly status: number;
  /** As much of it as is read. */
  readonly text: string;
}

/** Posts a body. Connects only to an address that was looked at, follows nothing, and waits no longer than it should. */
export async function call(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  settings: CallSettings,
): Promise<Answer> {
  const { timeoutMs = TIMEOUT_MS } = settings;
  refuseLiteral(url, settings);
  const options: RequestOptions = {
    method: 'POST',
    headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    agent: false,
    lookup: checkedLookup(settings),
    signal: AbortSignal.timeout(timeoutMs),
  };
  return new Promise((resolve, reject) => {
    const fail = (error: Error) =>
      reject(
        error.name === 'TimeoutError' ? new Error(`no answer in ${timeoutMs / 1000} s`) : error,
      );
    const request = (url.protocol === 'https:' ? https : http).request(url, options, (response) => {
      read(response).then((text) => {
        request.destroy();
        resolve({ status: response.statusCode ?? 0, text });
      }, fail);
    });
    request.on('error', (error) => fail((error.cause as Error | undefined) ?? error));
    request.end(body);
  });
}

/** Refuses an address that is written out; a name is looked at when it is resolved. */
function refuseLiteral({ hostname }: URL, { allowPrivate }: CallSettings): void {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (!allowPrivate && isIP(host) !== 0 && isPrivate(host)) throw forbidden(host);
}

/** Refuses a name that leads to any private address. One that leads nowhere now may do so later. */
export async function refuseName(url: URL, settings: CallSettings): Promise<void> {
  refuseLiteral(url, settings);
  if (isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0) return;
  await addressesOf(url.hostname, settings).catch((error) => {
    if (error instanceof Forbidden) throw error;
  });
}

async function addressesOf(name: string, { allowPrivate, resolve }: CallSettings) {
  const addresses = await resolve(name);
  const hidden = allowPrivate ? undefined : addresses.find(({ address }) => isPrivate(address));
  if (hidden !== undefined) throw forbidden(`${name} (${hidden.address})`);
  return addresses;
}

const forbidden = (where: string) =>
  new Forbidden(
    `${where} is not a public address. Hooks in private networks need SWITCHYARD_ALLOW_PRIVATE_HOOKS=true`,
  );

/** What the connection itself asks for the addresses of a name: it gets those that were looked at, and no others. */
const checkedLookup =
  (settings: CallSettings): LookupFunction =>
  (name, { all }, done) => {
    addressesOf(name, settings).then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined) done(new Error(`${name} has no address`), '');
        else if (all) done(null, [...addresses]);
        else done(null, first.address, first.family);
      },
      (error) => done(error, ''),
    );
  };

async function read(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= MOST_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MOST_BYTES).toString('utf8');
}
