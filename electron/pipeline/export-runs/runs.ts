// Batch exports (批量出证), durable: each item is written beside its place, moved there whole, then marked. A run that
// stopped, for whatever reason, is resumed by a person: what is marked is read back and held against its digests, what is
// missing or different is written anew, the papers are made once more. One run at a time.

import { existsSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  ExportItemView,
  ExportOptions,
  ExportRunState,
  ExportRunView,
} from '../../../shared/api/exports.ts';
import { AppError, isAppError } from '../../../shared/errors.ts';
import { pick } from '../../../shared/text/fill.ts';
import { PAPER_FILES } from '../../../shared/text/papers.ts';
import type { StoredExportRun } from '../../store/types.ts';
import type { PipelineDeps } from '../deps.ts';
import { chooseItems } from './choose-items.ts';
import { discName, finishRun } from './finish-run.ts';
import { createDiscs, digestFile, moveFolder, PART, roomFor, type Discs } from './run-files.ts';
import { writeItem } from './write-item.ts';

export interface ExportRuns {
  /** @param folder in which the run makes its own. Throws input/not-found where there is nothing to export. */
  start(folder: string, options: ExportOptions): ExportRunView;
  list(): readonly ExportRunView[];
  get(id: string): ExportRunView;
  cancel(id: string): Promise<ExportRunView>;
  /** Throws input/invalid where it runs or is done with nothing failed. */
  resume(id: string): ExportRunView;
  /** What runs is interrupted; it can be resumed. */
  stop(): Promise<void>;
}

interface Live {
  readonly stop: AbortController;
  readonly ended: Promise<void>;
  current: string | null;
  /** Items and their time in this go, for the estimate. */
  made: number;
  startedMs: number | null;
}

/** The whole run cannot go on after these. */
const ENDS_RUN: ReadonlySet<string> = new Set([
  'store/disk-full',
  'input/output-unwritable',
  'export/failed',
  'store/read-only',
  'store/write-failed',
]);
/** Verifier page, its words and the lists' own heads. */
const DISC_RESERVE_BYTES = 64 * 1024;

export function createExportRuns(deps: PipelineDeps, changed: (id: string) => void): ExportRuns {
  const { store, clock, log } = deps;
  const live = new Map<string, Live>();
  let tail: Promise<void> = Promise.resolve();
  store.exportRuns.interruptRunning();

  function view(run: StoredExportRun): ExportRunView {
    const now = live.get(run.id);
    const each =
      now?.startedMs != null && now.made > 0 ? (clock.monotonicMs() - now.startedMs) / now.made : null;
    return {
      ...run,
      current: now?.current ?? null,
      remainingMs: each === null || run.state !== 'running' ? null : Math.round(each * run.counts.waiting),
    };
  }
  const get = (id: string): ExportRunView => view(store.exportRuns.require(id));

  function begin(id: string): void {
    const stop = new AbortController();
    const before = tail;
    const ended = (async () => {
      await before;
      await work(id, stop.signal);
    })();
    tail = ended;
    live.set(id, { stop, ended, current: null, made: 0, startedMs: null });
    changed(id);
  }

  async function work(id: string, signal: AbortSignal): Promise<void> {
    const end = (state: ExportRunState, error: ExportRunView['error'] = null): void =>
      store.exportRuns.setState(id, state, error);
    try {
      const run = store.exportRuns.require(id);
      const now = live.get(id)!;
      const discs = await takeUp(run, signal);
      now.startedMs = clock.monotonicMs();
      for (const item of store.exportRuns.all(id)) {
        if (item.state !== 'waiting' || item.evidenceId === null) continue;
        signal.throwIfAborted();
        now.current = item.evidenceId;
        await exportOne(run, item, item.evidenceId, discs, signal);
        now.made += 1;
        changed(id);
      }
      now.current = 'papers';
      changed(id);
      const made = await finishRun(deps, store.exportRuns.require(id), discs, signal);
      store.exportRuns.setState(id, 'done', null, made);
    } catch (error) {
      if (signal.aborted) end(signal.reason === CANCELLED ? 'cancelled' : 'interrupted');
      else if (isAppError(error)) end('failed', { code: error.code, details: error.details });
      else {
        log.error('a batch export ended early', error);
        end('failed', { code: 'internal', details: {} });
      }
    } finally {
      live.delete(id);
      changed(id);
    }
  }

  /** Failures of one item are kept with it; the rest goes on. */
  async function exportOne(
    run: StoredExportRun,
    item: ExportItemView,
    id: string,
    discs: Discs,
    signal: AbortSignal,
  ): Promise<void> {
    const { number } = item;
    try {
      const made = await writeItem(deps, run, { number, id }, signal);
      const disc = discs.place(roomFor(made.files));
      // A kill between the move and the mark leaves a whole folder, perhaps on another disc.
      for (let n = 1; n <= discs.last(); n++) {
        await rm(join(run.folder, discName(run, n), made.folder), { recursive: true, force: true });
      }
      await moveFolder(made.part, join(run.folder, discName(run, disc), made.folder));
      store.exportRuns.itemDone(run.id, number, {
        disc,
        folder: made.folder,
        files: made.files,
        facts: made.facts,
      });
    } catch (error) {
      // What could not be removed is replaced by the next go.
      await rm(join(run.folder, `${PART}${number}`), { recursive: true, force: true }).catch(() => undefined);
      if (signal.aborted || !isAppError(error) || ENDS_RUN.has(error.code)) throw error;
      store.exportRuns.itemFailed(run.id, number, { code: error.code, details: error.details });
    }
  }

  /** Reads back what is marked as done; what is not as it was written waits again. */
  async function takeUp(run: StoredExportRun, signal: AbortSignal): Promise<Discs> {
    const used = new Map<number, number>();
    for (const item of store.exportRuns.all(run.id)) {
      if (item.state !== 'done') continue;
      signal.throwIfAborted();
      const folder = join(run.folder, discName(run, item.disc!), item.folder!);
      if (await stands(folder, item, signal)) {
        used.set(item.disc!, (used.get(item.disc!) ?? 0) + roomFor(item.files));
      } else store.exportRuns.itemLost(run.id, item.number);
    }
    const page = await deps.verifierPage();
    return createDiscs(run.options.discBytes, DISC_RESERVE_BYTES + (page?.length ?? 0), used);
  }

  async function stands(folder: string, item: ExportItemView, signal: AbortSignal): Promise<boolean> {
    for (const file of item.files) {
      const path = join(folder, file.path);
      try {
        if ((await stat(path)).size !== file.size) return false;
        const { sha256, sm3 } = await digestFile(path, deps.hashers, signal);
        if (sha256 !== file.sha256 || sm3 !== file.sm3) return false;
      } catch (error) {
        if (signal.aborted) throw error;
        return false; // Missing or unreadable: it is written anew, and a failure of that is told.
      }
    }
    return true;
  }

  return {
    start(folder, options) {
      const items = chooseItems(store, options);
      const day = clock.now().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
      const demonstration =
        deps.demonstration ||
        items.some(
          ({ evidenceId }) => evidenceId !== null && store.evidence.require(evidenceId).demonstration,
        );
      const stem = `${pick(PAPER_FILES.run, options.language)}-${day}Z${demonstration ? '-演示DEMO' : ''}`;
      const run = store.exportRuns.create({ folder: freeFolder(folder, stem), options, items });
      begin(run.id);
      return get(run.id);
    },
    list: () => store.exportRuns.list().map(view),
    get,
    async cancel(id) {
      get(id);
      const now = live.get(id);
      now?.stop.abort(CANCELLED);
      await now?.ended;
      return get(id);
    },
    resume(id) {
      const run = get(id);
      if (live.has(id) || (run.state === 'done' && run.counts.failed === 0 && existsSync(run.folder))) {
        throw new AppError('input/invalid', { field: 'id', problem: run.state });
      }
      store.exportRuns.retryFailed(id);
      store.exportRuns.setState(id, 'running');
      begin(id);
      return get(id);
    },
    async stop() {
      for (const { stop } of live.values()) stop.abort();
      await tail;
    },
  };
}

const CANCELLED = new Error('cancelled by a person');

/** A run never writes into what was there before it. */
function freeFolder(folder: string, stem: string): string {
  for (let n = 1; ; n++) {
    const path = join(folder, n === 1 ? stem : `${stem} (${n})`);
    if (!existsSync(path)) return path;
  }
}
