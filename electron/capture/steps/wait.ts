// Step 'wait': what the user asked to wait for before anything is photographed, an element or a time. Absent from
// captures in which nothing was asked.

import { addNote, openPageOf, remainingMs, type Attempt } from '../attempt.ts';
import type { OpenPage } from '../page/open-page.ts';
import { pause } from '../page/settling.ts';

const SELECTOR_LIMIT_MS = 30_000;
const POLL_MS = 100;

/** Throws where the element does not come in time or the selector is none: the capture is PARTIAL and says so. */
export async function waitStep(attempt: Attempt): Promise<void> {
  const page = openPageOf(attempt);
  const { waitForSelector, extraWaitMs } = attempt.request.options;
  let missing: Error | null = null;
  if (waitForSelector !== null) {
    const limitMs = Math.min(SELECTOR_LIMIT_MS, remainingMs(attempt));
    const began = attempt.deps.clock.monotonicMs();
    if (await appears(attempt, page, waitForSelector, limitMs)) {
      const waitedMs = Math.round(attempt.deps.clock.monotonicMs() - began);
      attempt.events.add('element-found', { selector: waitForSelector, waitedMs });
    } else missing = new Error(`nothing matched ${waitForSelector} within ${limitMs} ms`);
  }
  if (extraWaitMs > 0) {
    const waitedMs = Math.min(extraWaitMs, remainingMs(attempt));
    await Promise.race([pause(waitedMs), page.crashed]);
    addNote(attempt, 'waited', { waitedMs });
  }
  // The page may have moved on while it was waited for.
  attempt.finalUrl = page.moves.address;
  if (missing) throw missing;
}

async function appears(
  attempt: Attempt,
  page: OpenPage,
  selector: string,
  limitMs: number,
): Promise<boolean> {
  const { clock } = attempt.deps;
  const end = clock.monotonicMs() + limitMs;
  for (;;) {
    if (await page.evaluate<boolean>(`document.querySelector(${JSON.stringify(selector)}) !== null`)) {
      return true;
    }
    if (clock.monotonicMs() >= end) return false;
    await Promise.race([pause(POLL_MS), page.crashed]);
  }
}
