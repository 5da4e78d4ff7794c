// original: files that the person holds beside the package, against the digests that were sealed. By content alone: a
// name may have changed. Only what is given is compared; what is not is counted.

import { toHex } from '../../bytes/hex.ts';
import { type Hashers, openBoth } from '../../bytes/hashers.ts';
import type { DepositRecord, DepositedFile } from '../../evidence/deposit-record.ts';
import type { RandomAccess } from '../../zip/random-access.ts';
import { absent, fail, indeterminate, pass, type Checklist } from '../checklist.ts';

/** Beyond these, files are counted, not listed. */
const LISTED = 50;
const CHUNK_BYTES = 1024 * 1024;

export interface OriginalsInput {
  readonly originals: readonly RandomAccess[];
  /** Null where there is no usable record. */
  readonly record: DepositRecord | null;
  readonly hashers: Hashers;
  readonly signal?: AbortSignal | undefined;
}

export async function checkOriginals(list: Checklist, input: OriginalsInput): Promise<void> {
  const { originals, record } = input;
  if (originals.length === 0) return;
  if (record === null) {
    list.add('original', indeterminate('needs-other-check', { check: 'capture-record' }));
    return;
  }
  const sealed = new Map<string, DepositedFile>();
  for (const file of record.files) if (file.sha256 !== null) sealed.set(keyOf(file), file);
  const matched = new Set<string>();
  let agreeing = 0;
  let differing = 0;
  for (const original of originals) {
    const key = keyOf(await digest(original, input));
    const file = sealed.get(key);
    if (file !== undefined) matched.add(key);
    // What differs decides the verdict: of that at least the first is always listed.
    if (file === undefined ? ++differing > LISTED : ++agreeing > LISTED) continue;
    const outcome =
      file === undefined
        ? fail('original-differs', { name: original.name })
        : pass('original-matches', { name: original.name, path: file.path });
    list.add('original', outcome, original.name);
  }
  const missing = sealed.size - matched.size;
  if (missing > 0) list.add('original', absent('original-not-given', { count: missing }));
}

function keyOf({ size, sha256, sm3 }: Pick<DepositedFile, 'size' | 'sha256' | 'sm3'>): string {
  return `${size} ${sha256} ${sm3}`;
}

async function digest(original: RandomAccess, { hashers, signal }: OriginalsInput) {
  const both = await openBoth(hashers, original.size);
  try {
    for (let at = 0; at < original.size; at += CHUNK_BYTES) {
      signal?.throwIfAborted();
      await both.update(await original.read(at, Math.min(CHUNK_BYTES, original.size - at)));
    }
    const { sha256, sm3 } = await both.digests();
    return { size: original.size, sha256: toHex(sha256), sm3: toHex(sm3) };
  } finally {
    both.drop();
  }
}
