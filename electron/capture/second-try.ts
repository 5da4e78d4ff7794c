// A page that crashed, or hung for good, before it was photographed is asked for once more in a new browser. What the
// first try left (its first screen, its log) stays where the second one does not replace it.

import { addNote, remainingMs, untried, type Attempt } from './attempt.ts';
import { memoryLimitBytes, watchMemory } from './browser/memory.ts';
import { DISK_LIMITS, watchDisk } from './disk-watch.ts';

const FRESH_BUDGET_MS = 30_000;

/** True once: the page is gone, nothing but the page is to blame, and it was not tried again yet. */
export function isLost(attempt: Attempt): boolean {
  const triedAgain = attempt.notes.some(({ code }) => code === 'tried-again');
  const photographed = attempt.addressAtScreenshot !== null || attempt.download;
  const ownLimit = attempt.overrun !== null || (attempt.disk?.failure ?? null) !== null;
  return attempt.page?.isCrashed() === true && !photographed && !triedAgain && !ownLimit;
}

/** Ends the browser of the first try and forgets what it said of the page. */
export async function startAgain(attempt: Attempt): Promise<void> {
  const cause = attempt.page?.watchdog.gaveUp === true ? 'hung' : 'crashed';
  if (cause === 'hung') rememberHoldUps(attempt);
  await attempt.browser?.dispose();
  attempt.page?.bodies.dispose();
  await Promise.allSettled(attempt.background);
  attempt.background.length = 0;
  Object.assign(attempt, untried());
  attempt.deadlineMs = attempt.deps.clock.monotonicMs() + remainingMs(attempt, FRESH_BUDGET_MS);
  attempt.reasons.length = 0;
  attempt.notes.length = 0;
  attempt.notes.push(...(attempt.request.notes ?? []));
  addNote(attempt, 'tried-again', { cause });
  attempt.events.add('tried-again', { cause });
}

function rememberHoldUps({ page, heldUpBy }: Attempt): void {
  const open = page?.recorder.exchanges.filter(({ type, end }) => type === 'xhr' && end === 'open') ?? [];
  for (const { request } of open) heldUpBy.add(request.url);
}

/**
 * A capture that takes more of the disk or of the memory than its share loses its browser, and the profile with it.
 * Returns what ends the watch.
 */
export function watchShare(attempt: Attempt): () => void {
  attempt.disk = watchDisk(
    attempt.request.workDir,
    () => attempt.browser?.folders ?? [],
    attempt.deps.diskLimits ?? DISK_LIMITS,
    () => {
      const limitBytes = attempt.disk?.overLimitBytes ?? null;
      attempt.events.add('disk-limit', { limitBytes: limitBytes ?? 0 });
      if (limitBytes !== null) attempt.overrun ??= { code: 'storage-limit', details: { limitBytes } };
      void attempt.browser?.dispose();
    },
  );
  const endMemory = endAtMemoryLimit(attempt, (limitBytes) => {
    attempt.overrun ??= { code: 'memory-limit', details: { limitBytes } };
  });
  return () => {
    attempt.disk?.stop();
    endMemory();
  };
}

/** Ends a browser that takes more memory than its share; onEnd before it is gone. Returns what ends the watch. */
export function endAtMemoryLimit(attempt: Attempt, onEnd: (limitBytes: number) => void): () => void {
  const limitBytes = attempt.deps.memoryLimitBytes ?? memoryLimitBytes();
  if (limitBytes === null) return () => undefined;
  return watchMemory(
    () => attempt.browser?.pid,
    limitBytes,
    (takenBytes) => {
      attempt.events.add('memory-limit', { limitBytes, takenBytes });
      onEnd(limitBytes);
      void attempt.browser?.dispose();
    },
  );
}
