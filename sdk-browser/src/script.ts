import { anonymousId } from './anonymous.ts';
import { createClient } from './client.ts';
import { cohorts, joinCohort, leaveCohort } from './cohorts.ts';

// What stands in a script tag has no exports.
Object.assign(globalThis, {
  Switchyard: { anonymousId, cohorts, createClient, joinCohort, leaveCohort },
});
