// Sealed evidence -> certificate -> one file to hand over, with every proof known at this moment and the verifier inside.

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ExportView } from '../../shared/api/views.ts';
import { fromUtf8, toUtf8 } from '../../shared/bytes/utf8.ts';
import { toHex } from '../../shared/bytes/hex.ts';
import { buildCertificate } from '../../shared/certificate/model.ts';
import type { CaptureRecord } from '../../shared/evidence/capture-record.ts';
import { DEPOSIT_RECORD_PATH, type DepositRecord } from '../../shared/evidence/deposit-record.ts';
import type { EnvironmentRecord } from '../../shared/evidence/environment.ts';
import { CAPTURE_RECORD_PATH, ENVIRONMENT_PATH, EVENTS_PATH } from '../../shared/evidence/package-paths.ts';
import { parseStatement } from '../../shared/evidence/statement-file.ts';
import { parseCheckpointNote } from '../../shared/ledger/checkpoint.ts';
import { AppError } from '../../shared/errors.ts';
import { renderCertificate } from '../certificate/render-pdf.ts';
import type { Store } from '../store/types.ts';
import type { ProofFile } from '../attest/ports.ts';
import type { PipelineDeps } from './deps.ts';
import { witnessedProof } from './witnessed-proof.ts';

/** Throws input/not-found, certificate/missing-glyph. */
export async function makeCertificate(deps: PipelineDeps, id: string): Promise<Uint8Array> {
  const { store } = deps;
  const view = store.evidence.require(id);
  const detail = store.evidence.detail(id);
  const issuedAt = deps.clock.now();
  const fonts = await deps.fonts();
  for (const name of [detail.operator.name, detail.operator.organisation]) {
    if (name) fonts.assertPrintable(name);
  }
  const model = buildCertificate({
    statement: parseStatement(store.evidence.sealedBytes(id).statement),
    statementSha256: detail.statementSha256,
    statementSm3: detail.statementSm3,
    signerKeyId: deps.signer.keyId,
    record: await readCaptureRecord(store, id),
    deposit: await readDepositRecord(store, id),
    environment: await readEnvironment(store, id),
    files: detail.files.map(({ path, sizeBytes, sha256, sm3 }) => ({ path, size: sizeBytes, sha256, sm3 })),
    attestations: detail.attestations,
    checkpoint: coveringCheckpoint(deps, id),
    processLog: await readProcessLog(store, id),
    timeTrusted: store.attestations
      .ofEvidence(id)
      .some(
        ({ kind, target, state, trusted, demonstration }) =>
          kind === 'timestamp' &&
          target.subject === 'statement' &&
          state === 'obtained' &&
          trusted &&
          !demonstration,
      ),
    issuedAt: issuedAt.toISOString(),
    softwareVersion: deps.softwareVersion,
  });
  const thumbnail = view.thumbnailPath ? await readFile(store, id, view.thumbnailPath) : null;
  const pdf = await renderCertificate({ model, thumbnail, issuedAt }, fonts);
  store.audit.append('certificate-issued', id, {
    number: model.number,
    sha256: createHash('sha256').update(pdf).digest('hex'),
  });
  return pdf;
}

function coveringCheckpoint({ store, ledgerOf }: PipelineDeps, id: string) {
  const covering = store.attestations.checkpointOf(id);
  const ledger = covering && ledgerOf(covering.origin);
  if (!ledger) return null;
  const { origin, size, root } = parseCheckpointNote(ledger.checkpointNote(covering.size));
  return { origin, size, rootHex: toHex(root) };
}

/** Null for a file deposit. Our own vault, digest-checked on reading, so the shape is ours. */
export async function readCaptureRecord(store: Store, id: string): Promise<CaptureRecord | null> {
  const bytes = await readFile(store, id, CAPTURE_RECORD_PATH);
  const text = bytes && fromUtf8(bytes);
  return text ? (JSON.parse(text) as CaptureRecord) : null;
}

/** Null for a capture. */
export async function readDepositRecord(store: Store, id: string): Promise<DepositRecord | null> {
  const bytes = await readFile(store, id, DEPOSIT_RECORD_PATH);
  const text = bytes && fromUtf8(bytes);
  return text ? (JSON.parse(text) as DepositRecord) : null;
}

/** With the digest of its file; null where no check was made. */
export async function readEnvironment(
  store: Store,
  id: string,
): Promise<{ readonly record: EnvironmentRecord; readonly sha256: string } | null> {
  const bytes = await readFile(store, id, ENVIRONMENT_PATH);
  const text = bytes && fromUtf8(bytes);
  if (!bytes || !text) return null;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { record: JSON.parse(text) as EnvironmentRecord, sha256 };
}

async function readProcessLog(store: Store, id: string) {
  const bytes = await readFile(store, id, EVENTS_PATH);
  const text = bytes && fromUtf8(bytes);
  if (!text) return null;
  const lines = text.trimEnd().split('\n');
  const headSha256 = createHash('sha256')
    .update(toUtf8(lines.at(-1)!))
    .digest('hex');
  return { entries: lines.length, headSha256 };
}

async function readFile(store: Store, id: string, path: string): Promise<Uint8Array | null> {
  const file = store.evidence.file(id, path);
  if (!file) return null;
  return store.vault.readAll(store.evidence.require(id).caseId, file.sha256);
}

/** Writes <id>.zip into the folder; an older file of that name is kept and the new one numbered. */
export async function exportItem(
  deps: PipelineDeps,
  id: string,
  folder: string,
  signal: AbortSignal,
): Promise<ExportView> {
  const { store } = deps;
  const view = store.evidence.require(id);
  const outPath = freeName(folder, `${id}${view.demonstration ? '-演示DEMO' : ''}`);
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw new AppError('input/output-unwritable', { path: folder }, { cause });
  }
  const halfWritten: string[] = [];
  const made = await deps
    .exportPackage({
      sealed: store.evidence.sealedBytes(id),
      openPayload: async (path) => {
        const file = store.evidence.file(id, path);
        if (!file) throw new AppError('input/not-found', { what: path });
        return store.vault.open(view.caseId, file.sha256);
      },
      proofs: proofsOf(deps, id),
      certificatePdf: await makeCertificate(deps, id),
      verifierHtml: await deps.verifierPage(),
      exporter: deps.signer,
      outPath,
      signal,
      onTemporary(path) {
        store.exports.begin(path, deps.clock.now().toISOString());
        halfWritten.push(path);
      },
    })
    .finally(() => {
      for (const path of halfWritten) store.exports.end(path);
    });
  const at = deps.clock.now().toISOString();
  const exported: ExportView = { path: outPath, at, sizeBytes: made.sizeBytes, sha256: made.sha256 };
  store.exports.add(id, exported);
  return exported;
}

/** Everything obtained so far. */
export function proofsOf(deps: PipelineDeps, id: string): readonly ProofFile[] {
  const stored = [...deps.store.attestations.proofFiles(id), ...deps.store.renewals.files(id)];
  const witnessed = witnessedProof(deps, id);
  return witnessed === null ? stored : [...stored, witnessed].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** Removes what an export that was killed left in a folder of the user; a place that is not there now is left noted. */
export async function removeHalfWritten({ exports, audit }: Store): Promise<void> {
  let temporary = 0;
  for (const path of exports.unfinished()) {
    if (!existsSync(dirname(path))) continue;
    if (existsSync(path)) temporary += 1;
    await rm(path, { force: true }).catch(() => undefined); // Not ours to remove any more: it is noted no longer.
    exports.end(path);
  }
  if (temporary > 0) audit.append('orphans-removed', null, { exports: temporary });
}

function freeName(folder: string, stem: string): string {
  for (let n = 1; ; n++) {
    const path = join(folder, n === 1 ? `${stem}.zip` : `${stem} (${n}).zip`);
    if (!existsSync(path)) return path;
  }
}
