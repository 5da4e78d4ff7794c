// The desktop window's preload as one CommonJS file: a sandboxed preload can load nothing but 'electron'.

import { defineConfig } from 'vite';
import { licences } from './vite.licences.ts';
import { ownFiles } from './vite.own-files.ts';

export default defineConfig({
  publicDir: false,
  plugins: [ownFiles(), licences('preload')],
  ssr: { noExternal: true, external: ['electron'], target: 'node' },
  build: {
    ssr: true,
    outDir: 'out/desktop',
    emptyOutDir: false,
    target: 'node24',
    minify: false,
    rolldownOptions: {
      input: { preload: 'electron/desktop/preload.ts' },
      external: ['electron'],
      output: { format: 'cjs', entryFileNames: '[name].cjs' },
    },
  },
});
