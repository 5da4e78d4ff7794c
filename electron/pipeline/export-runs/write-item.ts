// One item of a batch export -> its folder, written beside its place and moved there whole: package, certificate, report, and for
// an appraiser the record of how it came about. Certificate and report are made once and stand in both.

import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportedFile, ExportOptions } from '../../../shared/api/exports.ts';
import type { EvidenceDetail } from '../../../shared/api/views.ts';
import {
  CAPTURE_RECORD_PATH,
  ENVIRONMENT_PATH,
  EVENTS_PATH,
} from '../../../shared/evidence/package-paths.ts';
import { DEPOSIT_RECORD_PATH } from '../../../shared/evidence/deposit-record.ts';
import { pick } from '../../../shared/text/fill.ts';
import { PAPER_FILES } from '../../../shared/text/papers.ts';
import type { ItemFacts } from '../../papers/item-facts.ts';
import { itemFolderName } from '../../papers/safe-name.ts';
import type { PipelineDeps } from '../deps.ts';
import { packWith } from '../hand-over.ts';
import { makeCertificate, makeReport } from '../make-paper.ts';
import { readEnvironment } from '../read-records.ts';
import { digestFile, PART, putFile, writing } from './run-files.ts';

export interface WrittenItem {
  /** Where it stands until it is moved. */
  readonly part: string;
  readonly folder: string;
  readonly files: readonly ExportedFile[];
  readonly facts: ItemFacts;
}

const PROCESS_PATHS = [CAPTURE_RECORD_PATH, DEPOSIT_RECORD_PATH, EVENTS_PATH, ENVIRONMENT_PATH];

/** Throws what exportItem and makeCertificate throw; leaves its half-made folder to the caller to remove. */
export async function writeItem(
  deps: PipelineDeps,
  run: { readonly folder: string; readonly options: ExportOptions },
  item: { readonly number: number; readonly id: string },
  signal: AbortSignal,
): Promise<WrittenItem> {
  const { store } = deps;
  const { id } = item;
  const { language } = run.options;
  const detail = store.evidence.detail(id);
  const folder = itemFolderName(item.number, id, hostOf(detail) ?? detail.title ?? '');
  const part = join(run.folder, `${PART}${String(item.number)}`);
  await writing(part, async () => {
    await rm(part, { recursive: true, force: true });
    await mkdir(part, { recursive: true });
  });
  const stem = `${id}${detail.demonstration ? '-演示DEMO' : ''}`;
  const certificatePdf = (await makeCertificate(deps, id)).pdf;
  const reportPdf = (await makeReport(deps, id)).pdf;
  const zip = `${stem}.zip`;
  await packWith(deps, id, { outPath: join(part, zip), certificatePdf, reportPdf, signal });
  const names = [
    zip,
    `${stem}-${pick(PAPER_FILES.certificate, language)}.pdf`,
    `${stem}-${pick(PAPER_FILES.report, language)}.pdf`,
  ];
  await putFile(join(part, names[1]!), certificatePdf);
  await putFile(join(part, names[2]!), reportPdf);
  if (run.options.appraiser)
    names.push(...(await writeProcess(deps, detail, part, pick(PAPER_FILES.process, language))));

  const files: ExportedFile[] = [];
  for (const name of names) {
    const { size, sha256, sm3 } = await writing(part, () =>
      digestFile(join(part, name), deps.hashers, signal),
    );
    files.push({ path: name, size, sha256, sm3 });
  }
  return { part, folder, files, facts: await factsOf(deps, detail, files[0]!) };
}

function hostOf({ finalUrl, requestedUrl }: EvidenceDetail): string | null {
  const url = finalUrl ?? requestedUrl;
  return url !== null && URL.canParse(url) ? new URL(url).hostname || null : null;
}

async function writeProcess(
  { store }: PipelineDeps,
  detail: EvidenceDetail,
  part: string,
  name: string,
): Promise<readonly string[]> {
  const written: string[] = [];
  for (const path of PROCESS_PATHS) {
    const file = store.evidence.file(detail.id, path);
    if (!file) continue;
    const inside = `${name}/${path.split('/').at(-1)!}`;
    await putFile(join(part, inside), await store.vault.readAll(detail.caseId, file.sha256));
    written.push(inside);
  }
  return written;
}

async function factsOf(deps: PipelineDeps, detail: EvidenceDetail, zip: ExportedFile): Promise<ItemFacts> {
  const obtained = detail.attestations.filter(({ state }) => state === 'obtained');
  const environment = await readEnvironment(deps.store, detail.id);
  const { name, organisation, verification } = detail.operator;
  return {
    kind: detail.kind,
    name: detail.title ?? detail.finalUrl ?? detail.requestedUrl ?? detail.id,
    url: detail.requestedUrl,
    finalUrl: detail.finalUrl,
    title: detail.title,
    startedAt: detail.startedAt,
    endedAt: detail.endedAt,
    operator: [name, organisation].filter((each) => each !== null && each !== '').join(', ') || null,
    verified: verification === 'verified',
    fileCount: detail.fileCount,
    packageSha256: zip.sha256,
    packageSm3: zip.sm3,
    stamps: obtained
      .filter(({ kind, subject }) => kind === 'timestamp' && subject === 'statement')
      .map(({ at, facts }) => ({ at: at ?? '', serial: fact(facts, 'serial') })),
    anchors: obtained
      .filter(({ kind }) => kind === 'chain')
      .map(({ facts }) => ({ txHash: fact(facts, 'txHash'), block: fact(facts, 'blockNumber') })),
    environment: environment?.record.result ?? null,
    state: detail.state,
    demonstration: detail.demonstration,
    payload: detail.files.map(({ path, sizeBytes, sha256, sm3 }) => ({ path, size: sizeBytes, sha256, sm3 })),
  };
}

function fact(facts: readonly { readonly key: string; readonly value: string }[], key: string): string {
  return facts.find((each) => each.key === key)?.value ?? '';
}
