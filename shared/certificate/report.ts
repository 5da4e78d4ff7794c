// The report of a capture's process (取证过程报告): twelve sections and an appendix, from the sealed records. Bounded:
// what is cut says how much and where the whole stands.

import { LABEL, PART } from '../text/certificate.ts';
import { filled, type Bilingual } from '../text/fill.ts';
import { noteSentence } from '../text/notes.ts';
import {
  ARTICLE_11,
  DEPOSIT_REPORT_TITLE,
  HEAD,
  REPORT_LABEL,
  REPORT_SAY,
  REPORT_TITLE,
  SECTION,
} from '../text/report.ts';
import { CAPTURE_RECORD_PATH } from '../evidence/package-paths.ts';
import { STEP } from '../text/words.ts';
import { captureRows, reasonsOf } from './capture-rows.ts';
import { chainRows } from './chain-rows.ts';
import { buildCover, closingStatement } from './cover.ts';
import { certificateFiles } from './deposit.ts';
import type { CertificateInput } from './input.ts';
import { digestRows, isDemonstration, ledgerRows } from './model.ts';
import type { Block, Paper } from './paper.ts';
import { environmentBlocks } from './report-environment.ts';
import { networkBlocks } from './report-network.ts';
import { processBlocks, type ProcessEvents } from './report-process.ts';
import { cut, row, url, valueOf, type CertificateRow, type Said } from './rows.ts';
import { operatorRows, subjectRows } from './subject-rows.ts';
import { notBeforeRow, timeRows } from './time-rows.ts';
import { toolRows } from './tool-rows.ts';

export interface ReportInput extends CertificateInput {
  readonly events: ProcessEvents | null;
}

const MAX_REASONS = 300;
const MAX_NOTES = 200;

export function buildReport(input: ReportInput): Paper {
  const { statement, deposit = null } = input;
  const { predicate } = statement;
  const isDeposit = predicate.kind === 'file-deposit';
  const listed = certificateFiles(input.files, deposit);
  const number = reportNumber(predicate.id);
  return {
    kind: 'report',
    title: isDeposit ? DEPOSIT_REPORT_TITLE : REPORT_TITLE,
    number,
    demonstration: isDemonstration(input),
    qr: `CUNAN1:${predicate.id}:${input.statementSha256}`,
    cover: buildCover(input, number, 'report'),
    blocks: [
      { kind: 'facts', title: SECTION.basics, rows: plain(basics(input, listed.count, number)) },
      {
        kind: 'facts',
        title: isDeposit ? SECTION.depositor : SECTION.operator,
        rows: plain(operatorFacts(input)),
      },
      { kind: 'facts', title: SECTION.tools, rows: plain(toolFacts(input)) },
      ...environmentBlocks(input.environment),
      ...processBlocks(input.events, input.record?.recording),
      ...networkBlocks(input.record, isDeposit),
      { kind: 'heading', title: SECTION.data },
      ...artefactTable(input),
      { kind: 'files', title: PART.fileTable, files: listed.files, omitted: listed.omitted },
      { kind: 'facts', title: SECTION.proofs, rows: plain(proofFacts(input)) },
      { kind: 'facts', title: SECTION.anomalies, rows: plain(anomalies(input)) },
      { kind: 'facts', title: SECTION.attachments, rows: attachments(input, listed.count) },
      ...verification(input),
      { kind: 'heading', title: SECTION.statement },
      ...closing(input),
      { kind: 'heading', title: SECTION.appendix },
      {
        kind: 'table',
        columns: [
          { label: HEAD.question, share: 0.62 },
          { label: HEAD.answered, share: 0.38 },
        ],
        lines: ARTICLE_11.map(({ question, answered }) => [[valueOf(question)], [valueOf(answered)]]),
      },
    ],
  };
}

/** Our own number. */
export function reportNumber(evidenceId: string): string {
  return evidenceId.replace(/^E-/, 'R-');
}

/** Numbers of recommended fields belong to the certificate. */
function plain(rows: readonly CertificateRow[]): readonly CertificateRow[] {
  return rows.map(({ label, values }) => ({ label, values }));
}

function basics(input: ReportInput, files: number, number: string): readonly CertificateRow[] {
  const operator = new Set(operatorRows(input.statement.predicate).map(({ label }) => label));
  return [
    ...subjectRows(input, LABEL.reportNo, number).filter(({ label }) => !operator.has(label)),
    ...captureRows(input, files),
  ];
}

function operatorFacts({ statement }: ReportInput): readonly CertificateRow[] {
  return [
    ...operatorRows(statement.predicate),
    row(REPORT_LABEL.authority, REPORT_SAY.notRegistered),
    row(REPORT_LABEL.reviewer, REPORT_SAY.noReviewer),
  ];
}

function toolFacts(input: ReportInput): readonly CertificateRow[] {
  const browser = input.record?.browser ?? null;
  return [
    ...toolRows(input),
    ...(browser === null
      ? []
      : [
          row(REPORT_LABEL.userAgent, cut(browser.userAgent)),
          row(
            REPORT_LABEL.flags,
            ...(browser.flags.length > 0
              ? [url(cut(browser.flags.join(' '), 3_000), REPORT_SAY.noFlags)]
              : [REPORT_SAY.noFlags]),
          ),
          row(REPORT_LABEL.profile, browser.freshProfile ? REPORT_SAY.freshProfile : REPORT_SAY.usedProfile),
        ]),
  ];
}

function proofFacts(input: ReportInput): readonly CertificateRow[] {
  return [
    ...digestRows(input),
    notBeforeRow(input.statement.predicate),
    ...timeRows({ attestations: input.attestations, trustedStamps: input.trustedStamps ?? null }),
    ...ledgerRows(input),
    ...chainRows(input.attestations),
  ];
}

const MAX_ARTEFACTS = 200;

function artefactTable({ record }: ReportInput): readonly Block[] {
  if (record === null || record.artefacts.length === 0) return [];
  const shown = record.artefacts.slice(0, MAX_ARTEFACTS);
  return [
    {
      kind: 'table',
      columns: [
        { label: HEAD.path, share: 0.45 },
        { label: HEAD.kind, share: 0.17 },
        { label: HEAD.checked, share: 0.38 },
      ],
      lines: shown.map(({ path, kind, checked }) => [
        [url(path, REPORT_SAY.none)],
        [valueOf(kind)],
        [valueOf(checked ?? REPORT_SAY.notChecked)],
      ]),
    },
    ...moreIn(record.artefacts.length - shown.length, CAPTURE_RECORD_PATH),
  ];
}

/** A note of what was cut; nothing where nothing was. */
export function moreIn(count: number, path: string): readonly Block[] {
  return count > 0 ? [{ kind: 'note', text: filled(REPORT_SAY.listCut, { count, path }) }] : [];
}

function anomalies({ statement, record }: ReportInput): readonly CertificateRow[] {
  const reasons = reasonsOf(statement.predicate, MAX_REASONS);
  const notes = (record?.notes ?? []).map((note): Bilingual => ({
    zh: cut(noteSentence(note, 'zh-CN')),
    en: cut(noteSentence(note, 'en')),
  }));
  const more = notes.length - MAX_NOTES;
  const steps = (record?.steps ?? [])
    .filter(({ status }) => status !== 'ok')
    .map(({ name, reason }) => `${STEP[name]?.zh ?? name}：${cut(reason ?? '')}`);
  return [
    row(REPORT_LABEL.reasons, ...orNone(reasons)),
    row(REPORT_LABEL.steps, ...orNone(steps)),
    row(
      REPORT_LABEL.notes,
      ...orNone(notes.slice(0, MAX_NOTES)),
      ...(more > 0 ? [filled(REPORT_SAY.listCut, { count: more, path: CAPTURE_RECORD_PATH })] : []),
    ),
  ];
}

function orNone(values: readonly Said[]): readonly Said[] {
  return values.length > 0 ? values : [REPORT_SAY.none];
}

function attachments({ attestations }: ReportInput, files: number): readonly CertificateRow[] {
  const proofs = attestations.flatMap((attestation) => attestation.files);
  return [
    row(REPORT_LABEL.payload, filled(REPORT_SAY.payload, { count: files })),
    row(REPORT_LABEL.proofFiles, ...orNone(proofs.map((path) => url(path, REPORT_SAY.none)))),
    row(REPORT_LABEL.papers, REPORT_SAY.papers),
  ];
}

function verification({ statement }: ReportInput): readonly Block[] {
  return [
    { kind: 'heading', title: SECTION.verification },
    { kind: 'note', text: REPORT_SAY.verify },
    {
      kind: 'commands',
      lines: [
        'sha256sum --check manifest-sha256.txt',
        'sha256sum attest/statement.json attest/index.jsonl',
        'openssl dgst -sm3 attest/statement.json',
      ],
    },
    { kind: 'note', text: REPORT_SAY.verifyWindows },
    { kind: 'commands', lines: ['Get-FileHash -Algorithm SHA256 attest\\statement.json'] },
    { kind: 'note', text: REPORT_SAY.verifyStatement },
    ...(statement.predicate.kind === 'web-capture'
      ? [{ kind: 'note', text: REPORT_SAY.reproduce } as const]
      : []),
  ];
}

function closing(input: ReportInput): readonly Block[] {
  const texts: readonly Bilingual[] = [
    REPORT_SAY.ownWork,
    ...closingStatement(input, 'report'),
    REPORT_SAY.signature,
  ];
  return texts.map((text) => ({ kind: 'note', text }) as const);
}
