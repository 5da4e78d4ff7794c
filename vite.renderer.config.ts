import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { licences } from './vite.licences.ts';

// renderer/ -> out/renderer: real files only (no inlined worker, no remote anything), so that the strict CSP holds.
export default defineConfig({
  root: 'renderer',
  base: '/',
  plugins: [react(), licences('renderer')],
  build: {
    outDir: '../out/renderer',
    emptyOutDir: true,
    target: 'chrome130',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    chunkSizeWarningLimit: 1_500,
  },
  worker: { format: 'es', plugins: () => [licences('worker')] },
});
