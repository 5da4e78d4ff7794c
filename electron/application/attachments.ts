// A paper of an applicant -> a copy of our own with its digests. Read once, links not followed, bounded while it is read.

import { constants } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { openBoth, type Hashers } from '../../shared/bytes/hashers.ts';
import { toHex } from '../../shared/bytes/hex.ts';
import { APPLICATION_LIMITS } from '../../shared/application/application.ts';
import { AppError, isAppError } from '../../shared/errors.ts';
import { toWriteError } from '../platform/write-errors.ts';

export interface CopiedFile {
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly sm3: string;
}

const READ_BYTES = 1 << 20;
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** @param target must not exist; 0600. Throws input/file-unreadable, input/upload-too-large, store/…. */
export async function copyAttachment(source: string, target: string, hashers: Hashers): Promise<CopiedFile> {
  const from = await open(source, FLAGS).catch((cause: unknown) => {
    throw new AppError('input/file-unreadable', { path: source }, { cause });
  });
  try {
    const facts = await from.stat();
    if (!facts.isFile()) throw new AppError('input/file-unreadable', { path: source });
    const limit = APPLICATION_LIMITS.attachmentBytes;
    const to = await open(target, 'wx', 0o600).catch((error: unknown) => {
      throw toWriteError(error, target);
    });
    const digests = await openBoth(hashers, facts.size);
    try {
      const buffer = new Uint8Array(READ_BYTES);
      let sizeBytes = 0;
      for (;;) {
        const { bytesRead } = await from.read(buffer, 0, buffer.length);
        if (bytesRead === 0) break;
        sizeBytes += bytesRead;
        if (sizeBytes > limit) throw new AppError('input/upload-too-large', { bytes: sizeBytes, limit });
        const piece = buffer.subarray(0, bytesRead);
        await digests.update(piece);
        for (let done = 0; done < bytesRead;) {
          done += (await to.write(piece, done, bytesRead - done)).bytesWritten;
        }
      }
      await to.sync();
      const { sha256, sm3 } = await digests.digests();
      return { sizeBytes, sha256: toHex(sha256), sm3: toHex(sm3) };
    } catch (error) {
      digests.drop();
      await rm(target, { force: true });
      throw isAppError(error) ? error : toWriteError(error, target);
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
}
