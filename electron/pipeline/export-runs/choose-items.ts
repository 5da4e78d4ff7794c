// What a batch export was asked for -> its numbered items: each that was asked for is there once, also those that cannot
// be exported, with the reason.

import type { ExportExclusion, ExportOptions } from '../../../shared/api/exports.ts';
import { AppError } from '../../../shared/errors.ts';
import type { BatchRowView } from '../../../shared/api/batches.ts';
import type { EvidenceView } from '../../../shared/api/views.ts';
import type { NewExportItem, Store } from '../../store/types.ts';

const PAGE = 500;
const ALL_ROWS = 10_000;

/** Throws input/not-found; input/invalid where nothing was chosen. */
export function chooseItems(
  store: Store,
  options: Omit<ExportOptions, 'language'>,
): readonly NewExportItem[] {
  const { source, includeFailed } = options;
  const seen = new Set<string>();
  const evidence = (view: EvidenceView): NewExportItem => {
    const excluded: ExportExclusion | null = seen.has(view.id)
      ? 'repeated'
      : view.state === 'FAILED' && !includeFailed
        ? 'capture-failed'
        : null;
    seen.add(view.id);
    return {
      evidenceId: view.id,
      label: view.title ?? view.requestedUrl ?? view.id,
      captureState: view.state,
      excluded,
    };
  };
  const items =
    source.kind === 'ids'
      ? source.ids.map((id) => evidence(store.evidence.require(id)))
      : source.kind === 'case'
        ? ofCase(store, source.caseId).map(evidence)
        : ofBatch(store, source.batchId).map((row) =>
            row.evidenceId !== null && row.status !== 'excluded'
              ? evidence(store.evidence.require(row.evidenceId))
              : withoutEvidence(row),
          );
  if (items.length === 0) throw new AppError('input/not-found', { what: '0' });
  return items;
}

/** By sequence number, as the case counts them. */
function ofCase(store: Store, caseId: string): readonly EvidenceView[] {
  store.cases.require(caseId);
  const all: EvidenceView[] = [];
  for (let offset = 0; ; offset += PAGE) {
    const { items } = store.evidence.list({ caseId, offset, limit: PAGE });
    all.push(...items);
    if (items.length < PAGE) return all.toSorted((a, b) => a.sequence - b.sequence);
  }
}

function ofBatch(store: Store, batchId: string): readonly BatchRowView[] {
  store.batches.require(batchId);
  return store.batches.rows(batchId, 'all', 0, ALL_ROWS).items;
}

function withoutEvidence(row: BatchRowView): NewExportItem {
  const excluded: ExportExclusion =
    row.status === 'failed' ? 'row-failed' : row.status === 'excluded' ? 'row-excluded' : 'row-waiting';
  return { evidenceId: null, label: row.address, captureState: row.captureState, excluded };
}
