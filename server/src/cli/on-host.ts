import * as people from '../access/people.ts';
import { tokenOf } from '../access/schemas.ts';
import * as signIn from '../access/sign-in.ts';
import * as tokens from '../access/tokens.ts';
import { readConfig } from '../config.ts';
import * as environments from '../environments/service.ts';
import { urlOf } from '../platform/address.ts';
import type { Grants } from '../platform/roles.ts';
import { verify } from '../releases/verification.ts';
import * as sdkKeys from '../sdk-keys/service.ts';
import { loadMasterKey } from '../secrets/master-key.ts';
import { createSecrets } from '../secrets/service.ts';
import { backup as makeBackup } from './backup.ts';
import { existing, withDatabase } from './database.ts';
import type { Io } from './io.ts';
import { seed as fill } from './seed.ts';
import { serve as runServer } from './serve.ts';

// What commands do on the server's own machine. Loaded for those only: the rest of the program starts faster.

export const verifyDatabase = (io: Io) => withDatabase(io, ({ runner }) => verify(runner.read));

export const backup = (io: Io, file: string) => makeBackup(existing(io), file);

export const seed = (io: Io, content: unknown) =>
  withDatabase(io, (host) => fill(host, content), { make: true, alone: true });

export const serve = (io: Io, printLink: boolean | undefined) =>
  runServer(io, readConfig(io.environment), { printLink });

export const createEnvironment = (io: Io, draft: Parameters<typeof environments.create>[1]) =>
  withDatabase(io, ({ write }) => write((work) => environments.create(work, draft)), {
    make: true,
  });

export const createToken = (io: Io, draft: { name: string; roles: Grants; expiresAt?: Date }) =>
  withDatabase(io, ({ write }) =>
    write(async (work) => {
      const { token, secret } = await tokens.create(work, draft, { '*': 'admin' });
      return { token: tokenOf(token), secret };
    }),
  );

export const createKey = (io: Io, environment: string, draft: sdkKeys.Draft) =>
  withDatabase(io, ({ write }) => write((work) => sdkKeys.create(work, environment, draft)));

export const forgetSecrets = (io: Io) =>
  withDatabase(io, ({ config, runner, write }) => {
    const masterKey = loadMasterKey(config.masterKey);
    return write(createSecrets({ masterKey, runner }).forget);
  });

/** A link for whoever is administrator of everything, or is to be. */
export const resetAdministrator = (io: Io, email: string | undefined) =>
  withDatabase(
    io,
    async ({ config, write }) => {
      const { name, link } = await write(async (work) => {
        if (email === undefined && !(await people.hasPeople(work))) {
          return { name: 'the first administrator', link: await signIn.makeSetupLink(work) };
        }
        const person = await people.administrator(work, email);
        return { name: person.name, link: await signIn.makeLink(work, person.id) };
      });
      const origin = config.publicUrl ?? urlOf(config.host, config.port);
      const url = signIn.urlOf(origin, link.token);
      return { name, url, expiresAt: link.expiresAt.toISOString() };
    },
    { make: true },
  );
