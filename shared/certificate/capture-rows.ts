// What a certificate says of how the evidence was obtained: the page, its server, time, vantage, environment (fields 6
// to 14). A deposit says which of them do not apply.

import type { CaptureRecord } from '../evidence/capture-record.ts';
import type { Predicate } from '../evidence/statement.ts';
import { LABEL, SAY, TLS_PROVENANCE, WORD } from '../text/certificate.ts';
import { filled, type Bilingual } from '../text/fill.ts';
import { reasonSentence } from '../text/reasons.ts';
import { chinaTime } from '../text/time.ts';
import { CAPTURE_STATE, EVIDENCE_KIND } from '../text/words.ts';
import { depositMethodRow, depositRows } from './deposit.ts';
import { clockValues, environmentValues } from './environment.ts';
import type { CertificateInput } from './input.ts';
import { recordingRows } from './recording-rows.ts';
import { recordRows, serverTexts } from './record-texts.ts';
import { cut, digest, fieldRow, led, row, url, type CertificateRow } from './rows.ts';

const MAX_REASONS = 20;

/** @param files how many the paper's list counts. */
export function captureRows(input: CertificateInput, files: number): readonly CertificateRow[] {
  const { statement, record, environment, deposit = null } = input;
  const { predicate } = statement;
  const isDeposit = predicate.kind === 'file-deposit';
  return [
    isDeposit ? depositMethodRow(predicate, deposit) : methodRow(predicate, record),
    row(LABEL.outcome, CAPTURE_STATE[predicate.state], ...reasonsOf(predicate, MAX_REASONS)),
    ...(isDeposit
      ? [...depositRows(deposit), fieldRow(7, LABEL.web, SAY.notForDeposit)]
      : [...recordingRows(record?.recording), ...webRows(predicate, record), ...recordRows(record)]),
    fieldRow(11, isDeposit ? LABEL.depositStart : LABEL.start, chinaTime(predicate.startedAt)),
    fieldRow(11, isDeposit ? LABEL.depositEnd : LABEL.end, chinaTime(predicate.endedAt)),
    fieldRow(12, LABEL.clock, ...clockValues(predicate.clock, environment)),
    vantageRow(predicate),
    fieldRow(13, LABEL.environment, ...environmentValues(environment)),
    fieldRow(14, LABEL.fileCount, filled(SAY.files, { count: files })),
  ];
}

/** Why it is not whole; the statement has them all. */
export function reasonsOf({ reasons }: Predicate, max: number): readonly Bilingual[] {
  const more = reasons.length - max;
  return [
    ...reasons.slice(0, max).map((reason) => ({ zh: cut(reasonSentence(reason, 'zh-CN')), en: '' })),
    ...(more > 0 ? [filled(SAY.more, { count: more })] : []),
  ];
}

function methodRow(predicate: Predicate, record: CaptureRecord | null): CertificateRow {
  const method = record?.method === 'process' ? SAY.recorded : EVIDENCE_KIND[predicate.kind];
  return fieldRow(6, LABEL.method, method, SAY.ownCapture);
}

function webRows(predicate: Predicate, record: CaptureRecord | null): readonly CertificateRow[] {
  const count = record?.redirects.length ?? 0;
  return [
    fieldRow(7, LABEL.requestedUrl, url(predicate.requestedUrl, WORD.none)),
    fieldRow(
      7,
      LABEL.finalUrl,
      url(predicate.finalUrl, WORD.none),
      count === 0 ? SAY.noRedirect : filled(SAY.redirects, { count }),
    ),
    fieldRow(8, LABEL.pageTitle, predicate.title === null ? WORD.none : cut(predicate.title)),
    fieldRow(9, LABEL.httpStatus, predicate.httpStatus === null ? WORD.none : String(predicate.httpStatus)),
    fieldRow(9, LABEL.server, ...serverTexts(record)),
    tlsRow(record),
  ];
}

export function tlsRow(record: CaptureRecord | null): CertificateRow {
  const tls = record?.tls ?? null;
  if (tls === null) return fieldRow(10, LABEL.tls, SAY.noTls);
  const leaf = tls.chain[0];
  return fieldRow(
    10,
    LABEL.tls,
    led(SAY.tlsSubject, tls.subject),
    led(SAY.tlsIssuer, tls.issuer),
    led(SAY.tlsValidity, `${chinaTime(tls.validFrom)} – ${chinaTime(tls.validTo)}`),
    `${tls.version} · ${tls.cipher}`,
    ...(leaf ? [digest(leaf.sha256, SAY.tlsFingerprint)] : []),
    TLS_PROVENANCE[tls.provenance],
    ...(tls.error ? [led(SAY.tlsError, tls.error)] : []),
  );
}

export function vantageRow({ vantage }: Predicate): CertificateRow {
  return row(
    LABEL.vantage,
    vantage.publicIp === null ? SAY.addressUnknown : led(SAY.publicAddress, vantage.publicIp),
    vantage.network === null ? SAY.networkUnknown : led(SAY.network, vantage.network),
    vantage.platform,
    SAY.fromHere,
  );
}
