// What the record says of a recording: the field `recording` of capture.json, and the reasons that follow from it.

import { gapsMs, type RecordingCut, type RecordingFacts } from '../../../shared/evidence/recording.ts';
import { addNote, addReason, type Attempt } from '../attempt.ts';
import type { Session } from './session.ts';

/** A page that stands still is filmed once a second: what is shorter is listed and is no defect. */
const SHORT_GAP_MS = 1_000;

export interface RecordingEnd {
  readonly cut: RecordingCut | null;
  readonly at: Date;
  readonly offsetMs: number;
}

export function recordingFacts(session: Session, end: RecordingEnd): RecordingFacts {
  return {
    startedAt: session.beganAt.toISOString(),
    endedAt: end.at.toISOString(),
    durationMs: Math.round(end.offsetMs),
    video: session.filmed,
    videoAbsentReason: session.filmed === null ? (session.videoAbsentReason ?? 'not ended') : null,
    gaps: session.gaps.list,
    cut: end.cut,
    navigations: session.navigations.list,
    marks: session.marks.list,
    withheld: session.secrets.withheld,
  };
}

/** What keeps a recording from being complete. */
export function explainRecording(attempt: Attempt, facts: RecordingFacts, droppedNavigations: number): void {
  const { cut, video, gaps, marks, navigations } = facts;
  if (cut === 'interrupted') addReason(attempt, 'interrupted');
  else if (cut !== null) addReason(attempt, 'recording-cut', { cause: cut });
  if (video === null) addReason(attempt, 'recording-absent', { error: facts.videoAbsentReason ?? '' });
  const long = gaps.filter(({ fromMs, toMs }) => toMs - fromMs >= SHORT_GAP_MS);
  if (long.length > 0) {
    const kinds = [...new Set(long.map(({ kind }) => kind))].join(', ');
    addReason(attempt, 'recording-gap', {
      count: long.length,
      seconds: Math.ceil(gapsMs(long) / 1_000),
      kinds,
    });
  }
  for (const { number, problems } of marks) {
    if (problems.length === 0) continue;
    addReason(attempt, 'artefact-missing', { artefact: `data/marks/${number}`, error: problems.join('; ') });
  }
  if (droppedNavigations > 0) addReason(attempt, 'record-limit', { limit: navigations.length });
  const unpictured = navigations.filter(({ picture }) => picture === null).length;
  if (unpictured > 0) addNote(attempt, 'navigations-without-picture', { count: unpictured });
  const dropped = video?.dropped ?? 0;
  if (dropped > 0) addNote(attempt, 'frames-dropped', { count: dropped });
  if (facts.withheld > 0) addNote(attempt, 'credentials-withheld', { count: facts.withheld });
  addNote(attempt, 'strip-added');
}
