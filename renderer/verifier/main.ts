// Entry of verify.html: one script that is the page, and in a Blob worker the verifier.

import { createEngine } from './engine.ts';
import { startPage } from './page.ts';
import { serveAsWorker, type WorkerScope } from './run.ts';

if (typeof document === 'undefined') {
  serveAsWorker(self satisfies WorkerScope);
} else {
  // currentScript is only known while the script itself runs.
  const script = document.currentScript?.textContent ?? null;
  startPage(document.getElementById('page')!, createEngine(script));
}
