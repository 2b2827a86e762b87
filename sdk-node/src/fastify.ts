import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from 'fastify';
import { type Anonymity, anonymousIdOf } from './anonymous.ts';
import type { Client } from './client.ts';
import { type Counting, countAnswer } from './counting.ts';
import type { RequestFlags } from './evaluation.ts';
import { type Otherwise, requireFlags } from './guard.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The switches as they are for this request, from its first question to its end. */
    readonly flags: RequestFlags;
  }
}

interface PluginOptions extends Counting, Anonymity {
  readonly client: Pick<Client, 'forRequest'>;
}

/** Gives every request its `flags`, and counts it: `app.register(switchyard, { client })`. */
export const switchyard: FastifyPluginCallback<PluginOptions> = (
  app,
  { client, count = true, ...anonymity },
  done,
) => {
  app.decorateRequest('flags', {
    getter(this: FastifyRequest) {
      return client.forRequest(this);
    },
  });
  app.addHook('onRequest', (request, reply, next) => {
    const anonymousId = anonymousIdOf(
      anonymity,
      request.headers.cookie,
      () => request.protocol === 'https' || request.headers['x-forwarded-proto'] === 'https',
      (cookie) => reply.header('set-cookie', cookie),
    );
    const { url, headers } = request;
    const flags = client.forRequest(request, { anonymousId, url, cookies: headers.cookie });
    if (count) countAnswer(flags, reply.raw);
    next();
  });
  done();
};

// What `fastify-plugin` would do: the decorator is for the whole application, not for this plugin alone.
Object.assign(switchyard, {
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: '@switchyard/sdk-node',
});

/** A `preHandler` that lets a request pass while the switch is active for it. */
export function requireSwitch(key: string, { else: otherwise }: Otherwise) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (requireFlags(request.flags).isActive(key)) return;
    reply.header('cache-control', 'no-store');
    if (otherwise === 404) reply.callNotFound();
    else reply.redirect(otherwise);
    await reply;
  };
}
