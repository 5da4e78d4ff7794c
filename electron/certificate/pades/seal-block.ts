// What the seal area says of a signature: who, by which certificate, the claimed time, how to check it. The time-stamp
// comes after what is seen was signed, so that the block can only point to where it stands.

import { toHex } from '../../../shared/bytes/hex.ts';
import { SEAL } from '../../../shared/text/pdf-signature.ts';
import { chinaTime } from '../../../shared/text/time.ts';
import { commonName } from '../../../shared/timestamp/names.ts';
import { parseCertificate } from '../../../shared/timestamp/x509.ts';
import type { DocumentSigner } from '../../platform/ports.ts';
import type { SealBlock } from './appearance.ts';

export function sealBlock(signer: DocumentSigner, signedAt: Date, demonstration: boolean): SealBlock {
  const certificate = parseCertificate(signer.certificates[0]);
  return {
    title: demonstration ? `${SEAL.title} · ${SEAL.demonstration}` : SEAL.title,
    rows: [
      [SEAL.signer, commonName(certificate.subject)],
      [SEAL.issuer, signer.kind === 'device' ? SEAL.selfSigned : commonName(certificate.issuer)],
      [SEAL.serial, toHex(certificate.serial)],
      [SEAL.time, chinaTime(signedAt.toISOString())],
      [SEAL.verify, SEAL.verifyBy],
    ],
    note: SEAL.note,
  };
}

/** /Name and /Reason of the signature dictionary. */
export function signerNames(
  { certificates, kind }: DocumentSigner,
  demonstration: boolean,
): { readonly name: string; readonly reason: string } {
  const words = [
    SEAL.reason,
    ...(kind === 'device' ? [SEAL.deviceReason] : []),
    ...(demonstration ? [SEAL.demonstration] : []),
  ];
  return { name: commonName(parseCertificate(certificates[0]).subject), reason: words.join(' · ') };
}
