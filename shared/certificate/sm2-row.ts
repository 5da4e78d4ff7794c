// The certificate's row for the SM2 signature beside the device's, where there is one.

import type { AttestationView } from '../api/views.ts';
import { LABEL, SAY } from '../text/certificate.ts';
import { digest, fieldRow, type CertificateRow } from './rows.ts';

export function sm2Row(attestations: readonly AttestationView[]): readonly CertificateRow[] {
  const facts = attestations
    .filter(({ kind, state }) => kind === 'signature' && state === 'obtained')
    .map((proof) => new Map(proof.facts.map(({ key, value }) => [key, value])))
    .find((each) => each.get('signatureAlgorithm')?.startsWith('SM2'));
  return facts
    ? [
        fieldRow(
          26,
          LABEL.signatureAlgorithm,
          facts.get('signatureAlgorithm')!,
          digest(facts.get('keyId')!, SAY.keyId),
        ),
      ]
    : [];
}
