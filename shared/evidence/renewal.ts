// Renewal of proofs (docs/evidence-package.md 8.4; the thinking of RFC 4998): before what a proof rests on ages, a list
// of the proofs and of what they cover is time-stamped anew. One time-stamp renews many items: each item's list is a leaf
// of a Merkle tree (RFC 6962) whose head is what the authorities stamp.

import { canonicalJson } from '../bytes/canonical-json.ts';
import { digestOf, type Hashers } from '../bytes/hashers.ts';
import { fromHex, toHex } from '../bytes/hex.ts';
import {
  exactly,
  integer,
  list,
  matching,
  record,
  satisfying,
  text,
  type Shape,
} from '../bytes/json-shape.ts';
import { type JsonLimits, parseCanonicalJson } from '../bytes/json.ts';
import { compareBytes, inByteOrder, toUtf8 } from '../bytes/utf8.ts';
import { AppError, isAppError } from '../errors.ts';
import { inclusionProof, verifyInclusion } from '../merkle/proof.ts';
import { leafHash, type NodeHash, treeRoot } from '../merkle/tree.ts';
import type { FileDigest } from './index-line.ts';
import { isPackagePath } from './path.ts';

export const RENEWAL_PATH = /^attest\/renewal\/([0-9]{3})\/([^/]+)$/;
export const RENEWAL_FILES = { record: 'renewal.json', head: 'head.json', proof: 'proof.json' } as const;

export interface RenewalRecord {
  readonly format: 'cunan-renewal/1';
  /** Evidence id. */
  readonly id: string;
  /** 1, 2, 3 … of the item: the folder's name. */
  readonly number: number;
  /** Everything under attest/ at that moment, earlier renewals included, in byte order of the paths. */
  readonly files: readonly FileDigest[];
}

export interface RenewalHead {
  readonly format: 'cunan-renewal-head/1';
  /** Leaves. */
  readonly size: number;
  /** Roots, hex. */
  readonly sha256: string;
  readonly sm3: string;
}

export interface RenewalProof {
  readonly format: 'cunan-renewal-proof/1';
  readonly index: number;
  /** Sibling hashes in hex, leaf to root. */
  readonly sha256: readonly string[];
  readonly sm3: readonly string[];
}

export function renewalFolder(number: number): string {
  return `attest/renewal/${String(number).padStart(3, '0')}/`;
}

export function buildRenewalRecord(id: string, number: number, files: readonly FileDigest[]): Uint8Array {
  const sorted = inByteOrder(files, ({ path }) => path).map(({ path, size, sha256, sm3 }) => ({
    path,
    size,
    sha256,
    sm3,
  }));
  const bytes = toUtf8(canonicalJson({ format: 'cunan-renewal/1', id, number, files: sorted }));
  // The one gate for written and for read records.
  parseRenewalRecord(bytes);
  return bytes;
}

/** One head over all records, and each record's proof in their order. Records: at least one. */
export function buildRenewalTree(
  records: readonly Uint8Array[],
  hashers: Hashers,
): { readonly head: Uint8Array; readonly proofs: readonly Uint8Array[] } {
  const trees = {
    sha256: treeOf(
      nodeHashOf(() => hashers.createSha256()),
      records,
    ),
    sm3: treeOf(
      nodeHashOf(() => hashers.createSm3()),
      records,
    ),
  };
  const head: RenewalHead = {
    format: 'cunan-renewal-head/1',
    size: records.length,
    sha256: trees.sha256.root,
    sm3: trees.sm3.root,
  };
  const proofs = records.map((_, index): RenewalProof => ({
    format: 'cunan-renewal-proof/1',
    index,
    sha256: trees.sha256.proof(index),
    sm3: trees.sm3.proof(index),
  }));
  return {
    head: toUtf8(canonicalJson(head)),
    proofs: proofs.map((proof) => toUtf8(canonicalJson(proof))),
  };
}

function treeOf(hash: NodeHash, records: readonly Uint8Array[]) {
  const leaves = records.map((bytes) => leafHash(hash, bytes));
  return {
    root: toHex(treeRoot(hash, leaves)),
    proof: (index: number) => inclusionProof(hash, leaves, index).map(toHex),
  };
}

/** Do both trees hold the record? */
export function isInRenewalTree(
  bytes: Uint8Array,
  proof: RenewalProof,
  head: RenewalHead,
  hashers: Hashers,
): boolean {
  const holds = (hash: NodeHash, hashes: readonly string[], root: string): boolean =>
    verifyInclusion(hash, {
      index: proof.index,
      size: head.size,
      leafHash: leafHash(hash, bytes),
      hashes: hashes.map((hex) => fromHex(hex)!),
      root: fromHex(root)!,
    });
  return (
    holds(
      nodeHashOf(() => hashers.createSha256()),
      proof.sha256,
      head.sha256,
    ) &&
    holds(
      nodeHashOf(() => hashers.createSm3()),
      proof.sm3,
      head.sm3,
    )
  );
}

function nodeHashOf(create: Hashers['createSha256']): NodeHash {
  return (...parts) => digestOf(create(), ...parts);
}

const LIMITS: JsonLimits = { maxBytes: 1 << 20, maxDepth: 3, maxTokens: 20_000 };
const hex = matching(/^[0-9a-f]{64}$/);
const hashes = list(hex, 0, 53);
const path = satisfying((value) => isPackagePath(value) && value.startsWith('attest/'));
const file = record({ path, size: integer(0, Number.MAX_SAFE_INTEGER), sha256: hex, sm3: hex });
const recordShape = record({
  format: exactly('cunan-renewal/1'),
  id: text(64),
  number: integer(1, 999),
  files: list(file, 1, 2_000),
});
const headShape = record({
  format: exactly('cunan-renewal-head/1'),
  size: integer(1, Number.MAX_SAFE_INTEGER),
  sha256: hex,
  sm3: hex,
});
const proofShape = record({
  format: exactly('cunan-renewal-proof/1'),
  index: integer(0, Number.MAX_SAFE_INTEGER),
  sha256: hashes,
  sm3: hashes,
});

/** Throws format/bad-package {problem}: another shape, paths unsorted or named twice. */
export function parseRenewalRecord(bytes: Uint8Array): RenewalRecord {
  const value = parseAs(bytes, recordShape) as RenewalRecord;
  const keys = value.files.map((each) => toUtf8(each.path));
  if (keys.some((key, at) => at > 0 && compareBytes(keys[at - 1]!, key) >= 0)) throw bad('files: not sorted');
  return value;
}

/** Throws format/bad-package {problem}. */
export function parseRenewalHead(bytes: Uint8Array): RenewalHead {
  return parseAs(bytes, headShape) as RenewalHead;
}

/** Throws format/bad-package {problem}. */
export function parseRenewalProof(bytes: Uint8Array): RenewalProof {
  return parseAs(bytes, proofShape) as RenewalProof;
}

function parseAs(bytes: Uint8Array, shape: Shape): unknown {
  let value: unknown;
  try {
    value = parseCanonicalJson(bytes, LIMITS);
  } catch (error) {
    if (isAppError(error)) throw bad(String(error.details['problem']), error);
    throw error;
  }
  const misfit = shape(value);
  if (misfit !== null) throw bad(misfit === '' ? 'not a renewal' : `field ${misfit.slice(1)}`);
  return value;
}

function bad(problem: string, cause?: unknown): AppError {
  return new AppError('format/bad-package', { problem: `renewal: ${problem}` }, { cause });
}
