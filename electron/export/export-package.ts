// Sealed evidence + payload + the proofs of this moment -> one ZIP file to hand over (docs/evidence-package.md).
// Every payload file is held against its digest while it is copied: a damaged one is never handed over.

import { createHash } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import { parseIndex } from '../../shared/evidence/index-file.ts';
import type { IndexLine } from '../../shared/evidence/index-line.ts';
import type { SealedFiles } from '../../shared/evidence/sealed-files.ts';
import { parseStatement } from '../../shared/evidence/statement-file.ts';
import type { RandomAccess } from '../../shared/zip/random-access.ts';
import type { Signer } from '../platform/ports.ts';
import { buildTagFiles, type PackageFile } from './tag-files.ts';
import { type WrittenZip, writeZip, type ZipInput } from './zip-writer.ts';

/** Bytes at an offset, or a stream of pieces; close() is called when it has been read or given up. */
export type PayloadSource = (RandomAccess | AsyncIterable<Uint8Array>) & { close?(): Promise<void> };

export interface ExportInput {
  readonly sealed: SealedFiles;
  /** @param path data/… as in the index. */
  readonly openPayload: (path: string) => Promise<PayloadSource>;
  readonly proofs: readonly PackageFile[];
  readonly certificatePdf: Uint8Array | null;
  readonly reportPdf?: Uint8Array | null;
  readonly verifierHtml: Uint8Array | null;
  /** Signs tagmanifest-sha256.txt. */
  readonly exporter: Signer;
  readonly outPath: string;
  readonly signal?: AbortSignal;
  /** See ZipWriteOptions. */
  readonly onTemporary?: (path: string) => void;
  readonly onProgress?: (writtenBytes: number, totalBytes: number) => void;
}

const READ_BYTES = 1 << 20;

/**
 * Throws store/damaged {problem} (payload or sealed files are not what was sealed), store/disk-full,
 * input/output-unwritable, export/failed, format/bad-package; what openPayload or the signal throws is passed on.
 * Nothing is left under outPath then.
 */
export async function exportPackage(input: ExportInput): Promise<WrittenZip> {
  const { sealed, outPath, signal, onProgress } = input;
  const index = parseIndex(sealed.index);
  const { subject } = parseStatement(sealed.statement);
  if (createHash('sha256').update(sealed.index).digest('hex') !== subject[0].digest.sha256) {
    throw new AppError('store/damaged', { problem: subject[0].name });
  }
  const tagFiles = buildTagFiles({ ...input, index });
  return writeZip({
    outPath,
    inputs: [
      ...tagFiles.map(({ path, bytes }): ZipInput => ({
        name: path,
        size: bytes.length,
        open: () => [bytes],
      })),
      ...index.lines.map((line): ZipInput => ({
        name: line.path,
        size: line.size,
        open: () => checkedPayload(line, input.openPayload),
      })),
    ],
    signal,
    onProgress,
    onTemporary: input.onTemporary,
  });
}

async function* checkedPayload(
  line: IndexLine,
  openPayload: ExportInput['openPayload'],
): AsyncGenerator<Uint8Array> {
  const source = await openPayload(line.path);
  try {
    const hash = createHash('sha256');
    let size = 0;
    for await (const bytes of 'read' in source ? pieces(source) : source) {
      size += bytes.length;
      if (size > line.size) break;
      hash.update(bytes);
      yield bytes;
    }
    if (size !== line.size || hash.digest('hex') !== line.sha256) {
      throw new AppError('store/damaged', { problem: line.path });
    }
  } finally {
    await source.close?.();
  }
}

async function* pieces(source: RandomAccess): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < source.size; at += READ_BYTES) {
    yield await source.read(at, Math.min(READ_BYTES, source.size - at));
  }
}
