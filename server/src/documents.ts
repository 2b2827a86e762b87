import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Env, Permission } from './platform/http.ts';
import { fileOf, readFiles, type StaticFile, type StaticFiles } from './platform/static-files.ts';
import { version } from './version.ts';

const DOCUMENT = '/api/openapi.json';
const PAGE = '/api/docs';

/**
 * The OpenAPI document, from the very declarations that requests are checked by, and the page to try it on.
 * Made when first asked for: it takes longer than all else that a start does.
 */
export function documents(app: OpenAPIHono<Env>): (path: string) => StaticFile | undefined {
  let made: StaticFiles | undefined;
  return (path) => {
    const isOurs = path === DOCUMENT || path === PAGE || path.startsWith(`${PAGE}/`);
    if (isOurs) made ??= make(app);
    return isOurs ? made?.get(path) : undefined;
  };
}

function make(app: OpenAPIHono<Env>): StaticFiles {
  const document = Buffer.from(JSON.stringify(openApi(app)));
  return new Map([
    [DOCUMENT, fileOf(document, '.json')],
    [PAGE, fileOf(Buffer.from(page), '.html')],
    [`${PAGE}/start.js`, fileOf(Buffer.from(script), '.js')],
    ...readFiles(
      dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json')),
      ['swagger-ui.css', 'swagger-ui-bundle.js'],
      `${PAGE}/`,
    ),
  ]);
}

function openApi(app: OpenAPIHono<Env>) {
  const { registerComponent } = app.openAPIRegistry;
  const scheme = registerComponent.bind(app.openAPIRegistry, 'securitySchemes');
  scheme('session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'sy_session',
    description: 'Signed in on this site. Changes must come from its own pages.',
  });
  scheme('apiToken', { type: 'http', scheme: 'bearer', description: 'syt_…' });
  scheme('sdkKey', { type: 'http', scheme: 'bearer', description: 'sys_… or syb_…' });
  scheme('browserKey', { type: 'apiKey', in: 'query', name: 'key', description: 'syb_…' });

  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Switchyard',
      version,
      description:
        'Feature flags that ship like deploys. What people and scripts call is below `/api`, what SDKs call below `/sdk`.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    servers: [{ url: '/' }],
  });
  const operations = Object.values(document.paths ?? {}).flatMap((path) => Object.values(path));
  for (const operation of operations) {
    operation.security = securityOf(operation['x-permission']);
  }
  const tags = [...new Set<string>(operations.flatMap((operation) => operation.tags ?? []))];
  return { ...document, tags: tags.map((name) => ({ name })) };
}

function securityOf(permission: Permission): Record<string, string[]>[] {
  if (permission === 'public') return [];
  if (permission === 'sdk server') return [{ sdkKey: [] }];
  if (permission.startsWith('sdk')) return [{ sdkKey: [] }, { browserKey: [] }];
  return [{ session: [] }, { apiToken: [] }];
}

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Switchyard API</title>
    <link rel="icon" href="/favicon.svg" />
    <link rel="stylesheet" href="${PAGE}/swagger-ui.css" />
  </head>
  <body>
    <main id="api"></main>
    <script src="${PAGE}/swagger-ui-bundle.js"></script>
    <script src="${PAGE}/start.js"></script>
  </body>
</html>
`;

const script = `SwaggerUIBundle({ url: '${DOCUMENT}', dom_id: '#api', deepLinking: true, validatorUrl: null });
`;
