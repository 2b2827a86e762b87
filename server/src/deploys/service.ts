export { goBack, preview } from './back-to-here.ts';
export { whereabouts } from './fleet.ts';
export { partsOf } from './parts.ts';
export { report, settled } from './reporting.ts';
