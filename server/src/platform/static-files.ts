import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Context } from 'hono';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};
const packed = new Set(['.png', '.ico', '.woff2']);

export interface StaticFile {
  readonly body: Buffer;
  readonly type: string;
  readonly etag: string;
  /** Made when first asked for. */
  zipped?: Buffer;
  readonly isPacked: boolean;
}

/** Files to be served, by their path below `/`. They are few, so they are all in memory. */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

export function readFiles(folder: string, names = everyFile(folder), below = '/'): StaticFiles {
  return new Map(
    names.map((name) => {
      const file = fileOf(readFileSync(join(folder, name)), extname(name));
      return [below + name.split(sep).join('/'), file];
    }),
  );
}

export const fileOf = (body: Buffer, extension: string): StaticFile => ({
  body,
  type: types[extension] ?? 'application/octet-stream',
  etag: `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
  isPacked: packed.has(extension),
});

/** Answers a file. Those under `/assets/` have a name that changes with what is in them. */
export function serveFile(c: Context, path: string, file: StaticFile): Response {
  c.header('ETag', file.etag);
  c.header(
    'Cache-Control',
    path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  );
  if (c.req.header('if-none-match')?.includes(file.etag)) return c.body(null, 304);
  c.header('Content-Type', file.type);
  if (file.isPacked) return c.body(new Uint8Array(file.body));
  c.header('Vary', 'Accept-Encoding');
  if (!/\bgzip\b/.test(c.req.header('accept-encoding') ?? '')) {
    return c.body(new Uint8Array(file.body));
  }
  file.zipped ??= gzipSync(file.body);
  c.header('Content-Encoding', 'gzip');
  return c.body(new Uint8Array(file.zipped));
}

function everyFile(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}
