import { Problem } from '../platform/problem.ts';
import type { createReceiver } from '../reports/receiver.ts';
import type { createThrottle } from '../reports/throttle.ts';
import type { Meter } from './meter.ts';

interface Reports {
  readonly receive: ReturnType<typeof createReceiver>;
  readonly throttle: ReturnType<typeof createThrottle>;
}

/** The same, and it is counted what came of them. */
export const countedReports = (meter: Meter, { receive, throttle }: Reports): Reports => ({
  async receive(environment, report) {
    const note = (result: 'taken' | 'failed', dropped: number) =>
      meter({ what: 'report', result, dropped });
    try {
      const answer = await receive(environment, report);
      note('taken', report.metrics?.dropped ?? 0);
      return answer;
    } catch (error) {
      note('failed', 0);
      throw error;
    }
  },
  throttle(keyId, instance) {
    try {
      throttle(keyId, instance);
    } catch (error) {
      if (error instanceof Problem) meter({ what: 'report', result: 'limited', dropped: 0 });
      throw error;
    }
  },
});
