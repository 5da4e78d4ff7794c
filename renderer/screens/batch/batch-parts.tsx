// What several parts of the batch screens share: the place of a batch, how far it is, its mark.

import type { BatchView } from '../../../shared/api/batches.ts';
import { BATCH_STATE } from '../../../shared/text/batch.ts';
import { Mark, type MarkKind } from '../../components/mark.tsx';
import type { CaptureView } from '../../stores/route.ts';
import { usePick } from '../../stores/use-text.ts';

export type BatchesView = Extract<CaptureView, { name: 'batches' }>;

/** Where a batch stands in the address. */
export function batchRoute(id: string | null, patch: Partial<BatchesView> = {}) {
  return {
    room: 'capture',
    caseId: null,
    view: { name: 'batches', id, filter: null, page: 1, ...patch },
  } as const;
}

export function ended({ counts }: BatchView): number {
  return counts.done + counts.failed + counts.excluded;
}

const MARKS: Record<BatchView['state'], MarkKind> = {
  draft: 'none',
  running: 'run',
  paused: 'wait',
  cancelled: 'stop',
  finished: 'done',
};

export function BatchMark({ batch }: { batch: BatchView }) {
  const pick = usePick();
  return <Mark kind={MARKS[batch.state]} word={pick(BATCH_STATE[batch.state])} />;
}
