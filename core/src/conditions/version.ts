import { attributeOf } from '../context.ts';
import { compareVersions, parseVersion, type Version } from '../version.ts';
import { compares, comparison } from './comparison.ts';
import { defineCondition, type Verdict } from './condition-type.ts';
import { attribute, version as versionField } from './field-kinds.ts';

export const version = defineCondition({
  type: 'version',
  label: 'has a version that is',
  fields: { attribute, operator: comparison, version: versionField },

  prepare({ attribute, operator, version }) {
    const holds = compares[operator];
    const wanted = parseVersion(version) as Version;
    // Most users have the version that the one before had: it is read once.
    let lastActual: unknown;
    let lastVerdict: Verdict = 'undecided';
    return (context) => {
      const actual = attributeOf(context, attribute);
      if (actual === lastActual) return lastVerdict;
      const parsed = typeof actual === 'string' ? parseVersion(actual) : undefined;
      lastVerdict = parsed === undefined ? 'undecided' : holds(compareVersions(parsed, wanted));
      lastActual = actual;
      return lastVerdict;
    };
  },
});
