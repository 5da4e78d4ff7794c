// Node side of the app: out/node/cunan.js (command line, with shebang) and out/desktop/main.js (Electron main process).
// Everything is bundled but what is native or must find its own files.

import { defineConfig, type Plugin } from 'vite';
import { licences } from './vite.licences.ts';
import { ownFiles } from './vite.own-files.ts';

const COMMAND_LINE = 'node/cunan';
const external = ['electron', 'better-sqlite3', 'sharp', '@sparticuz/chromium'];

function shebang(): Plugin {
  return {
    name: 'cunan-shebang',
    generateBundle(_options, bundle) {
      const entry = bundle[`${COMMAND_LINE}.js`];
      if (entry?.type === 'chunk' && !entry.code.startsWith('#!')) {
        entry.code = `#!/usr/bin/env node\n${entry.code}`;
      }
    },
  };
}

export default defineConfig({
  publicDir: false,
  ssr: { noExternal: true, external, target: 'node' },
  plugins: [shebang(), ownFiles(), licences('node')],
  build: {
    ssr: true,
    outDir: 'out',
    emptyOutDir: false,
    target: 'node24',
    minify: false,
    rolldownOptions: {
      input: {
        [COMMAND_LINE]: 'electron/cli/main.ts',
        'desktop/main': 'electron/desktop/main.ts',
        // Started as a thread by electron/platform/beside.ts.
        'node/sm3-thread': 'electron/platform/sm3-thread.ts',
      },
      external,
      output: { entryFileNames: '[name].js', chunkFileNames: 'node/chunks/[name].js' },
    },
  },
});
