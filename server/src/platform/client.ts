import { BlockList, isIP } from 'node:net';
import type { HttpBindings } from '@hono/node-server';
import type { MiddlewareHandler } from 'hono';

/** Whose word counts about who is calling: so many proxies before us, or those in certain networks. */
export type TrustedProxies = { readonly hops: number } | { readonly networks: BlockList };

/** Where a request comes from, as far as it can be believed. */
export interface Client {
  readonly address: string;
  readonly isHttps: boolean;
  /** Where the client finds us: `https://switchyard.example.com`. */
  readonly origin: string;
}

interface Arrival {
  /** Of the other end of the connection. */
  readonly address: string;
  header(name: string): string | undefined;
}

export const knowClient = (
  trusted: TrustedProxies,
  publicUrl?: string,
): MiddlewareHandler<{ Bindings: HttpBindings; Variables: { client: Client } }> =>
  async function knowClient(c, next) {
    // Tests ask without a connection.
    const address = c.env?.incoming?.socket.remoteAddress ?? '127.0.0.1';
    const arrival = { address, header: (name: string) => c.req.header(name) };
    c.set('client', readClient(arrival, trusted, publicUrl));
    await next();
  };

/** Reads `X-Forwarded-*` only as far as the proxies that wrote it are trusted. A configured address wins. */
export function readClient(
  { address, header }: Arrival,
  trusted: TrustedProxies,
  publicUrl?: string,
): Client {
  const peer = plain(address);
  const way = [...listed(header('x-forwarded-for')).map(plain), peer];
  const known = 'hops' in trusted ? trusted.hops : trustedTail(way, trusted.networks);
  const client = way[Math.max(0, way.length - 1 - known)] ?? peer;
  const forwarded = (name: string) => (known > 0 ? listed(header(name))[0] : undefined);
  const scheme = forwarded('x-forwarded-proto')?.toLowerCase() === 'https' ? 'https' : 'http';
  const host = forwarded('x-forwarded-host') ?? header('host') ?? 'localhost';
  const origin = publicUrl ?? `${scheme}://${host}`;
  return {
    address: isIP(client) ? client : peer,
    isHttps: origin.startsWith('https:'),
    origin,
  };
}

export function networksOf(ranges: readonly string[]): BlockList {
  const networks = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) networks.addAddress(address, family);
    else networks.addSubnet(address, Number(bits), family);
  }
  return networks;
}

function trustedTail(way: readonly string[], networks: BlockList): number {
  let count = 0;
  for (const address of way.toReversed()) {
    const family = isIP(address);
    if (family === 0 || !networks.check(address, family === 6 ? 'ipv6' : 'ipv4')) break;
    count++;
  }
  return count;
}

const listed = (header: string | undefined) =>
  (header ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

// A socket for both families tells IPv4 addresses as IPv6 ones.
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '');
