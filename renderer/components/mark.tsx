// One shape and one colour per kind of status, always with its word beside it: colour is never the only sign.

import type { ReactNode } from 'react';
import type { JobState } from '../../shared/api/views.ts';
import type { CaptureState } from '../../shared/evidence/states.ts';
import type { CheckStatus, Verdict } from '../../shared/verify/report.ts';
import { CAPTURE_STATE, CHECK_STATUS, JOB_STATE, VERDICT } from '../../shared/text/words.ts';
import { usePick } from '../stores/use-text.ts';
import './mark.css';

export type MarkKind = 'good' | 'warn' | 'bad' | 'wait' | 'run' | 'none' | 'stop' | 'unknown' | 'done';

const SHAPES: Record<MarkKind, ReactNode> = {
  // filled disc with a tick: checked and passed
  good: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path d="M4.8 8.3l2.2 2.2 4.2-4.6" className="mark-cut" />
    </>
  ),
  // plain disc with a tick in ink blue: done, nothing claimed beyond that
  done: (
    <>
      <circle cx="8" cy="8" r="6.25" className="mark-line" />
      <path d="M4.9 8.3l2.1 2.1 4.1-4.5" className="mark-line" />
    </>
  ),
  warn: (
    <>
      <path d="M8 1.6L15 14H1z" fill="currentColor" />
      <path d="M8 6v3.8M8 11.6v.6" className="mark-cut" />
    </>
  ),
  bad: (
    <>
      <rect x="1.5" y="1.5" width="13" height="13" rx="2" fill="currentColor" />
      <path d="M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6" className="mark-cut" />
    </>
  ),
  wait: (
    <>
      <circle cx="8" cy="8" r="6.25" className="mark-line" />
      <path d="M8 4.4V8l2.4 1.6" className="mark-line" />
    </>
  ),
  run: (
    <>
      <circle cx="8" cy="8" r="6.25" className="mark-line mark-faint" />
      <path d="M8 1.75A6.25 6.25 0 0 1 14.25 8" className="mark-line mark-turn" />
    </>
  ),
  none: <circle cx="8" cy="8" r="6" className="mark-line mark-dashes" />,
  stop: <rect x="2.5" y="2.5" width="11" height="11" rx="1.5" className="mark-line" />,
  unknown: (
    <>
      <path d="M8 1L15 8 8 15 1 8z" className="mark-line" />
      <path d="M6.3 6.6c0-2.2 3.5-2.2 3.5-.2 0 1.3-1.8 1.3-1.8 2.8M8 11.2v.5" className="mark-line" />
    </>
  ),
};

/** The shape alone is decoration; `word` must say the same. */
export function Mark({ kind, word, className }: { kind: MarkKind; word?: ReactNode; className?: string }) {
  return (
    <span className={`mark mark-${kind} ${className ?? ''}`}>
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" focusable="false">
        {SHAPES[kind]}
      </svg>
      {word === undefined ? null : <span>{word}</span>}
    </span>
  );
}

const CAPTURE_MARK: Record<CaptureState, MarkKind> = { COMPLETE: 'good', PARTIAL: 'warn', FAILED: 'bad' };
const JOB_MARK: Record<JobState, MarkKind> = {
  queued: 'wait',
  running: 'run',
  done: 'good',
  failed: 'bad',
  cancelled: 'stop',
};
export const VERDICT_MARK: Record<Verdict, MarkKind> = {
  valid: 'good',
  invalid: 'bad',
  incomplete: 'unknown',
};
const CHECK_MARK: Record<CheckStatus, MarkKind> = {
  pass: 'good',
  fail: 'bad',
  indeterminate: 'unknown',
  absent: 'none',
};

export function CaptureMark({ state }: { state: CaptureState }) {
  return <Mark kind={CAPTURE_MARK[state]} word={usePick()(CAPTURE_STATE[state])} />;
}

/** A capture that was sealed shows its own state; otherwise the job's. */
export function JobMark({ state, captureState }: { state: JobState; captureState: CaptureState | null }) {
  const pick = usePick();
  if (captureState && state !== 'running') return <CaptureMark state={captureState} />;
  return <Mark kind={JOB_MARK[state]} word={pick(JOB_STATE[state])} />;
}

export function VerdictMark({ verdict }: { verdict: Verdict }) {
  return <Mark kind={VERDICT_MARK[verdict]} word={usePick()(VERDICT[verdict])} />;
}

export function CheckMark({ status }: { status: CheckStatus }) {
  return <Mark kind={CHECK_MARK[status]} word={usePick()(CHECK_STATUS[status])} />;
}
