// kill -9 at random moments of a capture-and-attest loop, always on the same folder: nothing committed is lost, nothing
// half-made is shown, nothing stray stays, and the loop goes on.

import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Store } from '../../../electron/store/types.ts';
import { count } from '../../tools.ts';
import { open, temporaryFolder } from '../../unit/store/folder.ts';

const CHILD = join(import.meta.dirname, 'crash-child.ts');

/** What the child had reported when it was killed, so long after it started or after it was ready to work. */
async function runAndKill(
  home: string,
  afterMs: number,
  from: 'start' | 'ready',
): Promise<readonly string[]> {
  const child = spawn(process.execPath, [CHILD, home], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  const kill = (): void => void child.kill('SIGKILL');
  let timer = from === 'start' ? setTimeout(kill, afterMs) : null;
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
    if (!timer && text.includes('ready')) timer = setTimeout(kill, afterMs);
  });
  const signal = await new Promise((resolve) => child.on('close', (_code, name) => resolve(name)));
  expect(text).not.toContain('error');
  expect(signal).toBe('SIGKILL');
  // A line that was cut by the kill tells nothing.
  return text.slice(0, text.lastIndexOf('\n')).split('\n');
}

async function digestOf(
  store: Store,
  caseId: string,
  sha256: string,
): Promise<{ sha256: string; size: number }> {
  const blob = await store.vault.open(caseId, sha256);
  const hash = createHash('sha256');
  for await (const part of blob.stream()) hash.update(part);
  await blob.close();
  return { sha256: hash.digest('hex'), size: blob.size };
}

/** The vault's folder is made with its first blob: a loop that was killed before it left none. */
function blobsOnDisk(home: string): readonly string[] {
  const vault = join(home, 'vault');
  if (!existsSync(vault)) return [];
  return readdirSync(vault, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
}

const KILLS = count(8, 50);

it(`survives ${KILLS} kills`, { timeout: 600_000 }, async () => {
  const home = temporaryFolder();
  const committed = new Set<string>();
  const attested = new Set<string>();
  let interrupted = 0;
  for (let i = 0; i < KILLS; i++) {
    // Every fourth while it opens the folder and picks up what the one before had left.
    const [afterMs, from] = i % 4 === 3 ? ([500, 'start'] as const) : ([300, 'ready'] as const);
    for (const line of await runAndKill(home, Math.random() * afterMs, from)) {
      const [word, id] = line.split(' ');
      if (word === 'committed') committed.add(id!);
      if (word === 'attested') attested.add(id!);
    }
    interrupted += await lookAt(home, committed, attested);
  }
  expect(committed.size).toBeGreaterThan(0);
  expect(interrupted).toBeGreaterThan(0);
  console.log(`${KILLS} kills: ${committed.size} items reported, ${interrupted} interruptions found again`);
});

/** Returns how many jobs wait again because they were interrupted. */
async function lookAt(
  home: string,
  committed: ReadonlySet<string>,
  attested: ReadonlySet<string>,
): Promise<number> {
  const store = await open(home);
  try {
    const items = [];
    for (let offset = 0; ; offset += 500) {
      const page = store.evidence.list({ caseId: null, text: '', state: null, offset, limit: 500 });
      items.push(...page.items);
      if (items.length >= page.total) break;
    }
    const shown = new Set(items.map(({ id }) => id));
    expect([...committed].filter((id) => !shown.has(id))).toEqual([]);
    expect(items.map(({ sequence }) => sequence)).toEqual(items.map((_, i) => items.length - i));

    const wanted = new Set<string>();
    for (const { id, caseId } of items) {
      const files = store.evidence.files(id);
      expect(files).toHaveLength(2);
      for (const { sha256, sizeBytes } of files) {
        expect(await digestOf(store, caseId, sha256)).toEqual({ sha256, size: sizeBytes });
        wanted.add(sha256);
      }
      expect(store.evidence.sealedBytes(id).statement.length).toBeGreaterThan(100);
      const stamp = store.attestations.ofEvidence(id).find(({ kind }) => kind === 'timestamp');
      if (attested.has(id)) expect(stamp?.state).toBe('obtained');
      expect(store.attestations.proofFiles(id)).toHaveLength(stamp?.state === 'obtained' ? 1 : 0);
    }
    expect(new Set(blobsOnDisk(home))).toEqual(wanted);
    expect(store.audit.verify().intact).toBe(true);

    const jobs = store.jobs.list(100_000);
    for (const job of jobs) {
      if (job.state === 'done') expect(shown.has(job.evidenceId!)).toBe(true);
      else expect(job.evidenceId).toBeNull();
    }
    expect(jobs.filter(({ state }) => state === 'done')).toHaveLength(items.length);
    const { requeued, failed } = store.jobs.recover(new Date().toISOString(), 3);
    return requeued.length + failed.length;
  } finally {
    store.close();
  }
}
