// Two items of one page -> what changed from the first to the second. Reads sealed files, writes nothing into them; what
// cannot be compared is 'unknown', never 'the same'.

import { diffLines } from 'diff';
import type { PictureChange, RunChanges, TextChange } from '../../shared/api/watches.ts';
import { fromUtf8 } from '../../shared/bytes/utf8.ts';
import type { comparePictures } from '../capture/picture/difference.ts';
import type { Log } from '../platform/ports.ts';
import type { Store } from '../store/types.ts';

const TEXT_PATH = 'data/text.txt';
const PICTURE_PATH = 'data/screenshot.png';
/** A page chooses its text: more is not compared. */
const MAX_TEXT_BYTES = 4 * 1024 * 1024;
const MAX_EDITS = 20_000;
const MAX_DIFF_MS = 3_000;
const SAMPLES = 12;
const SAMPLE_CHARS = 200;

export async function compareItems(
  store: Store,
  compare: typeof comparePictures,
  log: Log,
  beforeId: string,
  afterId: string,
): Promise<RunChanges> {
  const [before, after] = [store.evidence.require(beforeId), store.evidence.require(afterId)];
  return {
    against: beforeId,
    state: changed(before.state, after.state),
    title: changed(before.title, after.title),
    status: changed(before.httpStatus, after.httpStatus),
    finalUrl: changed(before.finalUrl, after.finalUrl),
    text: await textChange(store, beforeId, afterId),
    picture: await pictureChange(store, compare, log, beforeId, afterId),
  };
}

function changed<T>(before: T, after: T): { readonly before: T; readonly after: T } | null {
  return before === after ? null : { before, after };
}

async function textChange(
  store: Store,
  beforeId: string,
  afterId: string,
): Promise<TextChange | 'unknown' | null> {
  const digests = [beforeId, afterId].map((id) => store.evidence.file(id, TEXT_PATH));
  if (digests.some((file) => file === null || file.sizeBytes > MAX_TEXT_BYTES)) return 'unknown';
  if (digests[0]!.sha256 === digests[1]!.sha256) return null;
  const [before, after] = [
    await readFile(store, beforeId, TEXT_PATH),
    await readFile(store, afterId, TEXT_PATH),
  ];
  const [old, current] = [before && fromUtf8(before), after && fromUtf8(after)];
  if (old === null || current === null) return 'unknown';
  return diffText(old, current);
}

/** 'unknown' where the two are too different to be compared in bounded time. */
export function diffText(before: string, after: string): TextChange | 'unknown' {
  const parts = diffLines(before, after, { maxEditLength: MAX_EDITS, timeout: MAX_DIFF_MS });
  if (!parts) return 'unknown';
  const samples: TextChange['samples'][number][] = [];
  let addedLines = 0;
  let removedLines = 0;
  for (const { added, removed, count, value } of parts) {
    if (!added && !removed) continue;
    if (added) addedLines += count;
    else removedLines += count;
    for (const line of value.split('\n')) {
      const text = line.trim().slice(0, SAMPLE_CHARS).toWellFormed();
      if (text !== '' && samples.length < SAMPLES) samples.push({ sign: added ? '+' : '-', line: text });
    }
  }
  return { addedLines, removedLines, samples };
}

async function pictureChange(
  store: Store,
  compare: typeof comparePictures,
  log: Log,
  beforeId: string,
  afterId: string,
): Promise<PictureChange | 'unknown' | null> {
  const [first, second] = [
    store.evidence.file(beforeId, PICTURE_PATH),
    store.evidence.file(afterId, PICTURE_PATH),
  ];
  if (!first || !second) return 'unknown';
  if (first.sha256 === second.sha256) return null;
  const [before, after] = [
    await readFile(store, beforeId, PICTURE_PATH),
    await readFile(store, afterId, PICTURE_PATH),
  ];
  if (!before || !after) return 'unknown';
  try {
    return await compare(before, after);
  } catch (error) {
    log.warn('two pictures could not be compared', { beforeId, afterId, error: String(error) });
    return 'unknown';
  }
}

async function readFile(store: Store, id: string, path: string): Promise<Uint8Array | null> {
  const file = store.evidence.file(id, path);
  return file && store.vault.readAll(store.evidence.require(id).caseId, file.sha256);
}
