// What stands beside the ledger: the check when the program starts, comparison with what is known outside the data
// folder, copies and cosignatures of new checkpoints. Where the ledger was put back or does not belong together it is
// halted: the next checkpoint would contradict one that was signed before.

import type { LedgerStateView, OutsideFinding } from '../shared/api/ledger.ts';
import { AppError, isAppError } from '../shared/errors.ts';
import type { ChainAdapter } from './attest/chain/ports.ts';
import type { Ledger } from './attest/ledger/ledger.ts';
import type { KnownCheckpoint } from './attest/ledger/ledger.ts';
import {
  liesInside,
  outsideCopyPath,
  readOutsideCopy,
  writeOutsideCopy,
} from './attest/ledger/outside-copy.ts';
import { nextAttemptAt } from './attest/retry.ts';
import { askWitness, readWitness, transportOf, type WitnessAnswer } from './attest/witness/ask.ts';
import type { WitnessConfig, WitnessProgress } from './attest/witness/ports.ts';
import { keepContradiction, recallContradiction } from './ledger-known.ts';
import { findOnChain } from './ledger-on-chain.ts';
import type { LedgerWatch } from './pipeline/deps.ts';
import type { Clock, Http, Log, Random } from './platform/ports.ts';
import { toHex } from '../shared/bytes/hex.ts';
import type { Store } from './store/types.ts';

/** Longer ledgers are looked at quickly when the program starts, and read whole while it works. */
const WHOLE_AT_START = { leaves: 20_000, checkpoints: 2_000 };

/** How old a look may be when something is appended: daily, sooner where something could not be reached. */
const LOOK_AGAIN_MS = { whole: 24 * 3_600_000, unchecked: 600_000 };

export interface LedgerWatchDeps {
  readonly store: Store;
  /** Of the moment: it may be followed by another one. */
  readonly ledger: Ledger;
  readonly http: Http;
  /** The configured chain; null where there is none. */
  readonly chain: () => Promise<ChainAdapter | null>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Where copies go unless the settings name a place; null: nowhere. */
  readonly stateFolder: string | null;
  /** Above so many leaves or checkpoints the ledger is read whole in the background; absent: WHOLE_AT_START. */
  readonly wholeAtStart?: { readonly leaves: number; readonly checkpoints: number };
}

export interface StartedWatch extends LedgerWatch {
  readonly start: () => LedgerStateView['start'];
  readonly outside: () => readonly OutsideFinding[];
  /** Looks at copy, witnesses and chain; halts the ledger where it must. Never rejects but with the signal's reason. */
  lookOutside(signal: AbortSignal): Promise<readonly OutsideFinding[]>;
  /** The largest checkpoint known from outside, for a successor to name. */
  largestKnown(): KnownCheckpoint | null;
  /** A new ledger follows: nothing known of the old one is said of it. */
  reset(): void;
  /** Ends the reading in the background. */
  dispose(): void;
}

export function createLedgerWatch(deps: LedgerWatchDeps): StartedWatch {
  const { store, ledger, clock, log, wholeAtStart = WHOLE_AT_START } = deps;
  const found = new Map<string, OutsideFinding>();
  let start = checkAtStart();
  let largest = recallContradiction(store.facts, ledger.origin);
  let looking: Promise<readonly OutsideFinding[]> | null = null;
  let lookAgainAtMs = 0;
  let disposed = false;
  if (largest) holdAgainstKept(largest);

  function holdAgainstKept(known: KnownCheckpoint): void {
    try {
      ledger.holdAgainst(known);
    } catch (error) {
      if (!isAppError(error)) throw error;
      halt(error);
    }
  }

  function halt(error: AppError): void {
    if (ledger.halted()) return;
    ledger.halt(error);
    store.audit.append('ledger-halted', `${ledger.origin}@${ledger.size()}`, {
      code: error.code,
      ...error.details,
    });
    log.warn('the ledger is halted', { code: error.code, ...error.details });
  }

  function checkAtStart(): LedgerStateView['start'] {
    const began = clock.monotonicMs();
    const at = clock.now().toISOString();
    const size = ledger.size();
    const done = (status: 'quick' | 'whole'): LedgerStateView['start'] => ({
      status,
      checkedSize: size,
      durationMs: clock.monotonicMs() - began,
      at,
      problem: null,
    });
    try {
      ledger.verifyQuickly();
      const short =
        size <= wholeAtStart.leaves &&
        store.ledger(ledger.origin).checkpointCount() <= wholeAtStart.checkpoints;
      if (!short) {
        setImmediate(() => readOn(ledger.origin, ledger.verifySteps(), began));
        return done('quick');
      }
      ledger.verify();
      return done('whole');
    } catch (error) {
      return broken(error, began, at);
    }
  }

  function broken(error: unknown, began: number, at: string): LedgerStateView['start'] {
    if (!isAppError(error) || error.code !== 'ledger/inconsistent') throw error;
    halt(error);
    const { code, details } = error;
    const durationMs = clock.monotonicMs() - began;
    return { status: 'inconsistent', checkedSize: ledger.size(), durationMs, at, problem: { code, details } };
  }

  /** One step per turn of the event loop. */
  function readOn(origin: string, steps: Generator<void, unknown>, began: number): void {
    if (disposed || origin !== ledger.origin) return;
    try {
      if (!steps.next().done) {
        setImmediate(() => readOn(origin, steps, began));
        return;
      }
      start = { ...start, status: 'whole', durationMs: clock.monotonicMs() - began };
    } catch (error) {
      try {
        start = broken(error, began, start.at);
      } catch (defect) {
        log.error('the ledger could not be read to its end', defect);
      }
    }
  }

  function remember(finding: Omit<OutsideFinding, 'at'>): void {
    const key = `${finding.source} ${finding.name}`;
    found.set(key, { ...finding, at: clock.now().toISOString() });
  }

  function compare(source: OutsideFinding['source'], name: string, known: KnownCheckpoint | null): void {
    if (known === null) return remember({ source, name, status: 'absent', size: null, problem: null });
    if (largest === null || known.size > largest.size) largest = known;
    try {
      ledger.holdAgainst(known);
      remember({ source, name, status: 'agrees', size: known.size, problem: null });
    } catch (error) {
      if (!isAppError(error)) throw error;
      halt(error);
      keepContradiction(store.facts, ledger.origin, known);
      const status = error.code === 'ledger/rolled-back' ? 'rolled-back' : 'differs';
      remember({
        source,
        name,
        status,
        size: known.size,
        problem: { code: error.code, details: error.details },
      });
    }
  }

  function unchecked(source: OutsideFinding['source'], name: string, error: unknown): void {
    const known = isAppError(error)
      ? error
      : new AppError('internal', { reference: log.error('ledger watch', error) });
    const problem = { code: known.code, details: known.details };
    remember({ source, name, status: 'unchecked', size: null, problem });
  }

  const copyFolder = (): string | null => store.settings.get().outsideCheckpointFolder ?? deps.stateFolder;

  async function lookAtCopy(): Promise<void> {
    const folder = copyFolder();
    if (folder === null) return;
    const path = outsideCopyPath(folder, ledger.origin);
    if (await liesInside(folder, store.home)) {
      return remember({ source: 'copy', name: path, status: 'inside', size: null, problem: null });
    }
    try {
      compare('copy', path, await readOutsideCopy(path, ledger.vkey));
    } catch (error) {
      unchecked('copy', path, error);
    }
  }

  async function lookAtWitness(witness: WitnessConfig, signal: AbortSignal): Promise<void> {
    try {
      compare('witness', witness.name, await readWitness({ witness, ledger, http: deps.http, signal }));
    } catch (error) {
      signal.throwIfAborted();
      unchecked('witness', witness.name, error);
    }
  }

  async function lookAtChain(signal: AbortSignal): Promise<void> {
    const name = store.settings.get().chain?.name;
    if (name === undefined) return;
    try {
      const { known, proven } = await findOnChain({ store, ledger }, (await deps.chain())!, signal);
      if (proven) compare('chain', name, known);
      else remember({ source: 'chain', name, status: 'claimed', size: known?.size ?? null, problem: null });
    } catch (error) {
      signal.throwIfAborted();
      unchecked('chain', name, error);
    }
  }

  function lookOutside(signal: AbortSignal): Promise<readonly OutsideFinding[]> {
    lookAgainAtMs = clock.monotonicMs() + LOOK_AGAIN_MS.unchecked;
    looking = (async () => {
      found.clear();
      await lookAtCopy();
      const { witnesses } = store.settings.get();
      await Promise.all([lookAtChain(signal), ...witnesses.map((witness) => lookAtWitness(witness, signal))]);
      const findings = [...found.values()];
      if (!findings.some(({ status }) => status === 'unchecked'))
        lookAgainAtMs = clock.monotonicMs() + LOOK_AGAIN_MS.whole;
      return findings;
    })();
    // A look that was broken off counts for nothing.
    looking.catch(() => (looking = null));
    return looking;
  }

  async function copyNewest(): Promise<void> {
    const folder = copyFolder();
    const newest = ledger.newestCheckpoint();
    if (folder === null || newest === null || ledger.halted()) return;
    const path = outsideCopyPath(folder, ledger.origin);
    const before = found.get(`copy ${path}`);
    if (before?.status === 'agrees' && before.size === newest.size) return;
    await lookAtCopy();
    const now = found.get(`copy ${path}`);
    // A copy that cannot be read or belongs to somebody else is never written over.
    if (now?.status !== 'agrees' && now?.status !== 'absent') return;
    try {
      await writeOutsideCopy(folder, path, newest.note, toHex(deps.random.bytes(8)));
      remember({ source: 'copy', name: path, status: 'agrees', size: newest.size, problem: null });
    } catch (error) {
      unchecked('copy', path, error);
    }
  }

  async function askDue(signal: AbortSignal): Promise<boolean> {
    const newest = ledger.newestCheckpoint();
    if (newest === null || ledger.halted()) return false;
    const rows = store.witnesses(ledger.origin);
    const now = clock.now();
    const due = store.settings.get().witnesses.filter(({ vkey }) => {
      if (rows.cosignaturesAt(newest.size).some((each) => each.witness === vkey)) return false;
      const next = rows.progress(vkey)?.nextAttemptAt ?? null;
      return next === null || next <= now.toISOString();
    });
    const answers = await Promise.all(due.map((witness) => askOne(witness, signal)));
    return answers.includes(true);
  }

  /** True where a cosignature came. */
  async function askOne(witness: WitnessConfig, signal: AbortSignal): Promise<boolean> {
    const rows = store.witnesses(ledger.origin);
    const before = rows.progress(witness.vkey);
    const known = before?.cosignedSize ?? 0;
    try {
      const answer = await askWitness({ witness, ledger, http: deps.http, signal }, known);
      if (answer.state === 'cosigned') {
        keep(witness, answer);
        return true;
      }
      const error = weigh(witness, answer);
      failed(witness, before, error);
    } catch (error) {
      if (signal.aborted) return false;
      failed(
        witness,
        before,
        isAppError(error) ? error : new AppError('internal', { reference: log.error('witness', error) }),
      );
    }
    return false;
  }

  function keep(witness: WitnessConfig, { cosignature, size }: WitnessAnswer & { state: 'cosigned' }): void {
    store.transaction(() => {
      const rows = store.witnesses(ledger.origin);
      rows.add({
        size,
        witness: witness.vkey,
        line: cosignature.line,
        time: cosignature.time,
        transport: transportOf(witness.url),
        receivedAt: clock.now().toISOString(),
      });
      rows.setProgress(witness.vkey, {
        cosignedSize: size,
        attempts: 0,
        lastError: null,
        nextAttemptAt: null,
      });
      store.audit.append('checkpoint-cosigned', `${ledger.origin}@${size}`, { witness: witness.name });
    });
    remember({ source: 'witness', name: witness.name, status: 'agrees', size, problem: null });
  }

  /** What a witness knows of another history: proved, it halts the ledger; only said, it does over verified TLS. */
  function weigh(witness: WitnessConfig, answer: Exclude<WitnessAnswer, { state: 'cosigned' }>): AppError {
    const size = answer.state === 'contradicts' ? answer.known.size : answer.size;
    const error = new AppError('witness/ahead', { witness: witness.name, size: ledger.size(), known: size });
    if (answer.state === 'contradicts') compare('witness', witness.name, answer.known);
    else {
      const problem = { code: error.code, details: error.details };
      remember({ source: 'witness', name: witness.name, status: 'claimed', size, problem });
      if (transportOf(witness.url) === 'tls-verified' && size !== null) {
        halt(new AppError('ledger/rolled-back', { size: ledger.size(), known: size }));
      }
    }
    return error;
  }

  function failed(witness: WitnessConfig, before: WitnessProgress | null, { code, details }: AppError): void {
    const now = clock.now();
    const attempts = (before?.attempts ?? 0) + 1;
    store.witnesses(ledger.origin).setProgress(witness.vkey, {
      cosignedSize: before?.cosignedSize ?? 0,
      attempts,
      lastError: { code, details, at: now.toISOString() },
      nextAttemptAt: nextAttemptAt(attempts, now, deps.random).toISOString(),
    });
  }

  return {
    start: () => start,
    outside: () => [...found.values()],
    lookOutside,
    largestKnown() {
      const kept = recallContradiction(store.facts, ledger.origin);
      return kept !== null && kept.size >= (largest?.size ?? 0) ? kept : largest;
    },
    async beforeAppending(signal) {
      if (looking === null || clock.monotonicMs() >= lookAgainAtMs) await lookOutside(signal);
      else await looking;
    },
    published: copyNewest,
    askDue,
    nextDueAt() {
      const newest = ledger.newestCheckpoint();
      if (newest === null || ledger.halted()) return null;
      const rows = store.witnesses(ledger.origin);
      const given = rows.cosignaturesAt(newest.size);
      const times = store.settings
        .get()
        .witnesses.filter(({ vkey }) => !given.some(({ witness }) => witness === vkey))
        .map(({ vkey }) => rows.progress(vkey)?.nextAttemptAt ?? clock.now().toISOString());
      return times.toSorted()[0] ?? null;
    },
    retryNow() {
      const rows = store.witnesses(ledger.origin);
      for (const { vkey } of store.settings.get().witnesses) {
        const before = rows.progress(vkey);
        if (before?.nextAttemptAt != null) rows.setProgress(vkey, { ...before, nextAttemptAt: null });
      }
    },
    reset() {
      found.clear();
      largest = null;
      looking = Promise.resolve([]);
      lookAgainAtMs = clock.monotonicMs() + LOOK_AGAIN_MS.whole;
      start = checkAtStart();
    },
    dispose() {
      disposed = true;
    },
  };
}
