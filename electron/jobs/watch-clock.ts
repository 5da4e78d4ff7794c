// Starts what is due while the app is open. Due times that passed while it was closed are told as missed; the last of
// them is made up for at once. A run that is still under way is not started a second time.

import type { RunChanges } from '../../shared/api/watches.ts';
import type { AppEvent } from '../../shared/api/views.ts';
import type { Clock, Log } from '../platform/ports.ts';
import type { JobQueue } from './queue.ts';
import type { DueWatch, WatchStore } from './watch-ports.ts';

export interface WatchClockDeps {
  readonly store: WatchStore;
  readonly queue: Pick<JobQueue, 'enqueue'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly emit: (event: AppEvent) => void;
  /** One transaction. */
  readonly transaction: <T>(body: () => T) => T;
  readonly compare: (before: string, after: string) => Promise<RunChanges>;
  readonly onMissed: (watch: DueWatch, count: number) => void;
}

export interface WatchClock {
  start(): void;
  /** Starts what is due and compares what has ended; resolves when that is done. */
  tick(): Promise<void>;
  stop(): Promise<void>;
}

const TICK_MS = 5_000;
const MINUTE_MS = 60_000;
const RETRY = { tries: 3, backoffMs: 30_000 } as const;

export function createWatchClock(deps: WatchClockDeps): WatchClock {
  const { store, queue, clock, log } = deps;
  let timer: NodeJS.Timeout | null = null;
  let ticking: Promise<void> = Promise.resolve();

  function startDue(): void {
    const now = clock.now();
    for (const watch of store.due(now.toISOString())) {
      deps.transaction(() => {
        const { last, missed, next } = dueTimes(watch, now);
        const [job] = queue.enqueue([
          {
            kind: 'capture',
            caseId: watch.caseId,
            url: watch.url,
            input: { options: watch.options },
            retry: RETRY,
          },
        ]);
        store.addRun(watch.id, { dueAt: last, jobId: job!.id }, missed, next);
        if (missed) deps.onMissed(watch, missed.count);
      });
      deps.emit({ type: 'watches' });
    }
  }

  async function compareEnded(): Promise<void> {
    for (const { run, before, after } of store.uncompared()) {
      store.setChanges(run, await deps.compare(before, after));
      deps.emit({ type: 'watches' });
    }
  }

  async function look(before: Promise<void>): Promise<void> {
    await before;
    try {
      startDue();
      await compareEnded();
    } catch (error) {
      log.error('watches could not be looked after', error);
    }
  }

  const tick = (): Promise<void> => (ticking = look(ticking));

  return {
    tick,
    start() {
      void tick();
      timer = setInterval(() => void tick(), TICK_MS);
    },
    async stop() {
      if (timer) clearInterval(timer);
      timer = null;
      await ticking;
    },
  };
}

interface DueTimes {
  /** The newest due time that has passed: that one is run. */
  readonly last: string;
  readonly missed: { readonly from: string; readonly until: string; readonly count: number } | null;
  readonly next: string;
}

/** Due times lie a whole number of intervals after nextAt. */
export function dueTimes(
  { nextAt, everyMinutes }: Pick<DueWatch, 'nextAt' | 'everyMinutes'>,
  now: Date,
): DueTimes {
  const step = everyMinutes * MINUTE_MS;
  const first = Date.parse(nextAt);
  const passed = Math.max(0, Math.floor((now.getTime() - first) / step));
  const at = (index: number): string => new Date(first + index * step).toISOString();
  return {
    last: at(passed),
    missed: passed === 0 ? null : { from: at(0), until: at(passed - 1), count: passed },
    next: at(passed + 1),
  };
}
