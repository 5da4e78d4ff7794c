// A filled-in application -> its package: every piece of evidence is exported and verified by our own verifier first, the
// package is written, encrypted where that is wanted, and read back before it is called made.

import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { ApplicationDetail, ApplicationView, PackedEvidence } from '../../shared/api/applications.ts';
import type {
  Application,
  ApplicationAttachment,
  ApplicationEvidence,
} from '../../shared/application/application.ts';
import {
  APPLICATION_ENDING,
  attachmentPath,
  ENCRYPTED_ENDING,
  evidencePath,
  type AttachmentKind,
} from '../../shared/application/paths.ts';
import { readApplication } from '../../shared/application/read-application.ts';
import { openBoth } from '../../shared/bytes/hashers.ts';
import { toHex } from '../../shared/bytes/hex.ts';
import { AppError } from '../../shared/errors.ts';
import { encryptTo } from '../application/age.ts';
import { applicationInputs } from '../application/package-application.ts';
import { toOutputError } from '../export/output-error.ts';
import { writeZip } from '../export/zip-writer.ts';
import { syncFolder } from '../platform/durable-files.ts';
import { openFileAccess } from '../platform/file-access.ts';
import type { PipelineDeps } from './deps.ts';
import { writePackage } from './hand-over.ts';

export interface PackedPaper {
  /** Absolute path of our copy. */
  readonly file: string;
  readonly kind: AttachmentKind;
  readonly originalName: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly sm3: string;
}

export interface PackInput {
  readonly id: string;
  readonly form: Readonly<Record<string, string>>;
  readonly evidenceIds: readonly string[];
  readonly papers: readonly PackedPaper[];
  readonly recipient: { readonly name: string; readonly key: string } | null;
  /** Where the package is put. */
  readonly folder: string;
  /** Emptied afterwards. */
  readonly workFolder: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: NonNullable<ApplicationView['progress']>) => void;
}

/** Throws what exporting and writing throw, format/bad-application, application/bad-recipient, or the signal's reason. */
export async function packApplication(
  deps: PipelineDeps,
  input: PackInput,
): Promise<NonNullable<ApplicationDetail['package']>> {
  const { workFolder, signal } = input;
  await rm(workFolder, { recursive: true, force: true });
  await mkdir(workFolder, { recursive: true, mode: 0o700 });
  try {
    const evidence: ApplicationEvidence[] = [];
    for (const [i, id] of input.evidenceIds.entries()) {
      signal.throwIfAborted();
      input.onProgress({ step: 'export', done: i / input.evidenceIds.length });
      evidence.push(await prepareEvidence(deps, input, id));
    }
    const attachments = input.papers.map(({ file: _file, ...paper }, i): ApplicationAttachment => ({
      path: attachmentPath(i + 1, paper.kind, paper.originalName),
      ...paper,
    }));
    const application: Application = {
      format: 'cunan-application/1',
      id: input.id,
      createdAt: deps.clock.now().toISOString(),
      route: 'self-captured',
      demonstration: deps.demonstration,
      form: input.form,
      evidence,
      attachments,
      software: { name: 'Cunan', version: deps.softwareVersion },
    };
    return await write(deps, input, application);
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}

async function prepareEvidence(
  deps: PipelineDeps,
  input: PackInput,
  id: string,
): Promise<ApplicationEvidence> {
  const path = join(input.workFolder, `${id}.zip`);
  await writePackage(deps, id, path, input.signal);
  input.onProgress({ step: 'verify', done: null });
  const file = await openFileAccess(path);
  try {
    const report = await deps.verifyAccess(file);
    const detail = deps.store.evidence.detail(id);
    return {
      path: evidencePath(id),
      id,
      kind: detail.kind,
      state: detail.state,
      title: detail.title,
      requestedUrl: detail.requestedUrl,
      startedAt: detail.startedAt,
      sizeBytes: file.size,
      ...(await digestsOfFile(deps, path, file.size)),
      statementSha256: detail.statementSha256,
      statementSm3: detail.statementSm3,
      verdict: report.verdict,
    };
  } finally {
    await file.close();
  }
}

async function digestsOfFile({ hashers }: PipelineDeps, path: string, sizeBytes: number) {
  const both = await openBoth(hashers, sizeBytes);
  try {
    for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) {
      await both.update(piece as Uint8Array);
    }
    const { sha256, sm3 } = await both.digests();
    return { sha256: toHex(sha256), sm3: toHex(sm3) };
  } finally {
    both.drop();
  }
}

async function write(
  deps: PipelineDeps,
  input: PackInput,
  application: Application,
): Promise<NonNullable<ApplicationDetail['package']>> {
  const { signal, recipient } = input;
  const places = new Map<string, string>([
    ...application.evidence.map(({ path, id }) => [path, join(input.workFolder, `${id}.zip`)] as const),
    ...application.attachments.map(({ path }, i) => [path, input.papers[i]!.file] as const),
  ]);
  const stem = `${application.id}${deps.demonstration ? '-演示DEMO' : ''}`;
  const outPath = join(input.folder, `${stem}${recipient === null ? APPLICATION_ENDING : ENCRYPTED_ENDING}`);
  try {
    await mkdir(input.folder, { recursive: true });
  } catch (cause) {
    throw new AppError('input/output-unwritable', { path: input.folder }, { cause });
  }
  // What is still to be encrypted never lies in the person's folder.
  const plainPath = recipient === null ? outPath : join(input.workFolder, `${stem}${APPLICATION_ENDING}`);
  const halfWritten: string[] = [];
  const noteTemporary = (path: string): void => {
    deps.store.exports.begin(path, deps.clock.now().toISOString());
    halfWritten.push(path);
  };
  try {
    const plain = await writeZip({
      outPath: plainPath,
      inputs: applicationInputs({
        application,
        open: (path) => createReadStream(places.get(path)!, { highWaterMark: 1 << 20 }),
        signer: deps.signer,
      }),
      signal,
      onTemporary: noteTemporary,
      onProgress: (done, total) => input.onProgress({ step: 'pack', done: done / total }),
    });
    await readBack(deps, input, plainPath);
    const made = recipient === null ? plain : await encrypt(deps, input, plainPath, outPath, noteTemporary);
    const evidence = application.evidence.map(({ id, verdict }): PackedEvidence => ({ id, verdict }));
    return { path: outPath, ...made, encryptedTo: recipient?.name ?? null, evidence };
  } catch (error) {
    if (recipient === null && signal.aborted) await rm(plainPath, { force: true });
    throw error;
  } finally {
    for (const path of halfWritten) deps.store.exports.end(path);
  }
}

/** What was written is what was meant, file by file. Throws store/damaged. */
async function readBack({ hashers }: PipelineDeps, input: PackInput, path: string): Promise<void> {
  const file = await openFileAccess(path);
  try {
    const { problems } = await readApplication(file, {
      hashers,
      crc32,
      signal: input.signal,
      onProgress: (done, total) => input.onProgress({ step: 'check', done: done / total }),
    });
    const [problem] = problems;
    if (problem)
      throw new AppError('store/damaged', { problem: `${problem.code} ${problem.details['path'] ?? ''}` });
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

async function encrypt(
  deps: PipelineDeps,
  input: PackInput,
  from: string,
  outPath: string,
  onTemporary: (path: string) => void,
): Promise<{ readonly sizeBytes: number; readonly sha256: string }> {
  const temporary = join(dirname(outPath), `.tmp-${toHex(deps.random.bytes(8))}`);
  onTemporary(temporary);
  const digest = deps.hashers.createSha256();
  let sizeBytes = 0;
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      const source = createReadStream(from, { highWaterMark: 1 << 20, signal: input.signal });
      for await (const piece of encryptTo(input.recipient!.key, source)) {
        digest.update(piece);
        for (let done = 0; done < piece.length;) {
          done += (await handle.write(piece, done, piece.length - done)).bytesWritten;
        }
        sizeBytes += piece.length;
        input.onProgress({ step: 'encrypt', done: null });
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, outPath);
    await syncFolder(dirname(outPath));
    return { sizeBytes, sha256: toHex(digest.digest()) };
  } catch (error) {
    await rm(temporary, { force: true });
    input.signal.throwIfAborted();
    throw toOutputError(error, outPath);
  }
}
