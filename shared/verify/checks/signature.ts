// signature.statement and signature.export: DSSE envelopes with one Ed25519 signature each, over exactly the bytes that
// stand in the package, by the key that stands beside them.

import { verifyEd25519 } from '../../bytes/ed25519.ts';
import type { Hashers } from '../../bytes/hashers.ts';
import { equalBytes } from '../../bytes/utf8.ts';
import { TAG_MANIFEST_PATH } from '../../evidence/bag.ts';
import {
  EXPORT_DSSE_PATH,
  EXPORT_PAYLOAD_TYPE,
  pae,
  parseDsse,
  STATEMENT_DSSE_PATH,
} from '../../evidence/dsse.ts';
import { EXPORTER_PEM_PATH, keyIdOf, parsePublicKeyPem, SIGNER_PEM_PATH } from '../../evidence/public-key.ts';
import { STATEMENT_PAYLOAD_TYPE } from '../../evidence/statement.ts';
import { STATEMENT_PATH } from '../../evidence/statement-file.ts';
import { absent, fail, indeterminate, pass, type Checklist, type Outcome } from '../checklist.ts';
import type { Contents } from '../contents.ts';
import { attempt } from '../problem.ts';

/** A key whose signature holds. */
export interface SigningKey {
  readonly keyId: string;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

export function checkStatementSignature(
  list: Checklist,
  contents: Contents,
  hashers: Hashers,
): SigningKey | null {
  const { outcome, key } = verifyEnvelope(contents, hashers, {
    envelopePath: STATEMENT_DSSE_PATH,
    payloadPath: STATEMENT_PATH,
    payloadType: STATEMENT_PAYLOAD_TYPE,
    keyPath: SIGNER_PEM_PATH,
  });
  list.add('signature.statement', outcome);
  return key;
}

/** Null where it is absent or does not hold: then nothing vouches for the accompanying files. */
export function checkExportSignature(
  list: Checklist,
  contents: Contents,
  hashers: Hashers,
): SigningKey | null {
  if (!contents.files.has(EXPORT_DSSE_PATH)) {
    list.add('signature.export', absent('export-signature-absent'));
    return null;
  }
  const { outcome, key } = verifyEnvelope(contents, hashers, {
    envelopePath: EXPORT_DSSE_PATH,
    payloadPath: TAG_MANIFEST_PATH,
    payloadType: EXPORT_PAYLOAD_TYPE,
    keyPath: contents.files.has(EXPORTER_PEM_PATH) ? EXPORTER_PEM_PATH : SIGNER_PEM_PATH,
  });
  list.add('signature.export', outcome);
  return key;
}

interface EnvelopeQuestion {
  readonly envelopePath: string;
  readonly payloadPath: string;
  readonly payloadType: string;
  readonly keyPath: string;
}

interface EnvelopeAnswer {
  readonly outcome: Outcome;
  readonly key: SigningKey | null;
}

function without(outcome: Outcome): EnvelopeAnswer {
  return { outcome, key: null };
}

function verifyEnvelope(contents: Contents, hashers: Hashers, question: EnvelopeQuestion): EnvelopeAnswer {
  const { keyPath } = question;
  for (const path of [question.envelopePath, question.payloadPath, keyPath]) {
    if (!contents.files.has(path)) return without(absent('file-absent', { path }));
    if (contents.bytes(path) === null) return without(indeterminate('file-too-large', { path }));
  }
  const envelope = attempt(() => parseDsse(contents.bytes(question.envelopePath)!));
  if (!envelope.ok) {
    return without(
      fail('signature-envelope-malformed', { path: question.envelopePath, reason: envelope.reason }),
    );
  }
  const publicKey = attempt(() => parsePublicKeyPem(contents.bytes(keyPath)!));
  if (!publicKey.ok) return without(fail('signature-key-malformed', { path: keyPath }));
  const { payloadType, payload, signatures } = envelope.value;
  if (payloadType !== question.payloadType)
    return without(fail('signature-payload-type', { type: payloadType }));
  if (!equalBytes(payload, contents.bytes(question.payloadPath)!))
    return without(fail('signature-payload-differs'));
  const [signature] = signatures;
  if (signature === undefined || signatures.length !== 1) {
    return without(fail('signature-count', { count: signatures.length }));
  }
  const keyId = keyIdOf(publicKey.value, hashers);
  if (signature.keyid !== keyId) return without(fail('signature-key-id-differs'));
  if (!verifyEd25519(signature.sig, pae(payloadType, payload), publicKey.value))
    return without(fail('signature-bad'));
  return { outcome: pass('signature-ok', { keyId }), key: { keyId, publicKey: publicKey.value } };
}
