import { type Extent, extents, type Policy } from '../environments/policy.ts';
import { type Group, isExpress } from './train.ts';

export const mayExpress = (policy: Policy, extent: Extent): boolean =>
  extents.indexOf(extent) <= extents.indexOf(policy.express);

export function approvalsNeeded(policy: Policy, group: Group): number {
  if (!isExpress(group)) return policy.approvals;
  return group.riders.every(({ extent }) => extent === 'harmless') ? 0 : policy.expressApprovals;
}
