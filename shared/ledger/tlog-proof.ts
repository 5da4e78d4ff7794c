// c2sp.org/tlog-proof@v1: index, inclusion hashes, blank line, signed checkpoint. A `extra` line is read over.

import { fromBase64, toBase64 } from '../bytes/base64.ts';
import { fromUtf8, toUtf8 } from '../bytes/utf8.ts';
import { AppError } from '../errors.ts';
import { parseDecimal } from './checkpoint.ts';
import { MAX_NOTE_CHARS } from './note.ts';
import type { TlogProof } from './types.ts';

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';
/** A tree of 2^53 leaves is 53 levels high. */
const MAX_HASHES = 64;
const MAX_PROOF_BYTES = 2 * MAX_NOTE_CHARS;

export function buildTlogProof(proof: TlogProof): Uint8Array {
  const hashes = proof.hashes.map((hash) => `${toBase64(hash)}\n`).join('');
  return toUtf8(`${FIRST_LINE}\nindex ${proof.index}\n${hashes}\n${proof.checkpointNote}`);
}

/** Throws format/bad-proof. Nothing is believed yet. */
export function parseTlogProof(bytes: Uint8Array): TlogProof {
  const text = bytes.length > MAX_PROOF_BYTES ? null : fromUtf8(bytes);
  const headEnd = text?.indexOf('\n\n') ?? -1;
  if (text === null || headEnd < 0) throw malformed('tlog-proof');
  const lines = text.slice(0, headEnd).split('\n');
  if (lines.length > MAX_HASHES + 3 || lines.shift() !== FIRST_LINE) throw malformed('tlog-proof');
  if (lines[0]?.startsWith('extra ')) {
    if (fromBase64(lines[0].slice(6)) === null) throw malformed('extra');
    lines.shift();
  }
  const indexLine = lines.shift() ?? '';
  const index = indexLine.startsWith('index ') ? parseDecimal(indexLine.slice(6)) : null;
  if (index === null) throw malformed('index');
  return { index, hashes: lines.map(parseHash), checkpointNote: text.slice(headEnd + 2) };
}

function parseHash(line: string): Uint8Array {
  const hash = fromBase64(line);
  if (hash?.length !== 32) throw malformed('inclusion hash');
  return hash;
}

function malformed(problem: string): AppError {
  return new AppError('format/bad-proof', { problem });
}
