// signature.sm2: the SM2 signature that may stand beside the device's, over the same statement. SM2 with SM3, Z_A over the
// default id, DER; a form that is not the standard's is no signature here.

import type { Hashers } from '../../bytes/hashers.ts';
import { sm2Digest, verifySm2 } from '../../bytes/sm2.ts';
import { equalBytes } from '../../bytes/utf8.ts';
import { pae, parseDsse } from '../../evidence/dsse.ts';
import { parseSm2Pem, SM2_DSSE_PATH, SM2_PEM_PATH, sm2KeyIdOf } from '../../evidence/sm2-signature.ts';
import { STATEMENT_PAYLOAD_TYPE } from '../../evidence/statement.ts';
import { signaturePair } from '../../timestamp/signature-pair.ts';
import { fail, indeterminate, pass, type Checklist, type Outcome } from '../checklist.ts';
import type { Contents } from '../contents.ts';
import { attempt } from '../problem.ts';
import type { TrustedKey } from '../trust-policy.ts';
import type { ReadStatement } from './statement.ts';

/** Says nothing where a package has no such signature: it is an option. */
export function checkSm2Signature(
  list: Checklist,
  contents: Contents,
  read: ReadStatement | null,
  signers: readonly TrustedKey[],
  hashers: Hashers,
): void {
  if (![SM2_DSSE_PATH, SM2_PEM_PATH].some((path) => contents.files.has(path))) return;
  list.add('signature.sm2', judge(contents, read, signers, hashers));
}

function judge(
  contents: Contents,
  read: ReadStatement | null,
  signers: readonly TrustedKey[],
  hashers: Hashers,
): Outcome {
  if (read === null) return indeterminate('needs-other-check', { check: 'statement' });
  for (const path of [SM2_DSSE_PATH, SM2_PEM_PATH]) {
    if (!contents.files.has(path)) return indeterminate('file-absent', { path });
    if (contents.bytes(path) === null) return indeterminate('file-too-large', { path });
  }
  const envelope = attempt(() => parseDsse(contents.bytes(SM2_DSSE_PATH)!));
  if (!envelope.ok)
    return fail('signature-envelope-malformed', { path: SM2_DSSE_PATH, reason: envelope.reason });
  const key = attempt(() => parseSm2Pem(contents.bytes(SM2_PEM_PATH)!));
  if (!key.ok) return fail('signature-sm2-key-malformed', { path: SM2_PEM_PATH });
  const { payloadType, payload, signatures } = envelope.value;
  if (payloadType !== STATEMENT_PAYLOAD_TYPE) return fail('signature-payload-type', { type: payloadType });
  if (!equalBytes(payload, read.bytes)) return fail('signature-payload-differs');
  const [signature] = signatures;
  if (signature === undefined || signatures.length !== 1)
    return fail('signature-count', { count: signatures.length });
  const keyId = sm2KeyIdOf(key.value, hashers);
  if (signature.keyid !== keyId) return fail('signature-key-id-differs');
  const pair = signaturePair(signature.sig);
  const e = sm2Digest(() => hashers.createSm3(), key.value, pae(payloadType, payload));
  if (pair === null || !verifySm2(pair, e, key.value)) return fail('signature-bad');
  const known = signers.find(
    (signer) => signer.keyId === keyId && signer.from === null && signer.to === null,
  );
  return known === undefined
    ? pass('signature-sm2-ok', { keyId })
    : pass('signature-sm2-known', { keyId, name: known.name });
}
