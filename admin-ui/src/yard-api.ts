import { answered } from './call.ts';
import type {
  Choice,
  Command,
  NewProposal,
  Proposal,
  ProposalSummary,
  Yard,
} from './yard-types.ts';

function ask<Answer>(method: string, path: string, json?: unknown): Promise<Answer> {
  const init =
    json === undefined
      ? { method }
      : { method, body: JSON.stringify(json), headers: { 'content-type': 'application/json' } };
  return answered(fetch(`/api/environments/${path}`, init) as never) as Promise<Answer>;
}

export const train = {
  yard: (environment: string) => ask<Yard>('GET', `${environment}/train`),
  command: (environment: string, command: Command) =>
    ask<Yard>('POST', `${environment}/train`, command),
};

export interface ProposalQuery {
  readonly status?: string;
  readonly author?: string;
  readonly before?: number;
  readonly limit?: number;
}

export const changes = {
  all: (environment: string, query: ProposalQuery) =>
    ask<{ changes: readonly ProposalSummary[]; next?: number }>(
      'GET',
      `${environment}/changes?${new URLSearchParams(Object.entries(query) as [string, string][])}`,
    ),
  one: (environment: string, number: number) =>
    ask<Proposal>('GET', `${environment}/changes/${number}`),
  propose: (environment: string, json: NewProposal) =>
    ask<Proposal>('POST', `${environment}/changes`, json),
  edit: (
    environment: string,
    number: number,
    json: { version: number } & Partial<
      Pick<Proposal, 'title' | 'description' | 'links' | 'edits' | 'requires'>
    >,
  ) => ask<Proposal>('PATCH', `${environment}/changes/${number}`, json),
  rebase: (environment: string, number: number, version: number, take: readonly Choice[]) =>
    ask<Proposal>('POST', `${environment}/changes/${number}/rebase`, { version, take }),
  approve: (environment: string, number: number, contentHash: string) =>
    ask<Proposal>('POST', `${environment}/changes/${number}/approval`, { contentHash }),
  revokeApproval: (environment: string, number: number, contentHash: string) =>
    ask<Proposal>('DELETE', `${environment}/changes/${number}/approval`, { contentHash }),
  withdraw: (environment: string, number: number, reason: string) =>
    ask<Proposal>('POST', `${environment}/changes/${number}/withdraw`, { reason }),
};

/** What a timeline shows of one entry of the deploy log. */
export interface Annotation {
  readonly seq: number;
  readonly at: string;
  readonly kind: string;
  readonly title: string;
  readonly action?: string;
}

export const annotations = (environment: string, from: string, to: string) =>
  answered(
    fetch(`/api/log/annotations?${new URLSearchParams({ environment, from, to })}`) as never,
  ) as Promise<readonly Annotation[]>;
