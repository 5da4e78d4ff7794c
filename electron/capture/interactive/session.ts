// What one recording is made of, for the files beside this one.

import type { VideoFacts } from '../../../shared/evidence/recording.ts';
import type { CaptureRecord } from '../../../shared/evidence/capture-record.ts';
import type { Attempt } from '../attempt.ts';
import { memoryLimitBytes } from '../browser/memory.ts';
import type { Step } from '../run-step.ts';
import type { CaptureDeps } from '../types.ts';
import type { PersonsPage } from './browser.ts';
import type { Gaps } from './gaps.ts';
import type { Marks } from './marks.ts';
import type { Navigations } from './navigations.ts';
import type { Screencast } from './screencast.ts';
import type { Secrets } from './secrets.ts';
import type { RecordingRequest } from './types.ts';
import type { Video } from './video.ts';

export interface Session {
  readonly attempt: Attempt;
  readonly request: RecordingRequest;
  readonly persons: PersonsPage;
  readonly secrets: Secrets;
  readonly gaps: Gaps;
  readonly marks: Marks;
  readonly navigations: Navigations;
  /** Monotonic clock and wall clock at the first frame. */
  readonly beganMs: number;
  readonly beganAt: Date;
  video: Video | null;
  videoAbsentReason: string | null;
  film: Screencast | null;
  filmed: VideoFacts | null;
}

/** What was chosen, for the record. */
export function chosen(
  { options, limits, window }: RecordingRequest,
  deps: Pick<CaptureDeps, 'memoryLimitBytes'>,
): CaptureRecord['options'] {
  return {
    viewportWidth: options.viewportWidth,
    viewportHeight: options.viewportHeight,
    allowPrivateHosts: options.allowPrivateHosts.join(' '),
    allowBadCertificateHosts: options.allowBadCertificateHosts.join(' '),
    proxy: options.proxy,
    window,
    memoryLimitBytes: deps.memoryLimitBytes ?? memoryLimitBytes(),
    ...limits,
  };
}

/** A step that is not bounded by a page's budget. */
export function plainStep(
  name: string,
  run: Step['run'],
  limitMs = 10_000,
  artefact: string | null = null,
  skip: Step['skip'] = () => null,
): Step {
  return { name, run, limitMs: () => limitMs, skip, artefact };
}
