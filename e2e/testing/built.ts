import { ensureBuilt } from '../../scripts/steps/build.mjs';

/** These tests run what users run: what was built. */
export default ensureBuilt;
