import { attributeOf } from '../context.ts';
import { compareVersions, parseVersion, readVersion, type Version } from '../version.ts';
import { compares, comparison } from './comparison.ts';
import { defineCondition } from './condition-type.ts';
import { attribute, version as versionField } from './field-kinds.ts';

export const version = defineCondition({
  type: 'version',
  label: 'has a version that is',
  fields: { attribute, operator: comparison, version: versionField },

  prepare({ attribute, operator, version }) {
    const holds = compares[operator];
    const wanted = parseVersion(version) as Version;
    return (context) => {
      const actual = versionOf(attributeOf(context, attribute));
      return actual === undefined ? 'undecided' : holds(compareVersions(actual, wanted));
    };
  },
});

let lastText: unknown;
let isVersion = false;
const lastVersion: Version = { major: 0, minor: 0, patch: 0, prerelease: [] };

/** A request asks about many switches, and with one version: the last one read is kept. */
function versionOf(text: unknown): Version | undefined {
  if (text !== lastText) {
    isVersion = typeof text === 'string' && readVersion(text, lastVersion);
    lastText = text;
  }
  return isVersion ? lastVersion : undefined;
}
