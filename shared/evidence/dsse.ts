// DSSE v1 envelopes (github.com/secure-systems-lab/dsse): PAE, and the envelope as canonical JSON without newline,
// {"payload":"<base64>","payloadType":"…","signatures":[{"keyid":"<64 hex>","sig":"<base64>"}]}.

import { fromBase64, toBase64 } from '../bytes/base64.ts';
import { canonicalJson } from '../bytes/canonical-json.ts';
import { isSha256Hex } from '../bytes/hex.ts';
import { type JsonLimits, parseCanonicalJson } from '../bytes/json.ts';
import { concatBytes, toUtf8 } from '../bytes/utf8.ts';
import { AppError, isAppError } from '../errors.ts';
import { list, record, satisfying, text } from '../bytes/json-shape.ts';

export const STATEMENT_DSSE_PATH = 'attest/statement.dsse.json';
export const EXPORT_DSSE_PATH = 'attest/export.dsse.json';
/** payloadType of attest/export.dsse.json; its payload is tagmanifest-sha256.txt byte for byte. */
export const EXPORT_PAYLOAD_TYPE = 'application/vnd.cunan.tagmanifest-sha256';

export interface DsseSignature {
  /** SHA-256 hex of the signer's SubjectPublicKeyInfo; a hint, never a proof. */
  readonly keyid: string;
  readonly sig: Uint8Array;
}

export interface DsseEnvelope {
  readonly payloadType: string;
  readonly payload: Uint8Array;
  readonly signatures: readonly DsseSignature[];
}

const JSON_LIMITS: JsonLimits = { maxBytes: 12 * 1024 * 1024, maxDepth: 3, maxTokens: 512 };

/** What is signed: "DSSEv1" SP LEN(type) SP type SP LEN(body) SP body, lengths in bytes, decimal. */
export function pae(payloadType: string, payload: Uint8Array): Uint8Array {
  const typeBytes = toUtf8(payloadType).length;
  return concatBytes(toUtf8(`DSSEv1 ${typeBytes} ${payloadType} ${payload.length} `), payload);
}

export function buildDsse(
  payloadType: string,
  payload: Uint8Array,
  signatures: readonly DsseSignature[],
): Uint8Array {
  return toUtf8(
    canonicalJson({
      payload: toBase64(payload),
      payloadType,
      signatures: signatures.map(({ keyid, sig }) => ({ keyid, sig: toBase64(sig) })),
    }),
  );
}

const envelopeShape = record({
  payload: text(JSON_LIMITS.maxBytes),
  payloadType: text(256),
  signatures: list(record({ keyid: satisfying(isSha256Hex), sig: text(16_384) }), 1, 16),
});

/** Throws format/bad-package {problem}. Signatures are not checked here. */
export function parseDsse(bytes: Uint8Array): DsseEnvelope {
  const value = readCanonical(bytes);
  const misfit = envelopeShape(value);
  if (misfit !== null) throw bad(misfit === '' ? 'not an envelope' : `field ${misfit.slice(1)}`);
  const raw = value as {
    payload: string;
    payloadType: string;
    signatures: readonly { keyid: string; sig: string }[];
  };
  return {
    payloadType: raw.payloadType,
    payload: decode(raw.payload),
    signatures: raw.signatures.map(({ keyid, sig }) => ({ keyid, sig: decode(sig) })),
  };
}

function decode(base64: string): Uint8Array {
  const bytes = fromBase64(base64);
  if (bytes === null) throw bad('base64');
  return bytes;
}

function readCanonical(bytes: Uint8Array): unknown {
  try {
    return parseCanonicalJson(bytes, JSON_LIMITS);
  } catch (error) {
    if (isAppError(error)) throw bad(String(error.details['problem']), error);
    throw error;
  }
}

function bad(problem: string, cause?: unknown): AppError {
  return new AppError('format/bad-package', { problem: `DSSE: ${problem}` }, { cause });
}
