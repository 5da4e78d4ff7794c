// The film of a program that ended in the middle gets its end: sizes, duration and index (webm.ts). What stood in their
// place is told, so that anybody can make the film as it was found and hold it against its digest.

import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toHex } from '../../../shared/bytes/hex.ts';
import { toUtf8 } from '../../../shared/bytes/utf8.ts';
import type { FilmMend } from '../../../shared/evidence/recording.ts';
import { writeDurably } from '../../platform/durable-files.ts';
import { openFileAccess } from '../../platform/file-access.ts';
import type { Random } from '../../platform/ports.ts';
import { planFilm } from './webm.ts';

/** Beside data/: decided once, so that a program that ends while it mends goes on with the same. */
const PLAN_FILE = 'film.json';

export interface MendedFilm {
  readonly frames: number;
  /** Null where nothing was missing. */
  readonly mend: FilmMend | null;
}

interface Plan extends MendedFilm {
  readonly written: readonly { readonly at: number; readonly hex: string }[];
}

/** Null where it cannot be read as a film: it stays as it is. Rejects with the system's error. */
export async function mendFilm(workDir: string, film: string, random: Random): Promise<MendedFilm | null> {
  const planPath = join(workDir, PLAN_FILE);
  const known = existsSync(planPath) ? (JSON.parse(await readFile(planPath, 'utf8')) as Plan) : null;
  const plan = known ?? (await planOf(film));
  if (plan === null) return null;
  const { frames, mend, written } = plan;
  if (mend === null) return { frames, mend };
  if (known === null) {
    await writeDurably(planPath, toUtf8(JSON.stringify(plan)), { unique: toHex(random.bytes(8)) });
  }
  const handle = await open(film, 'r+');
  try {
    for (const { at, hex } of written) await handle.write(Buffer.from(hex, 'hex'), 0, undefined, at);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { frames, mend };
}

async function planOf(film: string): Promise<Plan | null> {
  const file = await openFileAccess(film);
  try {
    const found = await planFilm(file);
    if (found === null) return null;
    const { frames, patches } = found;
    if (patches.length === 0) return { frames, mend: null, written: [] };
    const replaced = [];
    for (const { at, bytes } of patches) {
      const length = Math.max(0, Math.min(bytes.length, file.size - at));
      replaced.push({ at, was: length === 0 ? '' : toHex(await file.read(at, length)) });
    }
    return {
      frames,
      mend: { sizeBytes: file.size, sha256: await sha256Of(film), replaced },
      written: patches.map(({ at, bytes }) => ({ at, hex: toHex(bytes) })),
    };
  } finally {
    await file.close();
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest('hex');
}
