// A recording that the environment check held back: nothing was opened and nothing filmed, and the attempt itself is the
// evidence (who, when, which DNS answer, what the check found).

import type { CaptureRecord } from '../../../shared/evidence/capture-record.ts';
import type { RecordingFacts } from '../../../shared/evidence/recording.ts';
import { addReason, type Attempt } from '../attempt.ts';
import { recheck, writeEnvironment } from '../steps/environment.ts';
import { buildRecord, writeLogs } from '../steps/record.ts';
import type { CaptureResult } from '../types.ts';
import { sealRecording } from './finish.ts';
import { chosen } from './session.ts';
import type { RecordingRequest } from './types.ts';

/** attempt.failure says what is in the way. Rejects with the system's error where it cannot be written. */
export async function recordBlocked(attempt: Attempt, request: RecordingRequest): Promise<CaptureResult> {
  const browser = (await attempt.browserFacts?.catch(() => null)) ?? null;
  if (browser === null) addReason(attempt, 'step-failed', { step: 'browser', error: 'facts unreadable' });
  const [environment] = await Promise.all([
    recheck(attempt, browser, null, false),
    attempt.browser?.dispose(),
  ]);
  if (environment !== null) await writeEnvironment(attempt, environment);
  await writeLogs(attempt);
  const record: CaptureRecord = {
    ...buildRecord(attempt, browser, null, environment?.record.clock),
    method: 'process',
    options: chosen(request, attempt.deps),
    recording: nothingRecorded(attempt),
  };
  return sealRecording(attempt, record, environment);
}

function nothingRecorded({ startedAt, deps, failure }: Attempt): RecordingFacts {
  return {
    startedAt: startedAt.toISOString(),
    endedAt: deps.clock.now().toISOString(),
    durationMs: 0,
    video: null,
    videoAbsentReason: `not reached: ${failure?.code ?? ''}`,
    gaps: [],
    cut: null,
    navigations: [],
    marks: [],
    withheld: 0,
  };
}
