import { defineConfig } from 'vite';

const conditions = ['switchyard:source', 'module', 'browser', 'import', 'default'];
const server = process.env.SWITCHYARD_URL ?? 'http://localhost:4242';

export default defineConfig({
  resolve: { conditions },
  // The server's content security policy allows no data: addresses for icons and styles.
  build: { assetsInlineLimit: 0, chunkSizeWarningLimit: 300, modulePreload: { polyfill: false } },
  server: { proxy: { '/api': server } },
});
