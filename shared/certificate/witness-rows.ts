// What a certificate says of witnesses: who else saw the ledger at which size and when, by their own clock.

import type { AttestationView } from '../api/views.ts';
import { LABEL, SAY, WORD } from '../text/certificate.ts';
import { chinaTime } from '../text/time.ts';
import { factLabel, factOf, factValue } from './facts.ts';
import { led, row, type CertificateRow } from './rows.ts';

/** One row per witness; one that says that there is none. */
export function witnessRows(attestations: readonly AttestationView[]): readonly CertificateRow[] {
  const witnesses = attestations.filter(({ kind }) => kind === 'witness');
  if (witnesses.length === 0) return [row(LABEL.witness, WORD.none)];
  return witnesses.map((witness) => {
    const label = { zh: `${LABEL.witness.zh} ${witness.provider}`, en: LABEL.witness.en };
    if (witness.state !== 'obtained' || witness.at === null) return row(label, WORD.pending);
    const key = factOf(witness.facts, 'witness');
    return row(
      label,
      led(SAY.witnessClock, chinaTime(witness.at)),
      ...witness.facts.filter(({ key: name }) => name === 'size').map(factValue),
      ...(key === null ? [] : [led(factLabel('witness'), { text: key, style: 'url' })]),
    );
  });
}
