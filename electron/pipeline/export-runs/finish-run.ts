// The end of a batch export: tables, drafts and the reading copy go on a disc with room; then each disc gets the verifier,
// how to use it, and lists of everything on it; the seal labels stand beside the discs. All of it is made anew on resume.

import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportDisc, ExportedFile } from '../../../shared/api/exports.ts';
import { toUtf8 } from '../../../shared/bytes/utf8.ts';
import { digestOf } from '../../../shared/bytes/hashers.ts';
import { toHex } from '../../../shared/bytes/hex.ts';
import { pick, say } from '../../../shared/text/fill.ts';
import { HOW_TO, PAPER, PAPER_FILES } from '../../../shared/text/papers.ts';
import { mergeCertificates } from '../../certificate/merge-certificates.ts';
import {
  appraisalRequest,
  captureRecord,
  evidenceListDocument,
  notarialWords,
  sealLabels,
} from '../../papers/drafts.ts';
import { renderDocument, type DocumentModel } from '../../papers/document.ts';
import type { PaperItem } from '../../papers/item-facts.ts';
import { renderSheets, type Table } from '../../papers/sheet.ts';
import { batchSheets, evidenceList, exported, fileList, type PaperRun } from '../../papers/tables.ts';
import type { StoredExportRun } from '../../store/types.ts';
import type { PipelineDeps } from '../deps.ts';
import { digestFile, moveFolder, PART, putFile, roomFor, sizeOf, writing, type Discs } from './run-files.ts';

/** Certificates per reading copy: more is slow to open and to hold in memory. */
const PER_VOLUME = 100;

export const discName = (run: StoredExportRun, n: number): string =>
  say(PAPER_FILES.disc, run.options.language, { n });

/** The discs as they stand at the end. Throws store/disk-full, input/output-unwritable, export/failed, the signal's reason. */
export async function finishRun(
  deps: PipelineDeps,
  run: StoredExportRun,
  discs: Discs,
  signal: AbortSignal,
): Promise<readonly ExportDisc[]> {
  const { language } = run.options;
  const items = deps.store.exportRuns.all(run.id) as readonly PaperItem[];
  const about: PaperRun = {
    id: run.id,
    createdAt: run.createdAt,
    counts: run.counts,
    language,
    purpose: run.options.purpose,
    questions: run.options.questions,
    softwareVersion: deps.softwareVersion,
    demonstration: deps.demonstration || exported(items).some(({ facts }) => facts.demonstration),
  };
  const folder = pick(PAPER_FILES.papers, language);
  const part = join(run.folder, `${PART}papers`);
  for (let n = 1; n <= discs.last(); n++) await remove(join(run.folder, discName(run, n), folder));
  await remove(part);
  const papers = await writePapers(deps, run, about, items, part, signal);
  const papersDisc = discs.place(roomFor(papers));
  await moveFolder(part, join(run.folder, discName(run, papersDisc), folder));

  const made: ExportDisc[] = [];
  for (let n = 1; n <= discs.last(); n++) {
    signal.throwIfAborted();
    const ofItems = items.flatMap((item) =>
      item.state === 'done' && item.disc === n
        ? item.files.map((file) => ({ ...file, path: `${item.folder}/${file.path}` }))
        : [],
    );
    const ofPapers =
      n === papersDisc ? papers.map((file) => ({ ...file, path: `${folder}/${file.path}` })) : [];
    made.push(await writeDisc(deps, run, about, n, [...ofItems, ...ofPapers]));
  }
  const labels = await renderDocument(sealLabels(about, made), run.createdAt);
  await putFile(join(run.folder, `${pick(PAPER_FILES.labels, language)}.docx`), labels);
  return made;
}

const remove = (path: string): Promise<void> =>
  writing(path, () => rm(path, { recursive: true, force: true }));

async function writePapers(
  deps: PipelineDeps,
  run: StoredExportRun,
  about: PaperRun,
  items: readonly PaperItem[],
  part: string,
  signal: AbortSignal,
): Promise<readonly ExportedFile[]> {
  const { language, court, appraiser, path, merged } = run.options;
  const written: string[] = [];
  const mark = about.demonstration ? '-演示DEMO' : '';
  const put = async (name: string, bytes: Uint8Array): Promise<void> => {
    signal.throwIfAborted();
    await putFile(join(part, name), bytes);
    written.push(name);
  };
  const sheet = async (name: keyof typeof PAPER_FILES, tables: readonly Table[]) =>
    put(`${pick(PAPER_FILES[name], language)}${mark}.xlsx`, await renderSheets(tables, run.createdAt));
  const document = async (name: keyof typeof PAPER_FILES, model: DocumentModel) =>
    put(`${pick(PAPER_FILES[name], language)}${mark}.docx`, await renderDocument(model, run.createdAt));

  await sheet('batchTable', batchSheets(about, items));
  if (court) {
    await sheet('evidenceList', [evidenceList(about, items)]);
    await document('evidenceList', evidenceListDocument(about, items));
  }
  if (path !== null) {
    await document(path === 'A' ? 'recordA' : 'recordB', captureRecord(about, items, path));
    await document('words', notarialWords(about, items, path));
  }
  if (appraiser) {
    await document('appraisal', appraisalRequest(about, items));
    const material = exported(items).flatMap(({ folder, facts, files }) => [
      ...files.map((file) => ({ ...file, path: `${folder}/${file.path}` })),
      ...facts.payload.map((file) => ({ ...file, path: `${folder}/${files[0]!.path} → ${file.path}` })),
    ]);
    await sheet('material', [fileList(pick(PAPER_FILES.material, language), material, language)]);
  }
  if (merged) await writeReadingCopies(deps, run, items, mark, put);

  const files: ExportedFile[] = [];
  for (const name of written) {
    files.push({ ...(await writing(part, () => digestFile(join(part, name), deps.hashers))), path: name });
  }
  return files;
}

async function writeReadingCopies(
  deps: PipelineDeps,
  run: StoredExportRun,
  items: readonly PaperItem[],
  mark: string,
  put: (name: string, bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  const { language } = run.options;
  const fonts = await deps.fonts();
  const all = exported(items);
  const title = pick(PAPER_FILES.merged, language);
  for (let from = 0; from < all.length; from += PER_VOLUME) {
    const volume = all.slice(from, from + PER_VOLUME);
    const numbers = { from: volume[0]!.number, to: volume.at(-1)!.number };
    const bytes = await mergeCertificates(
      volume.map((item) => {
        const path = join(run.folder, discName(run, item.disc!), item.folder!, item.files[1]!.path);
        return () => writing(path, () => readFile(path));
      }),
      {
        title,
        lines: [say(PAPER.readingLines, language, { count: volume.length, ...numbers }), run.id],
        stamp: pick(PAPER.readingCopy, language),
        at: run.createdAt,
      },
      fonts,
    );
    const number = all.length > PER_VOLUME ? `-${String(from / PER_VOLUME + 1).padStart(2, '0')}` : '';
    await put(`${title}${number}${mark}.pdf`, bytes);
  }
}

/** @param files of items and papers, with their paths on the disc */
async function writeDisc(
  deps: PipelineDeps,
  run: StoredExportRun,
  about: PaperRun,
  n: number,
  files: readonly ExportedFile[],
): Promise<ExportDisc> {
  const { hashers } = deps;
  const { language } = run.options;
  const root = join(run.folder, discName(run, n));
  const list = pick(PAPER_FILES.discList, language);
  const names = { list256: `${list}-sha256.txt`, list3: `${list}-sm3.txt`, listXlsx: `${list}.xlsx` };
  const all = [...files];
  const put = async (path: string, bytes: Uint8Array): Promise<void> => {
    await putFile(join(root, path), bytes);
    all.push(
      await writing(root, () => digestFile(join(root, path), hashers).then((file) => ({ ...file, path }))),
    );
  };
  const page = await deps.verifierPage();
  const verifier = `${pick(PAPER_FILES.verifier, language)}/verify.html`;
  if (page) await put(verifier, page);
  const howTo = say(HOW_TO, language, { ...names, verifier });
  await put(`${pick(PAPER_FILES.howTo, language)}.txt`, toUtf8(`\uFEFF${lines(howTo)}`));

  const ordered = all.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const manifest = (digest: 'sha256' | 'sm3') =>
    toUtf8(ordered.map((file) => `${file[digest]}  ${file.path}\n`).join(''));
  const list256 = manifest('sha256');
  const list3 = manifest('sm3');
  const sha256 = createHash('sha256').update(list256).digest('hex');
  const sm3 = toHex(digestOf(hashers.createSm3(), list3));
  const head = [
    [`${names.list256} SHA-256`, sha256],
    [`${names.list3} SM3`, sm3],
  ] as const;
  const xlsx = await renderSheets([fileList(list, ordered, language, head)], run.createdAt);
  await putFile(join(root, names.list256), list256);
  await putFile(join(root, names.list3), list3);
  await putFile(join(root, names.listXlsx), xlsx);
  return {
    number: n,
    name: discName(run, n),
    files: ordered.length + 3,
    sizeBytes: sizeOf(ordered) + list256.length + list3.length + xlsx.length,
    sha256,
    sm3,
  };
}

/** Windows' own editors need both characters. */
const lines = (text: string): string => text.replace(/\r?\n/g, '\r\n');
