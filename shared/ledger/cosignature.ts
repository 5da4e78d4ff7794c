// c2sp.org/tlog-cosignature, Ed25519 (cosignature/v1): a witness says that, as of a time, the largest tree of this log
// that it saw is this one and continues every smaller one that it saw.

import { verifyEd25519, type VerifyEd25519 } from '../bytes/ed25519.ts';
import { concatBytes, toUtf8 } from '../bytes/utf8.ts';
import { buildSignatureLine, type NoteSignature, type SignedNote } from './note.ts';
import type { VerifierKey } from './vkey.ts';

/** The last second of the year 9999: later ones cannot be written as ISO 8601, and nobody means them. */
const LAST_SECOND = 253_402_300_799;
/** u64 time and 64 bytes of signature. */
const COSIGNATURE_BYTES = 72;

export interface Cosignature {
  readonly witness: VerifierKey;
  /** POSIX seconds, by the witness' clock. */
  readonly time: number;
  /** The note's signature line, newline included. */
  readonly line: string;
}

export interface Cosignatures {
  readonly good: readonly Cosignature[];
  /** Known witnesses whose signature does not hold. */
  readonly bad: readonly VerifierKey[];
  /** Names of signers that are not known; hostile text. */
  readonly unknown: readonly string[];
}

function cosignedMessage(noteText: string, time: number): Uint8Array {
  return toUtf8(`cosignature/v1\ntime ${time}\n${noteText}`);
}

/** Signature line, newline included. @param time POSIX seconds */
export function cosignText(
  noteText: string,
  witness: VerifierKey,
  time: number,
  sign: (message: Uint8Array) => Uint8Array,
): string {
  const stamp = new Uint8Array(8);
  new DataView(stamp.buffer).setBigUint64(0, BigInt(time));
  const signature = concatBytes(stamp, sign(cosignedMessage(noteText, time)));
  return buildSignatureLine({ ...witness, signature });
}

/**
 * Never throws. A key is looked at once, however often it signed (c2sp.org/signed-note: name and key id together name
 * a key; the rest is ignored, and listed here).
 * @param others keys whose signatures are checked elsewhere (the log's own)
 */
export function checkCosignatures(
  note: SignedNote,
  witnesses: readonly VerifierKey[],
  others: readonly VerifierKey[] = [],
  verify: VerifyEd25519 = verifyEd25519,
): Cosignatures {
  const good: Cosignature[] = [];
  const bad: VerifierKey[] = [];
  const unknown: string[] = [];
  const seen = new Set<VerifierKey>();
  for (const signature of note.signatures) {
    if (others.some((key) => isBy(signature, key))) continue;
    const witness = witnesses.find((key) => key.role === 'witness' && isBy(signature, key));
    if (!witness) unknown.push(signature.name);
    else if (!seen.has(witness)) {
      seen.add(witness);
      const time = timeOf(signature);
      const holds =
        time !== null &&
        verify(signature.signature.slice(8), cosignedMessage(note.text, time), witness.publicKey);
      if (holds) good.push({ witness, time, line: buildSignatureLine(signature) });
      else bad.push(witness);
    }
  }
  return { good, bad, unknown };
}

function isBy(signature: NoteSignature, key: VerifierKey): boolean {
  return signature.name === key.name && signature.keyId === key.keyId;
}

/** Null where it is none: wrong length, no time at all (c2sp.org/tlog-witness forbids zero) or one nobody can mean. */
function timeOf({ signature }: NoteSignature): number | null {
  if (signature.length !== COSIGNATURE_BYTES) return null;
  const time = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
  return time > 0n && time <= BigInt(LAST_SECOND) ? Number(time) : null;
}
