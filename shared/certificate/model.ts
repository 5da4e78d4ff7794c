// What a certificate says: from the statement, the capture record and the proofs that exist now. Pure. Whatever is
// missing (no time-stamp, not anchored, 未认证) becomes a row as plain as what is there.

import { CERTIFICATE_TITLE, LABEL, PART, SAY, WORD } from '../text/certificate.ts';
import { filled } from '../text/fill.ts';
import { chainRows } from './chain-rows.ts';
import { captureRows } from './capture-rows.ts';
import { buildCover } from './cover.ts';
import { certificateFiles } from './deposit.ts';
import { factValue } from './facts.ts';
import type { CertificateInput } from './input.ts';
import type { Block, Paper } from './paper.ts';
import { digest, fieldRow, row, type CertificateRow } from './rows.ts';
import { sm2Row } from './sm2-row.ts';
import { subjectRows } from './subject-rows.ts';
import { notBeforeRow, timeRows } from './time-rows.ts';
import { toolRows } from './tool-rows.ts';
import { witnessRows } from './witness-rows.ts';
import { worksBlocks } from './works-rows.ts';

export type { CertificateInput } from './input.ts';
export type { Block, Paper } from './paper.ts';
export type { CertificateRow, CertificateValue, ValueStyle } from './rows.ts';

/** Names of the pictures that come with a paper. */
export const SCREENSHOT = 'screenshot';

export function buildCertificate(input: CertificateInput): Paper {
  const { predicate } = input.statement;
  const { deposit = null } = input;
  const listed = certificateFiles(input.files, deposit);
  const kind = predicate.kind === 'file-deposit' ? PART.deposit : PART.capture;
  return {
    kind: 'certificate',
    title: CERTIFICATE_TITLE,
    number: certificateNumber(predicate.id),
    demonstration: isDemonstration(input),
    qr: `CUNAN1:${predicate.id}:${input.statementSha256}`,
    cover: buildCover(input, certificateNumber(predicate.id), 'certificate'),
    blocks: [
      {
        kind: 'facts',
        title: PART.subject,
        rows: subjectRows(input, LABEL.certificateNo, certificateNumber(predicate.id)),
      },
      { kind: 'facts', title: kind, rows: captureRows(input, listed.count) },
      { kind: 'facts', title: PART.digests, rows: digestRows(input) },
      {
        kind: 'facts',
        title: PART.time,
        rows: [
          notBeforeRow(predicate),
          ...timeRows({ attestations: input.attestations, trustedStamps: input.trustedStamps ?? null }),
        ],
      },
      { kind: 'facts', title: PART.ledger, rows: [...ledgerRows(input), ...witnessRows(input.attestations)] },
      { kind: 'facts', title: PART.chain, rows: chainRows(input.attestations) },
      ...worksBlocks(input.works ?? []),
      { kind: 'facts', title: PART.tools, rows: toolRows(input) },
      { kind: 'facts', title: PART.verify, rows: verifyRows() },
      { kind: 'files', title: PART.files, files: listed.files, omitted: listed.omitted },
      ...screenshotBlocks(input),
    ],
  };
}

/** True where anything in the chain of proof is a demonstration. */
export function isDemonstration({ statement, attestations }: CertificateInput): boolean {
  return statement.predicate.demonstration || attestations.some((a) => a.demonstration);
}

/** Our own number; a notary's number is given by the notary's system and never made up here. */
export function certificateNumber(evidenceId: string): string {
  return evidenceId.replace(/^E-/, 'C-');
}

export function digestRows(input: CertificateInput): readonly CertificateRow[] {
  const log = input.processLog;
  const [subject] = input.statement.subject;
  return [
    fieldRow(15, LABEL.statementSha256, digest(input.statementSha256)),
    fieldRow(15, LABEL.statementSm3, digest(input.statementSm3)),
    fieldRow(
      15,
      LABEL.manifest,
      digest(subject.digest.sha256, { zh: `${subject.name} SHA-256`, en: '' }),
      digest(subject.digest.sm3, { zh: `${subject.name} SM3`, en: '' }),
    ),
    row(LABEL.checkpointRoot, input.checkpoint ? digest(input.checkpoint.rootHex) : WORD.notLogged),
    fieldRow(
      16,
      LABEL.processLog,
      ...(log ? [digest(log.headSha256, filled(SAY.entries, { count: log.entries }))] : [WORD.none]),
    ),
    fieldRow(26, LABEL.signature, digest(input.signerKeyId, SAY.deviceSigner)),
    ...sm2Row(input.attestations),
  ];
}

export function ledgerRows({ attestations, checkpoint }: CertificateInput): readonly CertificateRow[] {
  const ledger = attestations.find((a) => a.kind === 'ledger');
  if (!ledger || ledger.state !== 'obtained' || !checkpoint) return [row(LABEL.localLedger, WORD.notLogged)];
  return [
    row(LABEL.localLedger, checkpoint.origin, filled(SAY.entries, { count: checkpoint.size })),
    row(LABEL.entry, ...ledger.facts.filter(({ key }) => key !== 'origin').map(factValue)),
  ];
}

function verifyRows(): readonly CertificateRow[] {
  return [fieldRow(28, LABEL.verify, SAY.howToVerify, SAY.noWebsite), fieldRow(28, LABEL.qr, SAY.qrHolds)];
}

function screenshotBlocks({ screenshotPath = null }: CertificateInput): readonly Block[] {
  if (screenshotPath === null) return [];
  return [{ kind: 'pages', title: PART.pictures, picture: SCREENSHOT, path: screenshotPath }];
}
