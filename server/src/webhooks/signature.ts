import { createHmac } from 'node:crypto';

/** Proves who sent a body, and when: `t=<seconds>,v1=<HMAC-SHA256 of "t.body" under the secret>`. */
export function signatureOf(secret: string, at: Date, body: string): string {
  const seconds = Math.floor(at.getTime() / 1000);
  const digest = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${digest}`;
}
