// The closed shape of `recording` in capture.json, for those who read it as hostile input.

import {
  bool,
  either,
  exactly,
  integer,
  list,
  matching,
  oneOf,
  orNull,
  record,
  satisfying,
  text,
  type Shape,
} from '../bytes/json-shape.ts';
import { isPayloadPath } from './path.ts';
import { GAP_KINDS, RECORDING_CUTS } from './recording.ts';

const MAX = Number.MAX_SAFE_INTEGER;
const count = integer(0, MAX);
const anyText = text(65_536);
const path = satisfying(isPayloadPath);
const time = satisfying((value) => Number.isFinite(Date.parse(value)) && value.endsWith('Z'));

const hex = matching(/^([0-9a-f]{2}){0,64}$/);
const mended = record({
  sizeBytes: count,
  sha256: matching(/^[0-9a-f]{64}$/),
  replaced: list(record({ at: count, was: hex }), 0, 10_000),
});

const video = record(
  {
    path: exactly('data/recording.webm'),
    codec: text(64),
    widthPx: count,
    heightPx: count,
    stripPx: count,
    framesPerSecond: count,
    frames: count,
    repeated: orNull(count),
    dropped: orNull(count),
    sizeBytes: count,
    whole: bool,
  },
  { mended },
);

const navigation = record({
  at: time,
  offsetMs: count,
  kind: oneOf(['document', 'same-document']),
  url: anyText,
  status: orNull(integer(0, 999)),
  title: orNull(anyText),
  picture: orNull(path),
  pictureAbsentReason: orNull(anyText),
});

const mark = record({
  number: integer(1, MAX),
  at: time,
  offsetMs: count,
  by: either(exactly('app'), exactly('hotkey')),
  url: anyText,
  title: orNull(anyText),
  note: anyText,
  picture: orNull(path),
  mhtml: orNull(path),
  problems: list(anyText, 0, 100),
});

const recording: Shape = record({
  startedAt: time,
  endedAt: time,
  durationMs: count,
  video: orNull(video),
  videoAbsentReason: orNull(anyText),
  gaps: list(record({ kind: oneOf(GAP_KINDS), fromMs: count, toMs: count }), 0, 10_000),
  cut: orNull(oneOf(RECORDING_CUTS)),
  navigations: list(navigation, 0, 10_000),
  marks: list(mark, 0, 10_000),
  withheld: count,
});

/** Where the value departs from the shape, null where it does not. */
export function recordingMisfit(value: unknown): string | null {
  return recording(value);
}
