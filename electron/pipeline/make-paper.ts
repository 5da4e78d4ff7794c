// Sealed evidence -> its certificate and the report of its process, from everything that is known of it now.

import { createHash } from 'node:crypto';
import type { SignerKind } from '../../shared/api/signing.ts';
import { toHex } from '../../shared/bytes/hex.ts';
import {
  buildCertificate,
  SCREENSHOT,
  type CertificateInput,
  type Paper,
} from '../../shared/certificate/model.ts';
import { buildReport } from '../../shared/certificate/report.ts';
import {
  EVENTS_PRINTED,
  type ProcessEvent,
  type ProcessEvents,
} from '../../shared/certificate/report-process.ts';
import type { CaptureRecord } from '../../shared/evidence/capture-record.ts';
import { parseStatement } from '../../shared/evidence/statement-file.ts';
import { parseCheckpointNote } from '../../shared/ledger/checkpoint.ts';
import { LABEL } from '../../shared/text/certificate.ts';
import { PERSON } from '../../shared/text/words.ts';
import { renderPaper, type RenderedPaper } from '../certificate/render-paper.ts';
import type { PipelineDeps } from './deps.ts';
import {
  readCaptureRecord,
  readDepositRecord,
  readEnvironment,
  readFile,
  readProcessLog,
} from './read-records.ts';
import { witnessAttestations } from './witnessed-proof.ts';
import { chosenSigner, signPaper, type IssuedPaper } from './sign-paper.ts';

/** @param sign who signs the PDF; null: as the settings say. Throws input/not-found, certificate/…, key/…. */
export async function makeCertificate(
  deps: PipelineDeps,
  id: string,
  sign: SignerKind | null = null,
): Promise<IssuedPaper> {
  const { input, screenshot } = await gather(deps, id);
  const paper = buildCertificate(input);
  return issue(deps, id, { paper, screenshot, at: input.issuedAt, action: 'certificate-issued' }, sign);
}

/** The report of the process (取证过程报告). Throws as makeCertificate. */
export async function makeReport(
  deps: PipelineDeps,
  id: string,
  sign: SignerKind | null = null,
): Promise<IssuedPaper> {
  const { input, log } = await gather(deps, id);
  const paper = buildReport({ ...input, events: log });
  return issue(deps, id, { paper, screenshot: null, at: input.issuedAt, action: 'report-issued' }, sign);
}

async function issue(
  deps: PipelineDeps,
  id: string,
  order: {
    readonly paper: Paper;
    readonly screenshot: Uint8Array | null;
    readonly at: string;
    readonly action: 'certificate-issued' | 'report-issued';
  },
  sign: SignerKind | null,
): Promise<IssuedPaper> {
  const { pdf, sealArea, number } = await render(deps, id, order.paper, order.screenshot, order.at);
  const { demonstration } = order.paper;
  const issued = await signPaper(deps, { pdf, area: sealArea, demonstration }, chosenSigner(deps, sign));
  const { state, by, tsa } = issued.signature;
  deps.store.audit.append(order.action, id, {
    number,
    sha256: createHash('sha256').update(issued.pdf).digest('hex'),
    signature: state,
    ...(by === null ? {} : { signedBy: by }),
    ...(tsa === null ? {} : { tsa }),
  });
  return issued;
}

interface Gathered {
  readonly input: CertificateInput;
  readonly screenshot: Uint8Array | null;
  readonly log: ProcessEvents | null;
}

async function gather(deps: PipelineDeps, id: string): Promise<Gathered> {
  const { store } = deps;
  const view = store.evidence.require(id);
  const detail = store.evidence.detail(id);
  const record = await readCaptureRecord(store, id);
  const log = await readProcessLog(store, id);
  const screenshotPath = screenshotOf(record);
  const trusted = store.attestations
    .ofEvidence(id)
    .filter(
      ({ kind, target, state, trusted: leads }) =>
        kind === 'timestamp' && target.subject === 'statement' && state === 'obtained' && leads,
    );
  const input: CertificateInput = {
    statement: parseStatement(store.evidence.sealedBytes(id).statement),
    statementSha256: detail.statementSha256,
    statementSm3: detail.statementSm3,
    signerKeyId: deps.signer.keyId,
    record,
    deposit: await readDepositRecord(store, id),
    environment: await readEnvironment(store, id),
    works: view.kind === 'web-capture' ? store.works.list({ caseId: view.caseId }) : [],
    files: detail.files.map(({ path, sizeBytes, sha256, sm3 }) => ({ path, size: sizeBytes, sha256, sm3 })),
    attestations: [...detail.attestations, ...witnessAttestations(deps, id)],
    checkpoint: coveringCheckpoint(deps, id),
    processLog: log && { entries: log.lines.length, headSha256: log.headSha256 },
    timeTrusted: trusted.some(({ demonstration }) => !demonstration),
    trustedStamps: trusted.map((stamp) => stamp.id),
    screenshotPath,
    hasThumbnail: view.thumbnailPath !== null,
    issuedAt: deps.clock.now().toISOString(),
    softwareVersion: deps.softwareVersion,
  };
  const screenshot = screenshotPath === null ? null : await readFile(store, id, screenshotPath);
  return { input, screenshot, log: log && printed(log.lines) };
}

function parse(line: string): ProcessEvent {
  return JSON.parse(line) as ProcessEvent;
}

/** The lines that a report prints; only they are parsed. */
function printed(lines: readonly string[]): ProcessEvents {
  const { first, last } = EVENTS_PRINTED;
  const whole = lines.length <= first + last;
  return {
    total: lines.length,
    first: lines.slice(0, whole ? lines.length : first).map(parse),
    last: whole ? [] : lines.slice(-last).map(parse),
  };
}

function screenshotOf(record: CaptureRecord | null): string | null {
  return record?.artefacts.find(({ kind }) => kind === 'screenshot')?.path ?? null;
}

async function render(
  deps: PipelineDeps,
  id: string,
  paper: Paper,
  screenshot: Uint8Array | null,
  issuedAt: string,
): Promise<RenderedPaper & { readonly number: string }> {
  const { store } = deps;
  const { operator, kind, thumbnailPath } = { ...store.evidence.detail(id), ...store.evidence.require(id) };
  const fonts = await deps.fonts();
  for (const [name, label] of [
    [operator.name, PERSON[kind]],
    [operator.organisation, LABEL.organisation],
  ] as const) {
    if (name) fonts.assertPrintable(name, label.zh);
  }
  const thumbnail = thumbnailPath ? await readFile(store, id, thumbnailPath) : null;
  const pictures = new Map(screenshot ? [[SCREENSHOT, screenshot]] : []);
  const made = await renderPaper({ paper, thumbnail, pictures, issuedAt: new Date(issuedAt) }, fonts);
  return { ...made, number: paper.number };
}

function coveringCheckpoint({ store, ledgerOf }: PipelineDeps, id: string) {
  const covering = store.attestations.checkpointOf(id);
  const ledger = covering && ledgerOf(covering.origin);
  if (!ledger) return null;
  const { origin, size, root } = parseCheckpointNote(ledger.checkpointNote(covering.size));
  return { origin, size, rootHex: toHex(root) };
}
