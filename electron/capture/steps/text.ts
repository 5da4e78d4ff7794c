// Step 'text': what a reader sees as words, for search; the iframes' text after the page's.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CDPSession, Protocol } from 'puppeteer-core';
import { addNote, openPageOf, type Attempt } from '../attempt.ts';
import { addArtefact } from '../artefacts.ts';
import { NOTES_EXPRESSION, TEXT_EXPRESSION, WORLD_NAME, type PageNotes } from '../page/scripts.ts';

const MAX_CHARACTERS = 20_000_000;
const MAX_FRAMES = 100;

export async function textStep(attempt: Attempt): Promise<void> {
  const page = openPageOf(attempt);
  const parts = [await page.evaluate<string>(TEXT_EXPRESSION)];
  const sessions = page.tree.targets.filter(({ type }) => type === 'page' || type === 'iframe');
  for (const { session } of sessions.slice(0, MAX_FRAMES)) {
    for (const frame of await framesOf(session)) {
      if (frame.id === page.mainFrameId || parts.length > MAX_FRAMES) continue;
      const text = await frameText(session, frame.id);
      if (text !== null && text.trim() !== '') parts.push(`\n———— ${frame.url}\n${text}`);
    }
  }
  const text = parts.join('\n').slice(0, MAX_CHARACTERS).toWellFormed();
  await writeFile(join(attempt.dataDir, 'text.txt'), `${text}\n`);
  await addArtefact(
    attempt,
    'text',
    'data/text.txt',
    'text/plain; charset=utf-8',
    `${text.length} characters`,
  );
  await notePage(attempt);
}

/** What a reader of the archive should know: drawings that no file holds, encodings that contradict each other. */
async function notePage(attempt: Attempt): Promise<void> {
  const { canvases, used, declared } = await openPageOf(attempt).evaluate<PageNotes>(NOTES_EXPRESSION);
  if (canvases > 0) addNote(attempt, 'canvas-painted', { count: canvases });
  if (declared !== null && encodingOf(declared) !== encodingOf(used))
    addNote(attempt, 'charset-differs', { declared, used });
}

/** The Encoding Standard's one name for a label. */
function encodingOf(label: string): string {
  try {
    return new TextDecoder(label.trim()).encoding;
  } catch {
    return label.trim().toLowerCase();
  }
}

async function framesOf(session: CDPSession): Promise<readonly Protocol.Page.Frame[]> {
  try {
    const { frameTree } = await session.send('Page.getFrameTree');
    const flat = (tree: Protocol.Page.FrameTree): readonly Protocol.Page.Frame[] => [
      tree.frame,
      ...(tree.childFrames ?? []).flatMap(flat),
    ];
    return flat(frameTree);
  } catch {
    return []; // The iframe ended.
  }
}

async function frameText(session: CDPSession, frameId: string): Promise<string | null> {
  try {
    const { executionContextId } = await session.send('Page.createIsolatedWorld', {
      frameId,
      worldName: WORLD_NAME,
    });
    const { result } = await session.send('Runtime.evaluate', {
      expression: TEXT_EXPRESSION,
      contextId: executionContextId,
      returnByValue: true,
    });
    return typeof result.value === 'string' ? result.value : null;
  } catch {
    return null; // The iframe ended, or is drawn by a plug-in.
  }
}
