// What goes into an interactive capture, what is told while it runs, and what comes out.

import type { CaptureOptions } from '../../../shared/api/inputs.ts';
import type { GapKind, RecordedMark, RecordedNavigation } from '../../../shared/evidence/recording.ts';
import type { OpenPage } from '../page/open-page.ts';
import type { CaptureResult } from '../types.ts';

export interface RecordingLimits {
  readonly maxDurationMs: number;
  /** Of film and recorded bodies together. */
  readonly maxBytes: number;
}

export interface RecordingRequest {
  /** Where the person begins; checked absolute http(s) URL. */
  readonly url: string;
  readonly options: CaptureOptions;
  readonly limits: RecordingLimits;
  readonly workDir: string;
  /** 'hidden' for tests alone: nobody could use it. */
  readonly window: 'visible' | 'hidden';
  /** Path of the built renderer/recorder. */
  readonly encoderScript: string;
}

/** What a person who watches wants to know now. */
export interface RecordingState {
  readonly phase: 'starting' | 'recording' | 'sealing';
  readonly startedAt: string | null;
  readonly elapsedMs: number;
  readonly address: string | null;
  readonly navigations: readonly RecordedNavigation[];
  readonly marks: readonly RecordedMark[];
  readonly requests: number;
  readonly videoBytes: number;
  readonly bodyBytes: number;
  /** False where nothing is filmed. */
  readonly filming: boolean;
  readonly gaps: number;
  readonly notShown: readonly GapKind[];
}

export interface RecordingHooks {
  /** Aborted: nothing is kept. */
  readonly signal: AbortSignal;
  onStep(step: string, progress: number | null): void;
  /** A JPEG of what the page looks like, about once a second. */
  onFrame(jpeg: Uint8Array): void;
  /** At most a few times a second. */
  onState(state: RecordingState): void;
}

export interface Recording {
  /** For tests, which act in a person's place. */
  readonly page: OpenPage;
  state(): RecordingState;
  /** Null where the recording is over or holds no more marks. */
  mark(note: string): Promise<RecordedMark | null>;
  /** Ends it; 'interrupted' where our program ends. */
  stop(why?: 'interrupted'): void;
  /** Resolves when everything is written; rejects with capture/cancelled. */
  readonly done: Promise<CaptureResult>;
}
