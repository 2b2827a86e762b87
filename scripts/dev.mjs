// What npm start shows, from sources: the server and the example shop start anew when their sources change, and the
// admin UI is exchanged in the open page.
import './steps/node-version.mjs';
import { runDemo } from './steps/demo.mjs';
import { ensureInstalled } from './steps/install.mjs';
import { main } from './steps/say.mjs';

await main(() => runDemo({ prepare: ensureInstalled, sources: true }));
