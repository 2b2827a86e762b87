import { signInLink } from '../../scripts/steps/demo-database.mjs';
import { run } from '../../scripts/steps/run.mjs';
import { answering, startService } from '../../scripts/steps/services.mjs';

const program = 'server/bin/switchyard.js';

/** A server that is killed and started again, on the same port and the same data. */
export interface Server {
  readonly url: string;
  /** Resolves with a one-time sign-in link. */
  start(): Promise<string>;
  /** kill -9, and all its connections are gone. */
  kill(): Promise<void>;
  /** Runs a command on the server's host, and answers what it said. */
  command(...args: string[]): Promise<string>;
}

export function createServer(port: number, settings: Record<string, string | undefined>): Server {
  const env = { ...settings, PORT: String(port) };
  const url = `http://localhost:${port}`;
  let service: ReturnType<typeof startService> | undefined;

  return {
    url,
    async start() {
      service = startService('server', [program, 'serve', '--print-link'], { env });
      const [link] = await Promise.all([
        service.says(signInLink),
        answering(service, `${url}/healthz`),
      ]);
      return link as string;
    },
    async kill() {
      const how = await service?.stop('SIGKILL');
      if (how !== 'ended (SIGKILL)') throw new Error(`The server ${how} by itself`);
    },
    command: (...args) => run(process.execPath, [program, ...args], { env }) as Promise<string>,
  };
}
