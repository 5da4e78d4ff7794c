// renderer/recorder -> out/recorder/encoder.js: one classic script for the page that encodes recordings.

import { defineConfig } from 'vite';
import { licences } from './vite.licences.ts';

export default defineConfig({
  publicDir: false,
  plugins: [licences('recorder')],
  build: {
    outDir: 'out/recorder',
    emptyOutDir: true,
    target: 'chrome120',
    sourcemap: false,
    modulePreload: false,
    rolldownOptions: {
      input: 'renderer/recorder/encoder.ts',
      // The licence of mediabunny (MPL-2.0) stays in the bundle.
      output: {
        format: 'iife',
        codeSplitting: false,
        entryFileNames: 'encoder.js',
        comments: { legal: true },
      },
    },
  },
});
