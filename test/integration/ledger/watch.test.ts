// The ledger of a real data folder with a real witness: cosignatures, the copy outside, a folder put back to an older
// state, and the ledger that follows.

import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createEvmAdapter } from '../../../electron/attest/chain/evm.ts';
import { type DemoChain, startDemoChain } from '../../../electron/demo/chain/demo-chain.ts';
import { createLedgerCalls } from '../../../electron/ledger-calls.ts';
import {
  createLedgerWatch,
  type LedgerWatchDeps,
  type StartedWatch,
} from '../../../electron/ledger-watch.ts';
import { openLedger } from '../../../electron/open-ledger.ts';
import { runWitness, type RunningWitness } from '../../../electron/run-witness.ts';
import { createNodeClock } from '../../../electron/platform/node-clock.ts';
import { createNodeHttp } from '../../../electron/platform/node-http.ts';
import { createNodeLog } from '../../../electron/platform/node-log.ts';
import { createNodeRandom } from '../../../electron/platform/node-random.ts';
import { openStore } from '../../../electron/store/open-store.ts';
import { parseEntryBundle } from '../../../shared/ledger/tiles.ts';
import { encodeVkey, ledgerKeyOf } from '../../../shared/ledger/vkey.ts';
import { createRpc } from '../../../electron/attest/chain/rpc.ts';
import { createMemoryAnchorStore } from '../../fakes/anchor-store.ts';
import { fromUtf8 } from '../../../shared/bytes/utf8.ts';
import { sampleEntries, seededSigner } from '../../unit/ledger/sample-ledger.ts';
import { hashers } from '../../vectors/ingredients.ts';

const clock = createNodeClock();
const random = createNodeRandom();
let home = '';
let outside = '';
let stateFolder = '';
let witness: RunningWitness | null = null;
let chain: DemoChain | null = null;
const { signal } = new AbortController();

beforeEach(() => {
  [home, outside, stateFolder] = ['home', 'outside', 'witness'].map((name) =>
    mkdtempSync(join(tmpdir(), `cunan-watch-${name}-`)),
  ) as [string, string, string];
});
afterEach(async () => {
  await witness?.close();
  witness = null;
  await chain?.close();
  chain = null;
  for (const folder of [home, outside, stateFolder]) rmSync(folder, { recursive: true, force: true });
});

const KEYS: Readonly<Record<string, number>> = { 'ledger-key': 61, 'ledger-key-2': 62, 'ledger-key-3': 63 };
const vkey = encodeVkey(ledgerKeyOf(seededSigner(61).publicKey));

async function startWitness(): Promise<RunningWitness> {
  witness = await runWitness({
    stateFolder,
    host: '127.0.0.1',
    port: 0,
    logs: [vkey],
    name: 'witness.example/office',
    tls: null,
    passphrase: null,
    onReply: () => {},
  });
  return witness;
}

/** A start of the program, as app.ts makes it. */
async function withLedger<T>(
  use: (made: Awaited<ReturnType<typeof openAll>>) => Promise<T>,
  wholeAtStart?: LedgerWatchDeps['wholeAtStart'],
): Promise<T> {
  const made = await openAll(wholeAtStart);
  try {
    return await use(made);
  } finally {
    made.watch.dispose();
    made.store.close();
  }
}

async function openAll(wholeAtStart?: LedgerWatchDeps['wholeAtStart']) {
  const log = createNodeLog({ folder: join(home, 'logs'), clock, random });
  const store = await openStore({ home, clock, random, hashers, log, shell: 'cli' });
  store.settings.change({
    outsideCheckpointFolder: outside,
    chain: chain?.profile ?? null,
    witnesses: witness ? [{ name: 'office', url: witness.url, vkey: witness.vkey }] : [],
  });
  const inUse = await openLedger({
    store,
    hashers,
    clock,
    loadKey: async (name) => seededSigner(KEYS[name]!),
  });
  const http = createNodeHttp();
  const { ledger } = inUse;
  const adapter = chain && createEvmAdapter({ ...chain, http, store: store.anchors, clock });
  const watch = createLedgerWatch({
    store,
    ledger,
    http,
    chain: () => Promise.resolve(adapter),
    clock,
    random,
    log,
    stateFolder: null,
    ...(wholeAtStart && { wholeAtStart }),
  });
  const calls = createLedgerCalls({ store, inUse, watch, clock, random, stopped: signal });
  const grow = async (to: number): Promise<void> => {
    await watch.beforeAppending(signal);
    ledger.append(sampleEntries(ledger.size(), to));
    ledger.publish();
    await watch.published();
    await watch.askDue(signal);
  };
  const anchor = async (): Promise<void> => {
    await adapter!.submit({ origin: ledger.origin, ...ledger.newestCheckpoint()! });
    expect(await adapter!.advance()).toMatchObject([{ state: 'final' }]);
  };
  return { store, inUse, ledger, watch, calls, grow, anchor };
}

function look({ calls }: Awaited<ReturnType<typeof openAll>>) {
  return calls.state().outside.filter(({ source }) => source === 'chain');
}

function readToItsEnd(watch: StartedWatch): Promise<void> {
  return vi.waitFor(() => expect(watch.start().status).not.toBe('quick'), { timeout: 60_000, interval: 5 });
}

/** What a backup of the folder would hold. */
async function keepCopy(): Promise<() => void> {
  const kept = join(outside, 'backup.db');
  copyFileSync(join(home, 'cunan.db'), kept);
  return () => {
    for (const name of readdirSync(home)) if (name.startsWith('cunan.db-')) rmSync(join(home, name));
    copyFileSync(kept, join(home, 'cunan.db'));
    rmSync(kept);
  };
}

describe('ledger with a witness and a copy outside', () => {
  test('new checkpoints are copied and cosigned; a rollback is found by each; a new ledger follows', async () => {
    await startWitness();
    await withLedger(async ({ calls, grow }) => {
      expect(calls.state()).toMatchObject({ size: 0, lastCheckpoint: null, outside: [] });
      await grow(10);
      await grow(25);
      const state = calls.state();
      expect(state).toMatchObject({
        size: 25,
        cosigned: 1,
        threshold: 1,
        halted: null,
        start: { status: 'whole', problem: null },
        witnesses: [{ name: 'office', transport: 'http', current: true, cosignedSize: 25, lastError: null }],
      });
      expect(state.outside.map(({ source, status, size }) => [source, status, size])).toEqual([
        ['copy', 'agrees', 25],
        ['witness', 'agrees', 25],
      ]);
    });
    const putBack = await keepCopy();
    await withLedger(async ({ grow, calls }) => {
      await grow(40);
      expect(calls.state().cosigned).toBe(1);
    });
    putBack();
    const putBackAgain = await keepCopy();

    await withLedger(async ({ ledger, calls, grow }) => {
      expect(calls.state().start.status).toBe('whole');
      await expect(grow(41)).rejects.toThrow(/ledger\/rolled-back/);
      const { outside: found, halted } = calls.state();
      expect(found.map(({ source, status, size }) => [source, status, size])).toEqual([
        ['copy', 'rolled-back', 40],
        ['witness', 'rolled-back', 40],
      ]);
      expect(halted).toEqual({ code: 'ledger/rolled-back', details: { size: 25, known: 40 } });
      expect(ledger.size()).toBe(25);
    });
    // What was found once holds, also where nobody who knows it answers any more.
    const copy = join(outside, `${vkey.split('+')[0]!.replace('/', '-')}.checkpoint`);
    rmSync(copy);
    const asked = witness!;
    witness = null;
    await withLedger(async ({ calls, grow }) => {
      const halted = { code: 'ledger/rolled-back', details: { size: 25, known: 40 } };
      expect(calls.state().halted).toEqual(halted);
      await expect(grow(41)).rejects.toThrow(/ledger\/rolled-back/);
      expect(calls.state()).toMatchObject({ halted, size: 25 });
    });
    witness = asked;
    putBackAgain();
    // The witness alone tells it as well, also where the folder has grown again to another history.
    await withLedger(async ({ ledger, watch, calls }) => {
      ledger.append(sampleEntries(500, 530));
      ledger.publish();
      expect(await watch.askDue(signal)).toBe(false);
      expect(calls.state().halted).toMatchObject({ code: 'ledger/inconsistent' });
      expect(calls.state().outside).toMatchObject([{ source: 'witness', status: 'differs', size: 40 }]);

      await calls.restart('备份恢复，较新的数据已丢失');
      const state = calls.state();
      expect(state).toMatchObject({ size: 1, halted: null, start: { status: 'whole' } });
      expect(state.predecessors).toMatchObject([{ size: 40, reason: '备份恢复，较新的数据已丢失' }]);
      expect(state.predecessors[0]!.vkey).toBe(vkey);
      const [entry] = ledger.entries(0, 1);
      expect(fromUtf8(entry!)).toContain(`"id":"${state.predecessors[0]!.origin}@40"`);
      await expect(calls.restart('twice')).rejects.toThrow(/not halted/);
    });
    await withLedger(async ({ ledger, inUse, calls, grow }) => {
      expect(ledger.vkey).not.toBe(vkey);
      expect(calls.state()).toMatchObject({ size: 1, halted: null });
      const old = inUse.of(vkey.split('+')[0]!)!;
      expect(old.verify().size).toBe(55);
      expect(old.proof(3, 25).length).toBeGreaterThan(100);
      expect(() => old.publish()).not.toThrow();
      await grow(2);
      // The witness does not know the new ledger.
      expect(calls.state().witnesses[0]!.lastError).toMatchObject({
        code: 'witness/rejected',
        details: { witness: 'office', problem: 'HTTP 404' },
      });
    });
  });

  test('a long ledger is looked at quickly at the start and read whole while it works', async () => {
    const size = 2_300;
    const short = { leaves: 2_000, checkpoints: 2_000 };
    await withLedger(async ({ ledger, watch }) => {
      ledger.append(sampleEntries(0, size));
      ledger.publish();
      expect(watch.start().status).toBe('whole');
    });
    await withLedger(async ({ watch }) => {
      expect(watch.start()).toMatchObject({ status: 'quick', checkedSize: size, problem: null });
      await readToItsEnd(watch);
      expect(watch.start()).toMatchObject({ status: 'whole', checkedSize: size, problem: null });
    }, short);

    // One hash far below the newest checkpoint: the quick look does not see it, the reading halts the ledger.
    const db = new Sqlite(join(home, 'cunan.db'));
    db.exec('DROP TRIGGER ledger_node_unchanged');
    db.exec('UPDATE ledger_node SET hash = zeroblob(32) WHERE position = 2001');
    db.exec(
      "CREATE TRIGGER ledger_node_unchanged BEFORE UPDATE ON ledger_node BEGIN SELECT RAISE(ABORT, 'append-only'); END",
    );
    db.close();
    await withLedger(async ({ watch, ledger, calls }) => {
      expect(watch.start().status).toBe('quick');
      expect(calls.state().halted).toBeNull();
      await readToItsEnd(watch);
      expect(watch.start()).toMatchObject({
        status: 'inconsistent',
        problem: { code: 'ledger/inconsistent', details: { position: 2_001 } },
      });
      expect(calls.state().halted?.code).toBe('ledger/inconsistent');
      expect(() => ledger.append(sampleEntries(size, size + 1))).toThrow(/ledger\/inconsistent/);
    }, short);
  });

  test('a copy that another key signed, or none, is no comparison', async () => {
    await withLedger(async ({ calls, grow, watch }) => {
      await grow(3);
      const path = join(outside, `${vkey.split('+')[0]!.replace('/', '-')}.checkpoint`);
      expect(existsSync(path)).toBe(true);
      writeFileSync(path, readFileSync(path, 'utf8').replace('\n3\n', '\n2\n'));
      await watch.lookOutside(signal);
      expect(calls.state().outside).toMatchObject([
        { status: 'unchecked', problem: { code: 'format/bad-proof' } },
      ]);
      await grow(5);
      expect(readFileSync(path, 'utf8')).toContain('\n2\n');
      expect(calls.state().halted).toBeNull();
    });
  });

  test('no copy outside, but the chain: what our own account anchored later tells the rollback', async () => {
    chain = await startDemoChain({ http: createNodeHttp(), random });
    await withLedger(async (made) => {
      await made.grow(3);
      expect(look(made)).toMatchObject([{ name: 'demo', status: 'absent', size: null }]);
      await made.anchor();
    });
    const putBack = await keepCopy();
    await withLedger(async (made) => {
      await made.grow(5);
      expect(look(made)).toMatchObject([{ status: 'agrees', size: 3 }]);
      await made.anchor();
      // Somebody else writes under this ledger's name: said, and nothing is halted by it.
      const stranger = createEvmAdapter({
        profile: chain!.profile,
        privateKey: new Uint8Array(32).fill(7),
        http: createNodeHttp(),
        store: createMemoryAnchorStore(),
        clock,
      });
      const { sender } = await stranger.health();
      const rpc = createRpc({ http: createNodeHttp(), url: chain!.profile.rpcUrl, chain: 'demo' });
      await rpc.call('anvil_setBalance', [sender, '0x56bc75e2d63100000']);
      await stranger.submit({ origin: made.ledger.origin, size: 900, root: new Uint8Array(32).fill(9) });
      await made.watch.lookOutside(signal);
      expect(look(made)).toMatchObject([{ status: 'claimed', size: 900 }]);
      expect(made.calls.state().halted).toBeNull();
    });
    putBack();
    rmSync(join(outside, `${vkey.split('+')[0]!.replace('/', '-')}.checkpoint`));
    await withLedger(async (made) => {
      expect(made.calls.state().start.status).toBe('whole');
      await expect(made.grow(4)).rejects.toThrow(/ledger\/rolled-back/);
      expect(look(made)).toMatchObject([{ status: 'rolled-back', size: 5 }]);
      expect(made.calls.state().halted).toEqual({
        code: 'ledger/rolled-back',
        details: { size: 3, known: 5 },
      });
    });
    await chain.close();
    await withLedger(async (made) => {
      await made.watch.lookOutside(signal);
      expect(look(made)).toMatchObject([{ status: 'unchecked', problem: { code: 'chain/unreachable' } }]);
      expect(made.calls.state().halted).toMatchObject({ code: 'ledger/rolled-back' });
    });
  });

  test('tiles: written once, extended, read whole, held against', async () => {
    const tiles = join(outside, 'tiles');
    await withLedger(async ({ calls, grow }) => {
      await expect(calls.exportTiles(tiles)).rejects.toThrow(/not-found/);
      await grow(300);
      expect(await calls.exportTiles(tiles)).toMatchObject({ size: 300 });
      expect(readdirSync(join(tiles, 'tile', 'entries')).sort()).toEqual(['000', '001.p']);
      expect(await calls.verify(tiles)).toMatchObject({
        size: 300,
        problem: null,
        against: { kind: 'tiles', status: 'agrees', size: 300 },
      });
      await grow(700);
      const { written } = await calls.exportTiles(tiles);
      // Two more tiles and bundles at the bottom, one tile above, the checkpoint.
      expect(written).toBe(6);
      expect(readdirSync(join(tiles, 'tile', 'entries')).sort()).toEqual(['000', '001', '002.p']);
      expect(parseEntryBundle(readFileSync(join(tiles, 'tile/entries/002.p/188')))).toHaveLength(188);
      expect((await calls.exportTiles(tiles)).written).toBe(1);

      const bundle = join(tiles, 'tile/entries/001');
      const good = readFileSync(bundle);
      writeFileSync(bundle, Buffer.from(good).fill(0x39, 300, 301));
      expect((await calls.verify(tiles)).against).toMatchObject({ status: 'unchecked' });
      writeFileSync(bundle, good);
      const checkpoint = join(outside, 'kept.txt');
      copyFileSync(join(tiles, 'checkpoint'), checkpoint);
      expect((await calls.verify(checkpoint)).against).toMatchObject({
        kind: 'checkpoint',
        status: 'agrees',
      });
      await expect(calls.verify(join(outside, 'nothing'))).rejects.toThrow(/file-unreadable/);
      // No end of it, or far more than a checkpoint is.
      truncateSync(checkpoint, 2 ** 31);
      await expect(calls.verify(checkpoint)).rejects.toThrow(/file-unreadable/);
      if (process.platform !== 'win32')
        await expect(calls.verify('/dev/zero')).rejects.toThrow(/file-unreadable/);
      copyFileSync(join(tiles, 'checkpoint'), checkpoint);
    });

    // A folder that begins anew: what one command found holds at the next start, and the successor names it.
    for (const name of readdirSync(home)) if (name.startsWith('cunan.db')) rmSync(join(home, name));
    rmSync(join(outside, `${vkey.split('+')[0]!.replace('/', '-')}.checkpoint`));
    await withLedger(async ({ calls }) => {
      expect((await calls.verify(join(outside, 'kept.txt'))).against).toMatchObject({
        status: 'rolled-back',
      });
    });
    await withLedger(async ({ calls, grow }) => {
      expect(calls.state().halted).toMatchObject({ code: 'ledger/rolled-back', details: { known: 700 } });
      await expect(grow(5)).rejects.toThrow(/ledger\/rolled-back/);
      await calls.restart('数据丢失');
      expect(calls.state().predecessors).toMatchObject([{ size: 700 }]);
    });
  });
});
