// Files that a browser of this computer sends piece by piece (tus 1.0), kept until their deposit is sealed. A set is
// announced first: names, sizes, times; only its files are taken, at exactly the next offset, up to exactly their size.

import { mkdir, open, readdir, readFile, realpath, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { isSourcePath } from '../../shared/evidence/deposit-shape.ts';
import { toHex } from '../../shared/bytes/hex.ts';
import { toUtf8 } from '../../shared/bytes/utf8.ts';
import { AppError } from '../../shared/errors.ts';
import { writeDurably } from '../platform/durable-files.ts';
import type { Random } from '../platform/ports.ts';
import { toWriteError } from '../platform/write-errors.ts';
import type { Sources } from './list-sources.ts';

export interface UploadedFile {
  /** As in a deposit: '/'-separated, beginning with a root. */
  readonly path: string;
  readonly sizeBytes: number;
  /** What the browser says; ISO 8601 UTC. */
  readonly modifiedAt: string | null;
}

export interface Uploads {
  /** Throws input/invalid, input/upload-too-large, store/…. */
  begin(files: readonly UploadedFile[]): Promise<string>;
  /** How much of a file is there. Throws input/upload-state. */
  offset(id: string, index: number): Promise<number>;
  /** The new offset; what arrived before a broken connection is kept. Throws input/upload-state, store/…. */
  append(id: string, index: number, offset: number, bytes: AsyncIterable<Uint8Array>): Promise<number>;
  /** What was chosen, by name. Throws input/upload-state where anything is missing. */
  roots(id: string): Promise<readonly string[]>;
  sources(id: string): Promise<Sources>;
  remove(id: string): Promise<void>;
  /** Removes every set but these. */
  sweep(keep: ReadonlySet<string>): Promise<void>;
}

export interface UploadsDeps {
  readonly folder: string;
  readonly random: Random;
}

const SET = 'set.json';
/** Left free on the disk: what is uploaded is copied into the vault once more. */
const RESERVE_BYTES = 512 * 1024 ** 2;

export function createUploads({ folder, random }: UploadsDeps): Uploads {
  const sets = new Map<string, readonly UploadedFile[]>();
  const busy = new Set<string>();

  const place = (id: string, name: string): string => join(folder, id, name);

  async function filesOf(id: string): Promise<readonly UploadedFile[]> {
    const known = sets.get(id);
    if (known) return known;
    if (!/^U-[0-9a-f]{16}$/.test(id)) throw stateError('unknown');
    const text = await readFile(place(id, SET), 'utf8').catch(() => null);
    if (text === null) throw stateError('unknown');
    const files = JSON.parse(text) as readonly UploadedFile[];
    sets.set(id, files);
    return files;
  }

  async function fileOf(id: string, index: number): Promise<UploadedFile> {
    const file = (await filesOf(id))[index];
    if (!file) throw stateError('unknown');
    return file;
  }

  async function received(id: string, index: number): Promise<number> {
    const facts = await stat(place(id, String(index))).catch(() => null);
    return facts?.size ?? 0;
  }

  async function write(
    path: string,
    from: number,
    size: number,
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<number> {
    const handle = await open(path, from === 0 ? 'w' : 'r+', 0o600);
    let at = from;
    try {
      for await (const chunk of bytes) {
        if (at + chunk.length > size) throw stateError('longer than announced');
        for (let done = 0; done < chunk.length;) {
          const { bytesWritten } = await handle.write(chunk, done, chunk.length - done, at + done);
          done += bytesWritten;
        }
        at += chunk.length;
      }
      if (at === size) await handle.sync();
      return at;
    } catch (error) {
      throw error instanceof AppError ? error : toWriteError(error, folder);
    } finally {
      await handle.close();
    }
  }

  return {
    async begin(files) {
      const seen = new Set(files.map(({ path }) => path));
      const bad = files.find(({ path }) => !isSourcePath(path));
      if (bad || seen.size !== files.length) {
        throw new AppError('input/invalid', { field: bad?.path ?? 'files', problem: 'not usable' });
      }
      const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      const id = `U-${toHex(random.bytes(8))}`;
      try {
        await mkdir(join(folder, id), { recursive: true, mode: 0o700 });
      } catch (error) {
        throw toWriteError(error, folder);
      }
      const { bavail, bsize } = await statfs(folder);
      const limit = Math.max(0, Math.floor((bavail * bsize - RESERVE_BYTES) / 2));
      if (bytes > limit) {
        await rm(join(folder, id), { recursive: true, force: true });
        throw new AppError('input/upload-too-large', { bytes, limit });
      }
      await writeDurably(place(id, SET), toUtf8(JSON.stringify(files)), { unique: toHex(random.bytes(8)) });
      sets.set(id, files);
      return id;
    },
    async offset(id, index) {
      await fileOf(id, index);
      return received(id, index);
    },
    async append(id, index, offset, bytes) {
      const file = await fileOf(id, index);
      const key = `${id}/${index}`;
      if (busy.has(key)) throw stateError('being written');
      busy.add(key);
      try {
        if ((await received(id, index)) !== offset) throw stateError('another offset');
        return await write(place(id, String(index)), offset, file.sizeBytes, bytes);
      } finally {
        busy.delete(key);
      }
    },
    async roots(id) {
      return rootsOf(await filesOf(id));
    },
    async sources(id) {
      const files = await filesOf(id);
      const real = await realpath(join(folder, id)).catch(() => join(folder, id));
      for (const [index, file] of files.entries()) {
        // An empty file never had a piece.
        if (file.sizeBytes === 0) await (await open(place(id, String(index)), 'a', 0o600)).close();
        if ((await received(id, index)) !== file.sizeBytes) throw stateError(file.path);
      }
      return {
        roots: rootsOf(files),
        location: null,
        files: files.map(({ path, sizeBytes, modifiedAt }, index) => ({
          path,
          absolute: join(real, String(index)),
          sizeBytes,
          modifiedAt,
        })),
        emptyFolders: [],
        refused: [],
        unread: [],
        totalBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      };
    },
    async remove(id) {
      sets.delete(id);
      if (/^U-[0-9a-f]{16}$/.test(id)) await rm(join(folder, id), { recursive: true, force: true });
    },
    async sweep(keep) {
      const names = await readdir(folder).catch(() => []);
      for (const name of names) {
        if (!keep.has(name)) await rm(join(folder, name), { recursive: true, force: true });
      }
    },
  };
}

function rootsOf(files: readonly UploadedFile[]): readonly string[] {
  return [...new Set(files.map(({ path }) => path.split('/')[0]!))];
}

function stateError(problem: string): AppError {
  return new AppError('input/upload-state', { problem });
}
