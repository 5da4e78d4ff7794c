// Certificate revocation lists (RFC 5280 section 5), as far as the question "was this certificate revoked?" needs them:
// complete lists by the certificate's own issuer. Delta and indirect lists, and lists for some reasons only, are refused.

import { toHex } from '../bytes/hex.ts';
import { equalBytes } from '../bytes/utf8.ts';
import { fieldsOf, oidText, onlyChild, smallInteger, wholeBits } from '../der/fields.ts';
import { OID } from '../der/oids.ts';
import { badDer, parseDer, TAG, type DerNode } from '../der/reader.ts';
import { timeOf, type DerTime } from '../der/time.ts';
import { algorithmIdentifier, type AlgorithmIdentifier } from './algorithms.ts';
import { distinguishedName, type DistinguishedName } from './names.ts';

export interface RevocationList {
  readonly tbs: Uint8Array;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  readonly issuer: DistinguishedName;
  readonly thisUpdate: DerTime;
  readonly nextUpdate: DerTime | null;
  /** By the hex of the serial's INTEGER contents. */
  readonly revoked: ReadonlyMap<string, RevokedEntry>;
  /** Issuing distribution point: null, or what it limits the list to. */
  readonly only: 'users' | 'authorities' | null;
}

export interface RevokedEntry {
  readonly at: DerTime;
  /** CRLReason (5.3.1); null where none is given. */
  readonly reason: number | null;
}

const LIMITS = { maxBytes: 4 << 20, maxDepth: 16, maxNodes: 500_000 };

/** Throws AppError format/bad-der, also for lists of a kind that is not read here. */
export function parseRevocationList(bytes: Uint8Array): RevocationList {
  const outer = fieldsOf(parseDer(bytes, LIMITS), 'CertificateList');
  const tbs = outer.next(TAG.sequence, 'tbsCertList');
  const signatureAlgorithm = algorithmIdentifier(
    outer.next(TAG.sequence, 'signatureAlgorithm'),
    'signatureAlgorithm',
  );
  const signature = wholeBits(outer.next(TAG.bitString, 'signatureValue'), 'signatureValue');
  outer.end('CertificateList');

  const fields = fieldsOf(tbs, 'tbsCertList');
  const version = fields.optional(TAG.integer);
  // 5.1.2.1: version 2 is written as 1; version 1 lists have no extensions.
  if (version !== null && smallInteger(version, 'version') !== 1) throw badDer('CRL version');
  const inner = fields.next(TAG.sequence, 'signature');
  if (!equalBytes(inner.raw, signatureAlgorithm.raw)) throw badDer('signature algorithms differ');
  const issuer = distinguishedName(fields.next(TAG.sequence, 'issuer'), 'issuer');
  const thisUpdate = timeOf(fields.any('thisUpdate'), 'thisUpdate');
  const next = fields.optional(TAG.utcTime) ?? fields.optional(TAG.generalizedTime);
  const entries = fields.optional(TAG.sequence);
  const extensions = fields.optional(0xa0);
  if (version === null && extensions !== null) throw badDer('CRL extensions before version 2');
  fields.end('tbsCertList');
  return {
    tbs: tbs.raw,
    signatureAlgorithm,
    signature,
    issuer,
    thisUpdate,
    nextUpdate: next && timeOf(next, 'nextUpdate'),
    revoked: new Map((entries?.children ?? []).map(revokedEntry)),
    only: extensions === null ? null : scopeOf(onlyChild(extensions, 'crlExtensions')),
  };
}

function revokedEntry(node: DerNode): [string, RevokedEntry] {
  const fields = fieldsOf(node, 'revokedCertificate');
  const serial = fields.next(TAG.integer, 'userCertificate').body;
  const at = timeOf(fields.any('revocationDate'), 'revocationDate');
  const list = fields.optional(TAG.sequence);
  fields.end('revokedCertificate');
  let reason: number | null = null;
  for (const { id, critical, value } of extensionsOf(list)) {
    if (id === OID.reasonCode) {
      const code = parseDer(value);
      if (code.tag !== TAG.enumerated) throw badDer('reasonCode');
      reason = code.body[0]!;
    } else if (critical) throw badDer(`CRL entry extension ${id}`);
  }
  return [toHex(serial), { at, reason }];
}

/** 5.2.5 IssuingDistributionPoint; every other critical extension (delta lists are marked by one) is refused. */
function scopeOf(list: DerNode): RevocationList['only'] {
  let only: RevocationList['only'] = null;
  for (const { id, critical, value } of extensionsOf(list)) {
    if (id === OID.deltaCrlIndicator) throw badDer('a delta CRL');
    if (id === OID.issuingDistributionPoint) {
      const point = fieldsOf(parseDer(value), 'issuingDistributionPoint');
      point.optional(0xa0);
      if (point.optional(0x81) !== null) only = 'users';
      if (point.optional(0x82) !== null) only = 'authorities';
      // onlySomeReasons, indirectCRL, onlyContainsAttributeCerts
      point.end('issuingDistributionPoint');
    } else if (critical) throw badDer(`CRL extension ${id}`);
  }
  return only;
}

function extensionsOf(list: DerNode | null): { id: string; critical: boolean; value: Uint8Array }[] {
  return (list?.children ?? []).map((item) => {
    const fields = fieldsOf(item, 'extension');
    const id = oidText(fields.next(TAG.oid, 'extnID'), 'extnID');
    const critical = fields.optional(TAG.boolean)?.body[0] === 0xff;
    const value = fields.next(TAG.octetString, 'extnValue').body;
    fields.end('extension');
    return { id, critical, value };
  });
}
