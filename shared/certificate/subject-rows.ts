// What a certificate says of the evidence and who captured it (fields 1 to 6).

import { PERSON } from '../text/words.ts';
import { LABEL, SAY, WORD } from '../text/certificate.ts';
import { filled, type Bilingual } from '../text/fill.ts';
import { chinaTime } from '../text/time.ts';
import type { CertificateInput } from './input.ts';
import { cut, fieldRow, row, type CertificateRow } from './rows.ts';

/** @param label what the paper's own number is called. */
export function subjectRows(
  { statement, issuedAt }: CertificateInput,
  label: Bilingual,
  number: string,
): readonly CertificateRow[] {
  const { predicate } = statement;
  return [
    fieldRow(1, label, number),
    fieldRow(2, LABEL.preservationNo, predicate.id),
    fieldRow(3, LABEL.title, cut(predicate.title ?? predicate.requestedUrl ?? predicate.id)),
    row(LABEL.sequence, filled(SAY.sequence, { sequence: predicate.case.sequence })),
    ...operatorRows(statement.predicate),
    fieldRow(30, LABEL.issuedAt, chinaTime(issuedAt)),
  ];
}

export function operatorRows({
  operator,
  kind,
}: CertificateInput['statement']['predicate']): readonly CertificateRow[] {
  return [
    fieldRow(4, PERSON[kind], operator.name ?? WORD.notStated),
    fieldRow(4, LABEL.organisation, operator.organisation ?? WORD.notStated),
    fieldRow(4, LABEL.identityNumbers, WORD.notRegistered),
    fieldRow(
      5,
      LABEL.verification,
      operator.verification === 'verified'
        ? filled(SAY.verifiedBy, { method: operator.verificationMethod ?? WORD.notStated.zh })
        : WORD.notVerified,
    ),
  ];
}
