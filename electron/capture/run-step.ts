// Runs one named step: limit, progress, and its outcome in the record. A step that fails becomes a reason, not a
// rejection; only a cancelled capture and a defect before the record exists get through. Once its outcome is recorded as
// failed, whatever its work still does reaches the attempt no more.

import { addReason, StepSkipped, type Attempt } from './attempt.ts';
import { AppError, isAppError } from '../../shared/errors.ts';
import type { StepStatus } from '../../shared/evidence/capture-record.ts';
import { PageCrashed } from './page/open-page.ts';

export interface Step {
  readonly name: string;
  readonly run: (attempt: Attempt) => Promise<void>;
  readonly limitMs: (attempt: Attempt) => number;
  /** Null to run it; else why it is skipped. */
  readonly skip: (attempt: Attempt) => string | null;
  /** The artefact that is missing when the step fails; null for steps that make none. */
  readonly artefact: string | null;
  /** It works with what has arrived: the end of the page is not its end. */
  readonly outlivesPage?: boolean;
}

export async function runStep(attempt: Attempt, step: Step, progress: number): Promise<void> {
  const { clock } = attempt.deps;
  assertNotCancelled(attempt);
  const startedAt = clock.now().toISOString();
  const began = clock.monotonicMs();
  let status: StepStatus = 'ok';
  let reason: string | null = step.skip(attempt);
  if (reason === null) {
    attempt.hooks.onStep(step.name, progress);
    attempt.events.add('step-begin', { step: step.name });
    try {
      await limited(attempt, step);
    } catch (error) {
      assertNotCancelled(attempt);
      status = error instanceof StepSkipped ? 'skipped' : 'failed';
      reason = error instanceof Error ? error.message.slice(0, 500).toWellFormed() : String(error);
      if (status === 'failed') noteFailure(attempt, step, error, reason);
    }
  } else {
    status = 'skipped';
  }
  const durationMs = Math.round(clock.monotonicMs() - began);
  attempt.steps.push({ name: step.name, status, startedAt, durationMs, reason });
  attempt.events.add('step-end', { step: step.name, status, reason, durationMs });
}

export function assertNotCancelled(attempt: Attempt): void {
  if (attempt.hooks.signal.aborted) throw new AppError('capture/cancelled');
}

function noteFailure(attempt: Attempt, step: Step, error: unknown, reason: string): void {
  const crashed = error instanceof PageCrashed || attempt.page?.isCrashed() === true;
  const photographed = attempt.addressAtScreenshot !== null || attempt.download;
  if (attempt.failure === null && crashed && !photographed) {
    attempt.failure = { code: 'capture/page-crashed', error: reason };
  } else if (attempt.failure === null && isAppError(error) && error.code === 'browser/launch-failed') {
    attempt.failure = { code: error.code, error: reason };
  } else if (attempt.failure === null && (step.name === 'browser' || step.name === 'navigate')) {
    attempt.failure = {
      code: step.name === 'browser' ? 'browser/launch-failed' : 'capture/timeout',
      error: reason,
    };
  }
  if (step.artefact === null) addReason(attempt, 'step-failed', { step: step.name, error: reason });
  else addReason(attempt, 'artefact-missing', { artefact: step.artefact, error: reason });
}

/** Races work against its limit, the user's cancellation and the page's crash. */
async function limited(attempt: Attempt, step: Step): Promise<void> {
  const { signal } = attempt.hooks;
  const limitMs = step.limitMs(attempt);
  const view = Proxy.revocable(attempt, {});
  const work = step.run(view.proxy);
  const crashed = step.outlivesPage === true || attempt.page === null ? [] : [attempt.page.crashed];
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const stop = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end within ${Math.round(limitMs)} ms`)), limitMs);
    onAbort = () => reject(new AppError('capture/cancelled'));
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    await Promise.race([work, stop, ...crashed]);
  } catch (error) {
    view.revoke();
    throw error;
  } finally {
    clearTimeout(timer);
    if (onAbort) signal.removeEventListener('abort', onAbort);
    work.catch(() => undefined); // Lost the race: its outcome is recorded as failed already.
  }
}
