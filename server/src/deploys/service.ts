export { partsOf } from './parts.ts';
export { type Reported, report, type Stranded, settled } from './reporting.ts';
