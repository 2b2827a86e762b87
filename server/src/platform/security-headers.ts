import type { MiddlewareHandler } from 'hono';
import type { Env } from './http.ts';

const policy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const always = {
  'Content-Security-Policy': policy,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

/** Our pages load nothing from elsewhere and are shown inside nothing; what the API answers is kept by nobody. */
export const securityHeaders: MiddlewareHandler<Env> = async (c, next) => {
  for (const [name, value] of Object.entries(always)) c.header(name, value);
  if (c.var.client.isHttps) c.header('Strict-Transport-Security', 'max-age=31536000');
  await next();
};
