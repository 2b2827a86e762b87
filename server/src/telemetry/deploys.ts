import * as deployLog from '../deploy-log/service.ts';
import type { Fact, Runner } from '../platform/work.ts';
import type { Deployed, Meter } from './meter.ts';

interface Parts {
  readonly runner: Pick<Runner, 'read'>;
  readonly meter: Meter;
  readonly report: (error: unknown) => void;
}

type Line = NonNullable<Awaited<ReturnType<typeof deployLog.find>>>;

/** Tells of every deploy that is written into the log by this process. Nobody waits for it. */
export function createDeployNews({ runner, meter, report }: Parts) {
  const underWay = new Set<Promise<void>>();

  async function tell(seq: number): Promise<void> {
    const [line, began] = await runner.read(async (reading) => {
      const line = await deployLog.find(reading, seq);
      const { settles } = line ?? {};
      return [line, settles === undefined ? undefined : await deployLog.find(reading, settles)];
    });
    const deploy = line && deployedAt(line);
    if (deploy) meter({ what: 'deploy', ...deploy });
    const first = began && deployedAt(began);
    if (first && began.outcome) {
      meter({ what: 'deploy-end', ...first, ms: began.outcome.durationMs });
    }
  }

  return {
    hear(fact: Fact): void {
      if (fact.kind !== 'logged' || fact.environment === undefined) return;
      const telling = tell(fact.seq)
        .catch(report)
        .finally(() => underWay.delete(telling));
      underWay.add(telling);
    },
    /** When everything is told that was heard. */
    async settled(): Promise<void> {
      await Promise.all(underWay);
    },
  };
}

function deployedAt(line: Line): Deployed | undefined {
  const moment = deployLog.momentOf(line);
  const { environment } = line;
  if (moment === undefined || environment === undefined) return undefined;
  const { kind, action, app = kind, at } = moment;
  return { kind, action, app, environment, at: new Date(at) };
}
