// renderer/verifier -> out/verifier/verify.html: one file, one inline classic script named by its hash in the CSP, no
// network. External or module scripts do not load from file:// in Chromium.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';
import { bundledLicences, licences, licencesText } from './vite.licences.ts';

function singlePage(): Plugin {
  return {
    name: 'single-page',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const [chunk] = chunks;
      if (chunk === undefined || chunks.length !== 1) this.error('the verifier must be one chunk');
      // The HTML parser ends a script at these, wherever they stand.
      const script = chunk.code.replace(/<(?=\/script|!--)/gi, '\\x3C').trim();
      const style = readFileSync(new URL('renderer/verifier/style.css', import.meta.url), 'utf8');
      const template = readFileSync(new URL('renderer/verifier/page.html', import.meta.url), 'utf8');
      // Not '--' inside: it would end the comment.
      const notices = licencesText(bundledLicences(bundle)).replaceAll('--', '- ');
      const hash = createHash('sha256').update(script).digest('base64');
      const source = template
        .replace('%SCRIPT_HASH%', () => hash)
        .replace('%LICENCES%', () => notices)
        .replace('%STYLE%', () => smaller(style))
        .replace('%SCRIPT%', () => script);
      for (const name of Object.keys(bundle)) delete bundle[name];
      this.emitFile({ type: 'asset', fileName: 'verify.html', source });
    },
  };
}

function smaller(css: string): string {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .trim();
}

export default defineConfig({
  build: {
    outDir: 'out/verifier',
    emptyOutDir: true,
    target: ['chrome120', 'firefox121', 'safari17'],
    sourcemap: false,
    modulePreload: false,
    rolldownOptions: {
      input: 'renderer/verifier/main.ts',
      output: { format: 'iife', codeSplitting: false, comments: false },
    },
  },
  plugins: [licences('verifier'), singlePage()],
});
