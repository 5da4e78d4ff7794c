// The ledger's verbs for the API: state, full check, tiles, and the step to a successor.

import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LedgerProblem, LedgerStateView, LedgerVerification } from '../shared/api/ledger.ts';
import { toHex } from '../shared/bytes/hex.ts';
import { toUtf8 } from '../shared/bytes/utf8.ts';
import { AppError, isAppError } from '../shared/errors.ts';
import { exportTiles } from './attest/ledger/export-tiles.ts';
import type { KnownCheckpoint } from './attest/ledger/ledger.ts';
import { nodeLedgerHash } from './attest/ledger/node-hash.ts';
import { readOwnCheckpoint } from './attest/ledger/outside-copy.ts';
import { readTiles } from './attest/ledger/read-tiles.ts';
import type { LedgerCalls } from './api/handlers/deps.ts';
import { keepContradiction } from './ledger-known.ts';
import type { StartedWatch } from './ledger-watch.ts';
import type { LedgerInUse } from './open-ledger.ts';
import type { Clock, Random } from './platform/ports.ts';
import type { Store } from './store/types.ts';

export interface LedgerCallsDeps {
  readonly store: Store;
  readonly inUse: LedgerInUse;
  readonly watch: StartedWatch;
  readonly clock: Clock;
  readonly random: Random;
  readonly stopped: AbortSignal;
}

export function createLedgerCalls(deps: LedgerCallsDeps): LedgerCalls {
  const { store, inUse, watch } = deps;
  const { ledger } = inUse;
  return {
    state: () => stateOf(deps),
    async lookOutside() {
      await watch.lookOutside(deps.stopped);
    },
    verify: (against) => verify(deps, against),
    async exportTiles(folder) {
      const document = inUse.succession();
      const made = await exportTiles({
        ledger,
        folder,
        random: deps.random,
        cosignatures: (size) =>
          store
            .witnesses(ledger.origin)
            .cosignaturesAt(size)
            .map(({ line }) => line)
            .join(''),
        extra: document === null ? [] : [{ path: 'succession.json', bytes: toUtf8(document) }],
      });
      return { folder, ...made };
    },
    async restart(reason) {
      if (!ledger.halted()) throw new AppError('input/invalid', { field: 'ledger', problem: 'not halted' });
      await inUse.succeed(watch.largestKnown(), reason);
      watch.reset();
    },
    retryWitnesses: watch.retryNow,
  };
}

function stateOf({ store, inUse, watch }: LedgerCallsDeps): LedgerStateView {
  const { ledger } = inUse;
  const rows = store.witnesses(ledger.origin);
  const newest = ledger.newestCheckpoint();
  const given = newest === null ? [] : rows.cosignaturesAt(newest.size);
  const { witnesses, witnessThreshold } = store.settings.get();
  const views = witnesses.map(({ name, url, vkey }) => {
    const latest = rows.latest(vkey);
    const progress = rows.progress(vkey);
    return {
      name,
      url,
      vkey,
      transport: latest?.transport ?? null,
      current: given.some(({ witness }) => witness === vkey),
      cosignedSize: latest?.size ?? null,
      cosignedAt: latest === null ? null : new Date(latest.time * 1_000).toISOString(),
      attempts: progress?.attempts ?? 0,
      lastError: progress?.lastError ?? null,
      nextAttemptAt: progress?.nextAttemptAt ?? null,
    };
  });
  return {
    origin: ledger.origin,
    vkey: ledger.vkey,
    size: ledger.size(),
    rootHex: rootHexOf(ledger),
    lastCheckpoint: newest && { size: newest.size, at: newest.publishedAt },
    pending: store.attestations.ledgerQueueLength(),
    start: watch.start(),
    outside: watch.outside(),
    halted: problemOf(ledger.halted()),
    witnesses: views,
    threshold: Math.min(witnessThreshold === 0 ? views.length : witnessThreshold, views.length),
    cosigned: views.filter(({ current }) => current).length,
    predecessors: inUse.predecessors(),
  };
}

async function verify(deps: LedgerCallsDeps, against: string | null): Promise<LedgerVerification> {
  const { ledger } = deps.inUse;
  const began = deps.clock.monotonicMs();
  let problem: LedgerProblem | null = null;
  try {
    const steps = ledger.verifySteps();
    // One step per turn of the event loop: whoever else uses the app is not held up.
    while (!steps.next().done) await new Promise((resolve) => setImmediate(resolve));
  } catch (error) {
    if (!isAppError(error) || error.code !== 'ledger/inconsistent') throw error;
    problem = problemOf(error);
    ledger.halt(error);
  }
  return {
    size: ledger.size(),
    rootHex: rootHexOf(ledger),
    checkpoints: deps.store.ledger(ledger.origin).checkpointCount(),
    durationMs: deps.clock.monotonicMs() - began,
    problem,
    against: against === null ? null : await compare(deps, against),
  };
}

async function compare({ inUse, store }: LedgerCallsDeps, path: string) {
  const { ledger } = inUse;
  const kind = (await isFolder(path)) ? ('tiles' as const) : ('checkpoint' as const);
  const about = { path, kind };
  let known: KnownCheckpoint;
  try {
    known =
      kind === 'tiles'
        ? await readTiles(path, ledger.vkey, nodeLedgerHash)
        : readOwnCheckpoint(await readFile(path), ledger.vkey);
  } catch (error) {
    return { ...about, size: null, status: 'unchecked' as const, problem: problemOf(error) };
  }
  try {
    ledger.holdAgainst(known);
    return { ...about, size: known.size, status: 'agrees' as const, problem: null };
  } catch (error) {
    if (!isAppError(error)) throw error;
    ledger.halt(error);
    keepContradiction(store.facts, ledger.origin, known);
    const status = error.code === 'ledger/rolled-back' ? ('rolled-back' as const) : ('differs' as const);
    return { ...about, size: known.size, status, problem: problemOf(error) };
  }
}

/** Signatures of many witnesses included. */
const MAX_CHECKPOINT_BYTES = 1024 * 1024;

/** Throws input/file-unreadable, also for what can be no checkpoint: a device, a file without end. */
async function isFolder(path: string): Promise<boolean> {
  try {
    const facts = await stat(path);
    if (facts.isDirectory()) return (await stat(join(path, 'checkpoint'))).isFile();
    if (facts.isFile() && facts.size <= MAX_CHECKPOINT_BYTES) return false;
  } catch (cause) {
    throw new AppError('input/file-unreadable', { path }, { cause });
  }
  throw new AppError('input/file-unreadable', { path });
}

function rootHexOf({ rootAt, size }: LedgerInUse['ledger']): string | null {
  try {
    return toHex(rootAt(size()));
  } catch (error) {
    if (isAppError(error)) return null;
    throw error;
  }
}

function problemOf(error: unknown): LedgerProblem | null {
  if (error === null) return null;
  if (!isAppError(error)) throw error;
  return { code: error.code, details: error.details };
}
