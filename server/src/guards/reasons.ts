/** What a reason asks for. To wait is to hold for no reason but that it is too early. */
export type Action = 'roll back' | 'hold' | 'wait' | 'advance';

export type Reason =
  | { readonly action: 'roll back'; readonly kind: 'evidence'; readonly metric: string }
  | {
      readonly action: 'roll back';
      readonly kind: 'breaker';
      readonly metric: string;
      readonly times: number;
    }
  | {
      readonly action: 'hold';
      readonly kind: 'apart';
      readonly metric: string;
      readonly times: number;
    }
  | {
      readonly action: 'hold';
      readonly kind: 'sample-ratio';
      readonly stage: number;
      readonly lnE: number;
    }
  | {
      readonly action: 'hold';
      readonly kind: 'both-arms';
      readonly stage: number;
      readonly users: number;
    }
  | { readonly action: 'hold'; readonly kind: 'silence'; readonly forMs: number }
  | {
      readonly action: Exclude<Action, 'wait'>;
      readonly kind: 'too-few-users';
      readonly users: number;
      readonly needed: number;
    }
  | { readonly action: 'wait'; readonly kind: 'minimum-time'; readonly leftMs: number }
  | {
      readonly action: 'wait';
      readonly kind: 'minimum-users';
      readonly users: number;
      readonly needed: number;
    }
  | { readonly action: 'advance'; readonly kind: 'ready'; readonly stage: number };
