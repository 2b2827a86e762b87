// One command to look at everything: installs and builds what is missing, fills a new database with the demo, and
// starts the server with its admin UI, and the example shop. The next time it only starts them.
import './steps/node-version.mjs';
import { runDemo } from './steps/demo.mjs';
import { ensureInstalled } from './steps/install.mjs';
import { main } from './steps/say.mjs';

await main(() =>
  runDemo({
    async prepare() {
      await ensureInstalled();
      const { ensureBuilt } = await import('./steps/build.mjs');
      await ensureBuilt();
    },
  }),
);
