import { answered } from './call.ts';
import { api } from './client.ts';
import type { Choice, Command, NewProposal, ProposalEdit } from './yard-types.ts';

const ofEnvironment = api.environments[':environment'];
const ofChange = ofEnvironment.changes[':number'];
const inEnvironment = (environment: string) => ({ environment: encodeURIComponent(environment) });
const ofNumber = (environment: string, number: number) => ({
  ...inEnvironment(environment),
  number: String(number),
});

export const train = {
  yard: (environment: string) =>
    answered(ofEnvironment.train.$get({ param: inEnvironment(environment) })),
  command: (environment: string, json: Command) =>
    answered(ofEnvironment.train.$post({ param: inEnvironment(environment), json })),
};

export interface ProposalQuery {
  readonly status?: string;
  readonly author?: string;
  readonly before?: number;
  readonly limit?: number;
}

export const changes = {
  all: (environment: string, query: ProposalQuery) =>
    answered(ofEnvironment.changes.$get({ param: inEnvironment(environment), query })),
  one: (environment: string, number: number) =>
    answered(ofChange.$get({ param: ofNumber(environment, number) })),
  propose: (environment: string, json: NewProposal) =>
    answered(ofEnvironment.changes.$post({ param: inEnvironment(environment), json })),
  edit: (environment: string, number: number, json: ProposalEdit) =>
    answered(ofChange.$patch({ param: ofNumber(environment, number), json })),
  rebase: (environment: string, number: number, version: number, take: Choice[]) =>
    answered(
      ofChange.rebase.$post({ param: ofNumber(environment, number), json: { version, take } }),
    ),
  approve: (environment: string, number: number, contentHash: string) =>
    answered(
      ofChange.approval.$post({ param: ofNumber(environment, number), json: { contentHash } }),
    ),
  revokeApproval: (environment: string, number: number) =>
    answered(ofChange.approval.$delete({ param: ofNumber(environment, number) })),
  withdraw: (environment: string, number: number, reason: string) =>
    answered(ofChange.withdraw.$post({ param: ofNumber(environment, number), json: { reason } })),
};

export const annotations = (environment: string, from: string) =>
  answered(api.log.annotations.$get({ query: { environment, from } }));
export type Annotation = Awaited<ReturnType<typeof annotations>>['annotations'][number];
