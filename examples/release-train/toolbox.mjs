import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from '@switchyard/sdk-node';

const PATIENCE_MS = 120_000;

/** What the job needs: the API, a fleet of one, and a deploy tool that is asked for rollbacks. */
export function createToolbox({
  SWITCHYARD_URL: url = 'http://localhost:4242',
  SWITCHYARD_TOKEN: token,
  SWITCHYARD_KEY: key,
  SWITCHYARD_ENVIRONMENT: environment = 'development',
}) {
  if (!token || !key) {
    throw new Error(
      'Set SWITCHYARD_TOKEN to an API token with the role admin, and SWITCHYARD_KEY to a server key',
    );
  }

  async function api(method, path, body) {
    const response = await fetch(new URL(path, url), {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer = response.status === 204 ? undefined : await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${answer.detail}`);
    return answer;
  }

  /** Asks again until there is an answer. */
  async function until(what, ask) {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause(250)) {
      const answer = await ask();
      if (answer) return answer;
    }
    throw new Error(`Waited in vain: ${what}`);
  }

  /** One instance of an application. Another version takes its place. */
  function startFleet(app) {
    let flags;
    return {
      async run(version) {
        await flags?.close();
        flags = createClient({ url, key, app, version, directory: false });
        await flags.ready();
      },
      stop: () => flags?.close(),
    };
  }

  /** Listens for signed calls of a rollback hook, as your own deploy tool would. */
  async function startDeployTool(hooks, rollBack) {
    let secret;
    const server = createServer(async (request, response) => {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      const isGenuine = isSigned(request.headers['switchyard-signature'], body, secret);
      response.writeHead(isGenuine ? 202 : 401).end();
      if (isGenuine) await rollBack(JSON.parse(body));
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address();
    const made = await api('POST', hooks, { app: 'web', url: `http://127.0.0.1:${port}/` });
    secret = made.secret;
    return {
      async stop() {
        await api('DELETE', `${hooks}/${made.hook.id}`);
        server.close();
      },
    };
  }

  return {
    api,
    until,
    startFleet,
    startDeployTool,
    environment,
    say: (words) => console.log(words),
  };
}

const OLDEST_S = 300;

/** Whether the call is from Switchyard, and not an old one over again. */
function isSigned(header = '', body, secret) {
  const { t, v1 = '' } = Object.fromEntries(header.split(',').map((part) => part.split('=')));
  const expected = createHmac('sha256', secret).update(`${t}.`).update(body).digest();
  const given = Buffer.from(v1, 'hex');
  const isFresh = Math.abs(Date.now() / 1000 - Number(t)) < OLDEST_S;
  return isFresh && given.length === expected.length && timingSafeEqual(given, expected);
}
