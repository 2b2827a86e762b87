export interface Place {
  readonly host: string;
  readonly port: number;
}

/** Whom the server tells what it counts of itself: nobody, unless said otherwise. */
export interface TelemetrySettings {
  /** What Prometheus has to bring. With it, `/metrics` is also where everything else is. */
  readonly prometheusToken?: string | undefined;
  /** Where `/metrics` is by itself. */
  readonly prometheus?: Place | undefined;
  readonly graphite?: Place | undefined;
  readonly statsd?: Place | undefined;
  /** Before every name that Graphite and StatsD are told. */
  readonly prefix?: string | undefined;
}

const HOST = /^(?:\[([0-9a-f:.]+)\]|([^\s:/@[\]]+))(?::(\d{1,5}))?$/i;

/** `graphite.internal`, `10.0.0.7:2003`, `[::1]:2003`; undefined if it is none of these. */
export function placeOf(text: string, usualPort: number): Place | undefined {
  const [, v6, name, digits] = HOST.exec(text) ?? [];
  const host = v6 ?? name;
  const port = digits === undefined ? usualPort : Number(digits);
  return host === undefined || port > 65_535 ? undefined : { host, port };
}
