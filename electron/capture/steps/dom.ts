// Step 'dom': the DOM of the page and of iframes in other processes as the browser holds it, shadow roots included
// (DOMSnapshot.captureSnapshot; outerHTML leaves them out).

import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { openPageOf, type Attempt } from '../attempt.ts';
import { addArtefact } from '../artefacts.ts';

const DOM_FORMAT = 'cunan-dom/1';
const MAX_FRAMES = 200;

export async function domStep(attempt: Attempt): Promise<void> {
  const page = openPageOf(attempt);
  const path = join(attempt.dataDir, 'dom.json');
  const out = createWriteStream(path);
  const done = finished(out);
  let documents = 0;
  out.write(`{"format":"${DOM_FORMAT}","targets":[`);
  const framed = page.tree.targets
    .filter(({ type }) => type === 'page' || type === 'iframe')
    .slice(0, MAX_FRAMES);
  for (const [index, target] of framed.entries()) {
    try {
      const snapshot = await target.session.send('DOMSnapshot.captureSnapshot', {
        computedStyles: [],
        includeDOMRects: true,
      });
      documents += snapshot.documents.length;
      out.write(
        `${index === 0 ? '' : ','}\n${JSON.stringify({ type: target.type, url: target.url, snapshot })}`,
      );
    } catch (error) {
      if (index === 0) {
        out.destroy();
        await done.catch(() => undefined);
        throw error;
      }
      // An iframe that ended meanwhile has no DOM any more; the page's own is what must be there.
    }
  }
  out.end('\n]}\n');
  await done;
  await addArtefact(attempt, 'dom', 'data/dom.json', 'application/json', `${documents} documents`);
}
