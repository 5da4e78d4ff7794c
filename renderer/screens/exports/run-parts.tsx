// What the list of runs and the page of one share: a run's mark, whether it can go on, how far it is.

import type { ExportRunState, ExportRunView } from '../../../shared/api/exports.ts';
import { EXPORT_RUN_STATE } from '../../../shared/text/papers.ts';
import { Mark, type MarkKind } from '../../components/mark.tsx';
import { usePick } from '../../stores/use-text.ts';

const MARKS: Record<ExportRunState, MarkKind> = {
  running: 'run',
  interrupted: 'warn',
  cancelled: 'stop',
  failed: 'bad',
  done: 'done',
};

export function RunMark({ run }: { run: ExportRunView }) {
  return <Mark kind={MARKS[run.state]} word={usePick()(EXPORT_RUN_STATE[run.state])} />;
}

/** It ended before its end. */
export function cutOff({ state }: ExportRunView): boolean {
  return state === 'interrupted' || state === 'cancelled' || state === 'failed';
}

export function handled({ counts }: ExportRunView): number {
  return counts.done + counts.failed + counts.excluded;
}
