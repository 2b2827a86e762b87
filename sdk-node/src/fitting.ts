import type { MetricsMessage } from '@switchyard/core';

interface Report extends Readonly<Record<string, unknown>> {
  readonly metrics: MetricsMessage | undefined;
}

/** A server takes no longer reports. */
const MOST_BYTES = 1_000_000;

/** As text that the server takes: without the oldest that was counted, if there is too much. */
export function fitting(report: Report): string {
  for (let metrics = report.metrics; ; metrics = metrics && shorter(metrics)) {
    const text = JSON.stringify({ ...report, metrics });
    const isEmpty = !metrics || metrics.minutes.length + metrics.trials.length === 0;
    if (isEmpty || Buffer.byteLength(text) <= MOST_BYTES) return text;
  }
}

/** What is only for graphs goes first. */
function shorter({ minutes, trials, dropped, ...others }: MetricsMessage): MetricsMessage {
  const half = Math.ceil(minutes.length / 2);
  return half > 0
    ? { ...others, trials, minutes: minutes.slice(half), dropped: dropped + half }
    : { ...others, minutes, trials: trials.slice(1), dropped: dropped + 1 };
}
