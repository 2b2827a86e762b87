/** Code or config that was deployed somewhere. */
export interface Deployed {
  readonly kind: 'code' | 'config';
  readonly action: string;
  /** `config` where it is not code. */
  readonly app: string;
  readonly environment: string;
  readonly at: Date;
}

/** What the server tells of itself. */
export type Happening =
  | {
      readonly what: 'request';
      readonly method: string;
      readonly route: string;
      readonly status: number;
      readonly ms: number;
    }
  | {
      readonly what: 'report';
      readonly result: 'taken' | 'limited' | 'failed';
      /** What the SDK had to forget before it could be told. */
      readonly dropped: number;
    }
  | {
      readonly what: 'ruleset';
      readonly environment: string;
      readonly kind: string;
      readonly channel: string;
    }
  | ({ readonly what: 'deploy' } & Deployed)
  /** How long one took, once it has ended. */
  | ({ readonly what: 'deploy-end'; readonly ms: number } & Deployed);

/** Takes note of whatever it cares about. It neither waits nor throws. */
export type Meter = (happening: Happening) => void;
