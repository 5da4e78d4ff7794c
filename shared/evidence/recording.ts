// capture.json, field `recording`: an interactive capture (过程取证), in which a person used the browser while its
// pages were filmed. Offsets (…Ms) count from `startedAt` of the recording, which is the film's first frame.

export interface RecordingFacts {
  /** ISO 8601 UTC, device clock: the first and the last moment that is recorded. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly durationMs: number;
  /** Null where nothing could be filmed, with the reason beside it. */
  readonly video: VideoFacts | null;
  readonly videoAbsentReason: string | null;
  readonly gaps: readonly RecordingGap[];
  /** What ended the recording before the person did; null where the person stopped it. */
  readonly cut: RecordingCut | null;
  readonly navigations: readonly RecordedNavigation[];
  readonly marks: readonly RecordedMark[];
  /** Bodies and headers that carried a password: kept as a salted digest alone (data/private/withheld.jsonl). */
  readonly withheld: number;
}

export interface VideoFacts {
  readonly path: string;
  readonly codec: string;
  /** Of the picture, the strip (time and address, drawn by the software) included. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly stripPx: number;
  /** At most so many; a page that stands still is filmed once a second. */
  readonly framesPerSecond: number;
  readonly frames: number;
  /** Frames among them in which the page's picture is the one before. Null: not known, the program ended before. */
  readonly repeated: number | null;
  /** Frames that the browser gave and the encoder had no time for. Null: not known. */
  readonly dropped: number | null;
  readonly sizeBytes: number;
  /** The file's end was written: it has its duration and index. */
  readonly whole: boolean;
  /** Of a film whose program ended in the middle: its end was written afterwards. */
  readonly mended?: FilmMend;
}

/**
 * Sizes, duration and index written into a film that had none; no byte of a frame. Putting back what stood there and
 * cutting to sizeBytes gives the film as it was found.
 */
export interface FilmMend {
  readonly sizeBytes: number;
  /** Of the film as it was found; hex. */
  readonly sha256: string;
  /** Ascending; `was` is hex, shorter than what stands there now where the film ended. */
  readonly replaced: readonly { readonly at: number; readonly was: string }[];
}

export const GAP_KINDS = [
  'hidden', // the window was minimised or the page hidden
  'dialog', // a dialog of the page stood before it; dialogs are not part of the page's picture
  'unresponsive', // the page did not answer
  'encoder', // the encoder was late or had ended
] as const;
export type GapKind = (typeof GAP_KINDS)[number];

export interface RecordingGap {
  readonly kind: GapKind;
  readonly fromMs: number;
  readonly toMs: number;
}

/** How much of the recording its gaps cover; what lies in several at once counts once. */
export function gapsMs(gaps: readonly RecordingGap[]): number {
  let totalMs = 0;
  let seenMs = 0;
  for (const { fromMs, toMs } of gaps.toSorted((a, b) => a.fromMs - b.fromMs)) {
    totalMs += Math.max(0, toMs - Math.max(fromMs, seenMs));
    seenMs = Math.max(seenMs, toMs);
  }
  return totalMs;
}

export const RECORDING_CUTS = [
  'time-limit',
  'size-limit',
  'memory-limit', // the browser took more than its share and was ended
  'window-closed',
  'page-crashed',
  'browser-ended',
  'interrupted', // our own program ended
] as const;
export type RecordingCut = (typeof RECORDING_CUTS)[number];

export interface RecordedNavigation {
  readonly at: string;
  readonly offsetMs: number;
  readonly kind: 'document' | 'same-document';
  readonly url: string;
  /** HTTP status of the document; null inside one, and where no server answered. */
  readonly status: number | null;
  readonly title: string | null;
  /** Path in the package; null with the reason beside it. */
  readonly picture: string | null;
  readonly pictureAbsentReason: string | null;
}

export interface RecordedMark {
  readonly number: number;
  readonly at: string;
  readonly offsetMs: number;
  readonly by: 'app' | 'hotkey';
  readonly url: string;
  readonly title: string | null;
  readonly note: string;
  readonly picture: string | null;
  readonly mhtml: string | null;
  /** What is missing of it, in the browser's words. */
  readonly problems: readonly string[];
}
