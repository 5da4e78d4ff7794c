// SHA-256 of the browser that really runs. Read once per build: the answer is kept by path, size and time of change.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readlink, realpath, stat } from 'node:fs/promises';

const known = new Map<string, Promise<string>>();

/** The program behind a wrapper script (Debian's /usr/bin/chromium is one): what the process runs, where that shows. */
export async function runningExecutable(path: string, pid: number | undefined): Promise<string> {
  if (process.platform === 'linux' && pid !== undefined) {
    try {
      return await readlink(`/proc/${pid}/exe`);
    } catch {
      // The process is gone or not ours to look at: the path that was started is the next best answer.
    }
  }
  return realpath(path);
}

/** Lower-case hex. */
export async function binaryDigest(path: string): Promise<string> {
  const facts = await stat(path);
  const key = `${path}\0${facts.size}\0${facts.mtimeMs}`;
  const cached = known.get(key);
  if (cached) return cached;
  const digest = hashFile(path);
  known.set(key, digest);
  digest.catch(() => known.delete(key));
  return digest;
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
