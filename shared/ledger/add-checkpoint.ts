// Body of c2sp.org/tlog-witness add-checkpoint: `old <size>`, consistency hashes, an empty line, the signed checkpoint.

import { fromBase64, toBase64 } from '../bytes/base64.ts';
import { fromUtf8, toUtf8 } from '../bytes/utf8.ts';
import { AppError } from '../errors.ts';
import { parseDecimal } from './checkpoint.ts';
import type { AddCheckpoint } from './types.ts';

/** "The client MUST NOT send more than 63 consistency proof lines." */
const MAX_HASHES = 63;

/** Type of the body of a 409: the size that the witness cosigned last, in decimal. */
export const SIZE_TYPE = 'text/x.tlog.size';

export function buildAddCheckpoint({ oldSize, hashes, checkpointNote }: AddCheckpoint): Uint8Array {
  const proof = hashes.map((hash) => `${toBase64(hash)}\n`).join('');
  return toUtf8(`old ${oldSize}\n${proof}\n${checkpointNote}`);
}

/** Throws format/bad-proof. Nothing is believed yet. */
export function parseAddCheckpoint(bytes: Uint8Array): AddCheckpoint {
  const text = fromUtf8(bytes);
  const headEnd = text?.indexOf('\n\n') ?? -1;
  if (text === null || headEnd < 0) throw malformed('add-checkpoint');
  const [first = '', ...lines] = text.slice(0, headEnd).split('\n');
  const oldSize = first.startsWith('old ') ? parseDecimal(first.slice(4)) : null;
  if (oldSize === null || lines.length > MAX_HASHES) throw malformed('add-checkpoint');
  return { oldSize, hashes: lines.map(parseHash), checkpointNote: text.slice(headEnd + 2) };
}

function parseHash(line: string): Uint8Array {
  const hash = fromBase64(line);
  if (hash?.length !== 32) throw malformed('consistency hash');
  return hash;
}

function malformed(problem: string): AppError {
  return new AppError('format/bad-proof', { problem });
}
