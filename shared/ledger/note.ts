// c2sp.org/signed-note: text, blank line, signature lines. Unknown keys are ignored, a known key's bad signature
// rejects the whole note, at least one known key must have signed.

import { fromBase64, toBase64 } from '../bytes/base64.ts';
import { verifyEd25519, type VerifyEd25519 } from '../bytes/ed25519.ts';
import { concatBytes, toUtf8 } from '../bytes/utf8.ts';
import { AppError } from '../errors.ts';
import { isKeyName, type VerifierKey } from './vkey.ts';

/** Limits as in Go's sumdb/note; the specification asks for at least 16 signatures. */
export const MAX_NOTE_CHARS = 1_000_000;
const MAX_NOTE_SIGNATURES = 100;

const SIGNATURE_START = '— ';

export interface NoteSignature {
  readonly name: string;
  readonly keyId: number;
  /** Without the key id; at least one byte. */
  readonly signature: Uint8Array;
}

export interface SignedNote {
  /** Ends with a newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Throws format/bad-proof. Nothing is believed yet. */
export function parseNote(note: string): SignedNote {
  if (note.length > MAX_NOTE_CHARS) throw malformed('note too long');
  if (!note.isWellFormed() || hasControls(note)) throw malformed('note with forbidden characters');
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n') || split + 2 === note.length)
    throw malformed('note without signatures');
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > MAX_NOTE_SIGNATURES) throw malformed('note with too many signatures');
  return { text: note.slice(0, split + 1), signatures: lines.map(parseSignatureLine) };
}

/** Lines as a witness answers with: each ended by a newline. Throws format/bad-proof. */
export function parseSignatureLines(text: string): readonly NoteSignature[] {
  const lines = text.slice(0, -1).split('\n');
  if (!text.endsWith('\n') || lines.length > MAX_NOTE_SIGNATURES) throw malformed('note signature line');
  return lines.map(parseSignatureLine);
}

/** Everything below U+0020 but the newline. */
function hasControls(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 && code !== 0x0a) return true;
  }
  return false;
}

function parseSignatureLine(line: string): NoteSignature {
  const space = line.indexOf(' ', SIGNATURE_START.length);
  const name = line.slice(SIGNATURE_START.length, space);
  const bytes = fromBase64(line.slice(space + 1));
  if (!line.startsWith(SIGNATURE_START) || space < 0 || !isKeyName(name) || !bytes || bytes.length < 5) {
    throw malformed('note signature line');
  }
  return { name, keyId: new DataView(bytes.buffer).getUint32(0), signature: bytes.slice(4) };
}

/** Signs a text (which ends with a newline) and returns the whole note. @param sign Ed25519 over the given bytes. */
export function signNoteText(
  text: string,
  key: VerifierKey,
  sign: (message: Uint8Array) => Uint8Array,
): string {
  if (!text.endsWith('\n') || !text.isWellFormed() || hasControls(text)) throw malformed('note text');
  return `${text}\n${buildSignatureLine({ ...key, signature: sign(toUtf8(text)) })}`;
}

/** Ends with a newline; appended to a note it is one more signature of it. */
export function buildSignatureLine({ name, keyId, signature }: NoteSignature): string {
  const id = new Uint8Array(4);
  new DataView(id.buffer).setUint32(0, keyId);
  return `${SIGNATURE_START}${name} ${toBase64(concatBytes(id, signature))}\n`;
}

export type NoteVerdict =
  | { readonly status: 'pass'; readonly text: string; readonly signers: readonly VerifierKey[] }
  | { readonly status: 'fail'; readonly code: NoteFailure; readonly detail: string | null };

export type NoteFailure = 'ledger-proof-malformed' | 'ledger-signature-bad' | 'ledger-signature-missing';

/**
 * Never throws. A repeated signature of one key is looked at once, as Go does.
 * @param verify a faster implementation where there is one
 */
export function verifyNote(
  note: string,
  keys: readonly VerifierKey[],
  verify: VerifyEd25519 = verifyEd25519,
): NoteVerdict {
  let parsed: SignedNote;
  try {
    parsed = parseNote(note);
  } catch (error) {
    const detail = error instanceof AppError ? String(error.details['problem'] ?? '') : null;
    return { status: 'fail', code: 'ledger-proof-malformed', detail };
  }
  const message = toUtf8(parsed.text);
  const signers = new Set<VerifierKey>();
  for (const { name, keyId, signature } of parsed.signatures) {
    const key = keys.find((known) => known.role === 'log' && known.name === name && known.keyId === keyId);
    if (!key || signers.has(key)) continue;
    if (signature.length !== 64 || !verify(signature, message, key.publicKey)) {
      return { status: 'fail', code: 'ledger-signature-bad', detail: name };
    }
    signers.add(key);
  }
  if (signers.size === 0) return { status: 'fail', code: 'ledger-signature-missing', detail: null };
  return { status: 'pass', text: parsed.text, signers: [...signers] };
}

function malformed(problem: string): AppError {
  return new AppError('format/bad-proof', { problem });
}
