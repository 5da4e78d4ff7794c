// The witness over real HTTP and a real folder: every answer of the protocol, restarts, damage, and kills while it writes.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLedger } from '../../../electron/attest/ledger/ledger.ts';
import { runWitness, type RunningWitness } from '../../../electron/run-witness.ts';
import { buildAddCheckpoint } from '../../../shared/ledger/add-checkpoint.ts';
import { buildCheckpointText, parseCheckpointNote } from '../../../shared/ledger/checkpoint.ts';
import { checkCosignatures } from '../../../shared/ledger/cosignature.ts';
import { parseNote, signNoteText } from '../../../shared/ledger/note.ts';
import { ledgerKeyOf, parseVkey } from '../../../shared/ledger/vkey.ts';
import { createMemoryLedgerStore } from '../../fakes/ledger-store.ts';
import { count } from '../../tools.ts';
import { fixedClock, sampleEntries, sampleLedger } from '../../unit/ledger/sample-ledger.ts';

let folder = '';
let running: RunningWitness | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cunan-witness-'));
});
afterEach(async () => {
  await running?.close();
  running = null;
  rmSync(folder, { recursive: true, force: true });
});

async function start(logs: readonly string[]): Promise<RunningWitness> {
  await running?.close();
  running = await runWitness({
    stateFolder: folder,
    host: '127.0.0.1',
    port: 0,
    logs,
    name: null,
    tls: null,
    passphrase: null,
    onReply: () => {},
  });
  return running;
}

async function add(url: string, oldSize: number, hashes: readonly Uint8Array[], checkpointNote: string) {
  const body = new Uint8Array(buildAddCheckpoint({ oldSize, hashes, checkpointNote }));
  return post(url, body);
}

async function post(url: string, body: Uint8Array<ArrayBuffer> | string) {
  const reply = await fetch(`${url}/add-checkpoint`, { method: 'POST', body });
  return { status: reply.status, type: reply.headers.get('content-type'), text: await reply.text() };
}

function grown(...sizes: readonly number[]) {
  const made = sampleLedger();
  const notes = sizes.map((size) => {
    made.ledger.append(sampleEntries(made.ledger.size(), size));
    return made.ledger.publish().note;
  });
  return { ...made, notes };
}

describe('cunan witness', () => {
  test('cosigns what continues, remembers it over a restart, and says every refusal of the protocol', async () => {
    const { ledger, signer, notes } = grown(3, 8, 8 + 5);
    const [three, eight, thirteen] = notes as [string, string, string];
    const { url, vkey } = await start([ledger.vkey]);
    const witness = parseVkey(vkey, 'witness');

    const first = await add(url, 0, [], three);
    expect(first).toMatchObject({ status: 200, text: expect.stringMatching(/^— cunan-witness\//) as string });
    const { good } = checkCosignatures(parseNote(three + first.text), [witness]);
    expect(good[0]!.time).toBeGreaterThan(1_790_000_000);
    expect((await add(url, 3, ledger.consistency(3, 8), eight)).status).toBe(200);

    const again = await start([ledger.vkey]);
    expect(again.vkey).toBe(vkey);
    expect(await add(again.url, 3, ledger.consistency(3, 13), thirteen)).toMatchObject({
      status: 409,
      type: 'text/x.tlog.size',
      text: '8\n',
    });
    expect(await add(again.url, 0, [], thirteen)).toMatchObject({ status: 409, text: '8\n' });
    // Same size, same root: a newer time.
    expect((await add(again.url, 8, [], eight)).status).toBe(200);
    expect((await add(again.url, 13, [], eight)).status).toBe(400);
    expect((await post(again.url, 'nonsense')).status).toBe(400);
    expect((await post(again.url, 'x'.repeat(300_000))).status).toBe(413);
    expect((await add(again.url, 8, ledger.consistency(3, 13), thirteen)).status).toBe(422);
    expect((await add(again.url, 0, [], sampleLedger(8).ledger.publish().note)).status).toBe(404);
    expect(
      (await add(again.url, 8, ledger.consistency(8, 13), thirteen.replace('\n13\n', '\n14\n'))).status,
    ).toBe(403);

    // A fork: the same key signs another tree of size 8, and one that grew from it.
    const key = ledgerKeyOf(signer.publicKey);
    const forged = createLedger({ store: createMemoryLedgerStore(), signer, clock: fixedClock() });
    forged.append(sampleEntries(100, 108));
    const fork = forged.publish().note;
    forged.append(sampleEntries(108, 120));
    expect((await add(again.url, 8, [], fork)).status).toBe(422);
    expect((await add(again.url, 8, forged.consistency(8, 20), forged.publish().note)).status).toBe(422);
    expect(readdirSync(join(folder, 'conflicts'))).toHaveLength(3);
    const empty = { origin: key.name, size: 0, root: new Uint8Array(32) };
    const emptyNote = signNoteText(buildCheckpointText(empty), key, (message) => signer.sign(message));
    expect((await add(again.url, 0, [], emptyNote)).status).toBe(409);
    expect((await add(again.url, 8, ledger.consistency(8, 13), thirteen)).status).toBe(200);

    // What monitors see: the log's signature and the cosignature.
    const hash = createHash('sha256').update(ledger.origin).digest('hex');
    const monitored = await (await fetch(`${again.url}/${hash}/checkpoint`)).text();
    expect(parseCheckpointNote(monitored).size).toBe(13);
    expect(checkCosignatures(parseNote(monitored), [witness], [key]).unknown).toEqual([]);
    expect((await fetch(`${again.url}/${'0'.repeat(64)}/checkpoint`)).status).toBe(404);
    expect((await fetch(`${again.url}/add-checkpoint`)).status).toBe(405);
  });

  test('of two requests at once that fork, one is cosigned', async () => {
    const { ledger, signer, notes } = grown(4);
    const { url } = await start([ledger.vkey]);
    const other = createLedger({ store: createMemoryLedgerStore(), signer, clock: fixedClock() });
    other.append(sampleEntries(50, 56));
    const replies = await Promise.all(
      Array.from({ length: 6 }, (_, i) => add(url, 0, [], i % 2 ? notes[0]! : other.publish().note)),
    );
    const cosigned = replies
      .map(({ status }, i) => (status === 200 ? i % 2 : -1))
      .filter((fork) => fork >= 0);
    expect(new Set(cosigned).size).toBe(1);
    expect(replies.filter(({ status }) => status === 409).length).toBeGreaterThan(0);
  });

  test('a second program and a damaged memory are refused', async () => {
    const { ledger, notes } = grown(4);
    const { url } = await start([ledger.vkey]);
    await add(url, 0, [], notes[0]!);
    const options = { stateFolder: folder, host: '127.0.0.1', port: 0, logs: [ledger.vkey], name: null };
    const more = { tls: null, passphrase: null, onReply: () => {} };
    await expect(runWitness({ ...options, ...more })).rejects.toThrow(/store\/in-use/);
    await running?.close();
    running = null;
    const [file] = readdirSync(join(folder, 'logs'));
    const path = join(folder, 'logs', file!);
    writeFileSync(path, readFileSync(path, 'utf8').replace('\n4\n', '\n3\n'));
    await expect(runWitness({ ...options, ...more })).rejects.toThrow(/store\/damaged/);
    await expect(runWitness({ ...options, ...more, name: 'else' })).rejects.toThrow(/input\/invalid/);
    await expect(runWitness({ ...options, ...more, logs: ['x'] })).rejects.toThrow(/--log/);
  });

  test('killed at any moment it never forgets what it cosigned', async () => {
    const sizes = Array.from({ length: 40 }, (_, i) => i + 1);
    const { ledger, notes } = grown(...sizes);
    let known = 0;
    for (let round = 0; round < count(2, 25); round++) {
      const { child, url } = await spawnWitness(ledger.vkey);
      const exited = once(child, 'exit');
      const first = await add(url, 0, [], notes[0]!);
      if (first.status === 409) {
        // What was answered before the kill stands; what was on its way may.
        const size = Number(first.text);
        expect(size).toBeGreaterThanOrEqual(known);
        known = size;
      } else known = 1;
      setTimeout(() => child.kill('SIGKILL'), 5 + 17 * round);
      try {
        while (known < sizes.length) {
          const reply = await add(url, known, ledger.consistency(known, known + 1), notes[known]!);
          expect(reply.status).toBe(200);
          known += 1;
        }
      } catch (error) {
        expect(String(error)).toMatch(/fetch failed/);
      }
      child.kill('SIGKILL');
      await exited;
    }
    expect(known).toBeGreaterThan(0);
  });
});

async function spawnWitness(vkey: string) {
  const script = fileURLToPath(new URL('child.ts', import.meta.url));
  const child = spawn(process.execPath, [script, folder, vkey], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  for await (const part of child.stdout as AsyncIterable<Buffer>) {
    text += part.toString();
    if (text.endsWith('\n')) break;
  }
  return { child, url: text.trim() };
}
