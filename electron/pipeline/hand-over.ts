// Sealed evidence -> one file to hand over, with its certificate and report, every proof known at this moment and the
// verifier inside.

import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ExportView } from '../../shared/api/views.ts';
import { AppError } from '../../shared/errors.ts';
import type { WrittenZip } from '../export/zip-writer.ts';
import type { Store } from '../store/types.ts';
import type { ProofFile } from '../attest/ports.ts';
import type { PipelineDeps } from './deps.ts';
import { makeCertificate, makeReport } from './make-paper.ts';
import { witnessedProof } from './witnessed-proof.ts';

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
  const made = await writePackage(deps, id, outPath, signal);
  const at = deps.clock.now().toISOString();
  const exported: ExportView = { path: outPath, at, sizeBytes: made.sizeBytes, sha256: made.sha256 };
  store.exports.add(id, exported);
  return exported;
}

/** The package with every proof of this moment, under outPath; its certificate and report are made for it. */
export async function writePackage(
  deps: PipelineDeps,
  id: string,
  outPath: string,
  signal: AbortSignal,
): Promise<WrittenZip> {
  const certificatePdf = (await makeCertificate(deps, id)).pdf;
  const reportPdf = (await makeReport(deps, id)).pdf;
  return packWith(deps, id, { outPath, certificatePdf, reportPdf, signal });
}

/** The same with papers that are there. Replaces what stands at outPath; its folder must be there. */
export async function packWith(
  deps: PipelineDeps,
  id: string,
  to: {
    readonly outPath: string;
    readonly certificatePdf: Uint8Array;
    readonly reportPdf: Uint8Array;
    readonly signal: AbortSignal;
  },
): Promise<WrittenZip> {
  const { store } = deps;
  const { caseId } = store.evidence.require(id);
  const halfWritten: string[] = [];
  return deps
    .exportPackage({
      sealed: store.evidence.sealedBytes(id),
      openPayload: async (path) => {
        const file = store.evidence.file(id, path);
        if (!file) throw new AppError('input/not-found', { what: path });
        return store.vault.open(caseId, file.sha256);
      },
      proofs: proofsOf(deps, id),
      certificatePdf: to.certificatePdf,
      reportPdf: to.reportPdf,
      verifierHtml: await deps.verifierPage(),
      exporter: deps.signer,
      outPath: to.outPath,
      signal: to.signal,
      onTemporary(path) {
        store.exports.begin(path, deps.clock.now().toISOString());
        halfWritten.push(path);
      },
    })
    .finally(() => {
      for (const path of halfWritten) store.exports.end(path);
    });
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
