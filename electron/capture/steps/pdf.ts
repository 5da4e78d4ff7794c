// Step 'pdf': the page as the browser prints it, with backgrounds and the screen's styles, streamed to disk. A page is
// told that it is printed and may change for it: then the PDF is not what was photographed, and a note says so.

import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { addNote, openPageOf, type Attempt } from '../attempt.ts';
import { addArtefact } from '../artefacts.ts';
import type { OpenPage } from '../page/open-page.ts';

const CHUNK_BYTES = 1 << 20;

/** Asked last of all listeners, so that it sees what the page's own have done. */
const WATCH_PRINT = `(() => {
  const before = document.documentElement?.outerHTML;
  globalThis.cunanPrintChanged = false;
  addEventListener('beforeprint', () => {
    globalThis.cunanPrintChanged = document.documentElement?.outerHTML !== before;
  }, { once: true });
})()`;

export async function pdfStep(attempt: Attempt): Promise<void> {
  const page = openPageOf(attempt);
  const { session } = page;
  await page.evaluate(WATCH_PRINT);
  await session.send('Emulation.setEmulatedMedia', { media: 'screen' });
  const { stream } = await session.send('Page.printToPDF', {
    printBackground: true,
    transferMode: 'ReturnAsStream',
  });
  if (stream === undefined) throw new Error('the browser gave no PDF');
  const file = await open(join(attempt.dataDir, 'page.pdf'), 'w+');
  try {
    let size = 0;
    for (;;) {
      const chunk = await session.send('IO.read', { handle: stream, size: CHUNK_BYTES });
      const bytes = Buffer.from(chunk.data, chunk.base64Encoded ? 'base64' : 'latin1');
      await file.writeFile(bytes);
      size += bytes.length;
      if (chunk.eof) break;
    }
    const head = await readAt(file, 0, 5);
    const tail = await readAt(file, Math.max(0, size - 1_024), Math.min(size, 1_024));
    if (head !== '%PDF-' || !/%%EOF\s*$/.test(tail)) throw new Error('the browser gave no complete PDF');
  } finally {
    await file.close();
    await session.send('IO.close', { handle: stream }).catch(() => undefined);
  }
  if (await changedForPrint(page)) addNote(attempt, 'changed-for-print');
  await addArtefact(attempt, 'pdf', 'data/page.pdf', 'application/pdf', 'head and end of file');
}

async function changedForPrint(page: OpenPage): Promise<boolean> {
  try {
    return await page.evaluate<boolean>('globalThis.cunanPrintChanged === true');
  } catch {
    return false; // The page is gone, which is told elsewhere; the PDF is there.
  }
}

async function readAt(
  file: Awaited<ReturnType<typeof open>>,
  position: number,
  length: number,
): Promise<string> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead).toString('latin1');
}
