// Files dropped for verification, one worker at a time. Nothing leaves this window.

import { create } from 'zustand';
import type { VerificationReport } from '../../shared/verify/report.ts';
import { api } from '../api/client.ts';
import { toFailure, type Failure } from '../api/failure.ts';
import { runVerification } from '../api/verification.ts';

export interface VerifyItem {
  readonly id: number;
  readonly file: File;
  readonly state: 'waiting' | 'running' | 'done' | 'stopped' | 'failed';
  readonly doneBytes: number;
  /** Given beside a file deposit. */
  readonly originals: readonly File[];
  readonly report: VerificationReport | null;
  readonly failure: Failure | null;
}

interface VerifyState {
  readonly items: readonly VerifyItem[];
  readonly selected: number | null;
  readonly add: (files: Iterable<File>) => void;
  readonly select: (id: number) => void;
  readonly stop: (id: number) => void;
  readonly again: (id: number) => void;
  /** Verifies once more, with files to be compared with what was sealed. */
  readonly compare: (id: number, originals: readonly File[]) => void;
  readonly clear: () => void;
}

let lastId = 0;
const stops = new Map<number, AbortController>();

export const useVerify = create<VerifyState>()((set, get) => {
  const change = (id: number, patch: Partial<VerifyItem>) =>
    set({ items: get().items.map((item) => (item.id === id ? { ...item, ...patch } : item)) });

  async function runNext(): Promise<void> {
    const { items } = get();
    if (items.some((item) => item.state === 'running')) return;
    const next = items.find((item) => item.state === 'waiting');
    if (!next) return;
    const stop = new AbortController();
    stops.set(next.id, stop);
    change(next.id, { state: 'running', doneBytes: 0, failure: null, report: null });
    try {
      const trust = await api.trustPolicy.query();
      const report = await runVerification(next.file, trust, next.originals, {
        signal: stop.signal,
        onProgress: (doneBytes) => change(next.id, { doneBytes }),
      });
      change(next.id, { state: 'done', report, doneBytes: next.file.size });
    } catch (error) {
      change(
        next.id,
        stop.signal.aborted ? { state: 'stopped' } : { state: 'failed', failure: toFailure(error) },
      );
    } finally {
      stops.delete(next.id);
    }
    await runNext();
  }

  return {
    items: [],
    selected: null,
    add(files) {
      const added = [...files].map((file): VerifyItem => {
        lastId += 1;
        return {
          id: lastId,
          file,
          state: 'waiting',
          doneBytes: 0,
          originals: [],
          report: null,
          failure: null,
        };
      });
      if (added.length === 0) return;
      set({ items: [...added, ...get().items], selected: added[0]!.id });
      void runNext();
    },
    select: (id) => set({ selected: id }),
    stop(id) {
      const stop = stops.get(id);
      if (stop) stop.abort();
      else change(id, { state: 'stopped' });
    },
    again(id) {
      change(id, { state: 'waiting', doneBytes: 0, report: null, failure: null });
      void runNext();
    },
    compare(id, originals) {
      change(id, { originals });
      get().again(id);
    },
    clear() {
      for (const stop of stops.values()) stop.abort();
      set({ items: [], selected: null });
    },
  };
});
