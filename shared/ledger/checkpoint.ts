// c2sp.org/tlog-checkpoint: origin, size and root, one per line. Extension lines are read over, never written.

import { fromBase64, toBase64 } from '../bytes/base64.ts';
import { AppError } from '../errors.ts';
import { parseNote } from './note.ts';
import type { Checkpoint } from './types.ts';
import { isKeyName } from './vkey.ts';

/** Text of a checkpoint, to be signed as a note under the origin's name. */
export function buildCheckpointText({ origin, size, root }: Checkpoint): string {
  if (!isKeyName(origin) || !Number.isSafeInteger(size) || size < 0 || root.length !== 32) {
    throw new AppError('format/bad-proof', { problem: 'checkpoint' });
  }
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** Throws format/bad-proof. @param text of a note whose signature was checked. */
export function parseCheckpointText(text: string): Checkpoint {
  const lines = text.split('\n');
  const [origin, sizeText, rootText, ...rest] = lines;
  const size = parseDecimal(sizeText ?? '');
  const root = fromBase64(rootText ?? '');
  const last = rest.pop();
  if (
    !origin ||
    !isKeyName(origin) ||
    size === null ||
    root?.length !== 32 ||
    last !== '' ||
    rest.includes('')
  ) {
    throw new AppError('format/bad-proof', { problem: 'checkpoint' });
  }
  return { origin, size, root };
}

/** Throws format/bad-proof. Signatures are not looked at: for notes that this machine made or checked itself. */
export function parseCheckpointNote(note: string): Checkpoint {
  return parseCheckpointText(parseNote(note).text);
}

/** Null unless ASCII decimal without leading zeroes, up to 2^53 - 1. */
export function parseDecimal(text: string): number | null {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}
