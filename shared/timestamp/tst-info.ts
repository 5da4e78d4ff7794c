// TSTInfo of RFC 3161 section 2.4.2: what the authority signs.

import { fieldsOf, oidText, onlyChild, smallInteger, trueOnly, unsignedBytes } from '../der/fields.ts';
import { badDer, parseDer, TAG, type DerNode } from '../der/reader.ts';
import { timeOf, type DerTime } from '../der/time.ts';
import { algorithmIdentifier, DIGEST_BYTES, digestName, type DigestName } from './algorithms.ts';

export interface TstInfo {
  readonly policy: string;
  /** Null where the algorithm is not known; its OID stands beside it. */
  readonly imprintAlgorithm: DigestName | null;
  readonly imprintOid: string;
  readonly imprint: Uint8Array;
  /** Contents of the serial's INTEGER. */
  readonly serial: Uint8Array;
  readonly genTime: DerTime;
  readonly accuracyMs: number | null;
  /** Magnitude without leading zeros; null where absent. */
  readonly nonce: Uint8Array | null;
  /** GeneralName that the authority gives itself, DER; null where absent. */
  readonly tsa: DerNode | null;
  readonly unknownCritical: readonly string[];
}

export function parseTstInfo(bytes: Uint8Array): TstInfo {
  const fields = fieldsOf(parseDer(bytes), 'TSTInfo');
  if (smallInteger(fields.next(TAG.integer, 'version'), 'version') !== 1) throw badDer('TSTInfo version');
  const policy = oidText(fields.next(TAG.oid, 'policy'), 'policy');
  const imprintFields = fieldsOf(fields.next(TAG.sequence, 'messageImprint'), 'messageImprint');
  const algorithm = algorithmIdentifier(imprintFields.next(TAG.sequence, 'hashAlgorithm'), 'hashAlgorithm');
  const imprint = imprintFields.next(TAG.octetString, 'hashedMessage').body;
  imprintFields.end('messageImprint');
  const imprintAlgorithm = digestName(algorithm);
  if (imprintAlgorithm !== null && imprint.length !== DIGEST_BYTES[imprintAlgorithm])
    throw badDer('hashedMessage: length');
  const serial = fields.next(TAG.integer, 'serialNumber').body;
  const genTime = timeOf(fields.next(TAG.generalizedTime, 'genTime'), 'genTime');
  const accuracy = fields.optional(TAG.sequence);
  // DEFAULT FALSE; openssl writes FALSE out when its configuration says so, which DER forbids but nobody reads.
  fields.optional(TAG.boolean);
  const nonce = fields.optional(TAG.integer);
  const tsa = fields.optional(0xa0);
  const extensions = fields.optional(0xa1);
  fields.end('TSTInfo');
  return {
    policy,
    imprintAlgorithm,
    imprintOid: algorithm.oid,
    imprint,
    serial,
    genTime,
    accuracyMs: accuracy && accuracyOf(accuracy),
    nonce: nonce && unsignedBytes(nonce, 'nonce'),
    tsa: tsa && onlyChild(tsa, 'tsa'),
    unknownCritical: extensions === null ? [] : criticalExtensions(extensions),
  };
}

/** Accuracy: seconds, [0] millis 1..999, [1] micros 1..999; microseconds are rounded up. */
function accuracyOf(node: DerNode): number {
  const fields = fieldsOf(node, 'accuracy');
  const seconds = fields.optional(TAG.integer);
  const millis = fields.optional(0x80);
  const micros = fields.optional(0x81);
  fields.end('accuracy');
  const whole = seconds === null ? 0 : smallInteger(seconds, 'accuracy seconds');
  return whole * 1000 + fraction(millis, 'millis') + (fraction(micros, 'micros') > 0 ? 1 : 0);
}

/** RFC 3161 2.4.2: 1..999 */
function fraction(node: DerNode | null, what: string): number {
  if (node === null) return 0;
  const value = smallInteger(node, what);
  if (value < 1 || value > 999) throw badDer(`${what}: out of range`);
  return value;
}

/** No extension of TSTInfo is known here: the critical ones (RFC 5280 4.2) forbid acceptance. */
function criticalExtensions(list: DerNode): readonly string[] {
  const critical: string[] = [];
  for (const item of list.children) {
    const fields = fieldsOf(item, 'extension');
    const id = oidText(fields.next(TAG.oid, 'extnID'), 'extnID');
    if (trueOnly(fields.optional(TAG.boolean), 'critical')) critical.push(id);
    fields.next(TAG.octetString, 'extnValue');
    fields.end('extension');
  }
  return critical;
}
