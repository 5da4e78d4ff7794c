// One batch: before the start what its sheet holds, afterwards how far it is and what a person should look at.

import type { BatchRowView, RowFilter } from '../../../shared/api/batches.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageFailure } from '../../components/failure-note.tsx';
import { Loading } from '../../components/loading.tsx';
import { Pager } from '../../components/pager.tsx';
import { retryRows, useBatch, useBatchRows } from '../../stores/batches.ts';
import { go } from '../../stores/route.ts';
import { useText } from '../../stores/use-text.ts';
import { HeldBack } from '../capture/held-back.tsx';
import { BatchHead } from './batch-head.tsx';
import { BatchTable } from './batch-table.tsx';
import { batchRoute, type BatchesView } from './batch-parts.tsx';
import { DraftBar } from './draft-bar.tsx';

const PAGE_ROWS = 100;
const DRAFT_FILTERS: readonly RowFilter[] = ['all', 'good', 'problem', 'duplicate'];
const FILTERS: readonly RowFilter[] = ['exception', 'all', 'waiting', 'done', 'failed', 'excluded'];

export function BatchPage({ id, view }: { id: string; view: BatchesView }) {
  const t = useText();
  const { value: batch, failure, loading, reload } = useBatch(id);
  const draft = batch?.state === 'draft';
  const filter = view.filter ?? (draft ? 'all' : 'exception');
  const rows = useBatchRows({ id, filter, offset: (view.page - 1) * PAGE_ROWS, limit: PAGE_ROWS });
  const change = (patch: Partial<BatchesView>) =>
    go(batchRoute(id, { filter: view.filter, page: 1, ...patch }), { replace: true });

  if (!batch) {
    if (loading) return <Loading />;
    return <PageFailure failure={failure} onRetry={reload} />;
  }
  const { counts } = batch;
  const number: Partial<Record<RowFilter, number>> = {
    all: counts.total,
    good: counts.total - counts.problems - counts.duplicates,
    problem: counts.problems,
    duplicate: counts.duplicates,
    exception: counts.exceptions,
    waiting: counts.waiting + counts.running,
    done: counts.done,
    failed: counts.failed,
    excluded: counts.excluded,
  };
  const items = rows.value?.items ?? [];
  const held = batch.state === 'cancelled' ? null : heldBackRow(items);
  return (
    <div className="batch-page">
      <BatchHead batch={batch} />
      {held ? (
        <div className="batch-held">
          <HeldBack
            key={held.evidenceId}
            evidenceId={held.evidenceId}
            onReason={(reason) => retryRows(id, null, reason)}
          />
        </div>
      ) : null}
      {draft ? <DraftBar batch={batch} /> : null}
      <fieldset className="batch-filters" aria-label={t.batch.filterLabel}>
        {(draft ? DRAFT_FILTERS : FILTERS).map((name) => (
          <button
            key={name}
            type="button"
            className="plain batch-filter"
            aria-pressed={name === filter}
            onClick={() => change({ filter: name })}
          >
            {t.batch.filters[name]} <span className="batch-filter-count">{number[name]}</span>
          </button>
        ))}
      </fieldset>
      <PageFailure failure={rows.failure} onRetry={rows.reload} />
      {!rows.value && rows.loading ? <Loading /> : null}
      {rows.value && items.length === 0 ? (
        filter === 'exception' ? (
          <EmptyState title={t.batch.exceptionsNone} body={t.batch.exceptionsNoneBody} />
        ) : (
          <p className="batch-none muted">{t.batch.none}</p>
        )
      ) : null}
      {items.length > 0 ? <BatchTable batch={batch} rows={items} /> : null}
      {rows.value && rows.value.total > PAGE_ROWS ? (
        <Pager
          page={view.page}
          pageRows={PAGE_ROWS}
          total={rows.value.total}
          onPage={(page) => change({ page })}
        />
      ) : null}
    </div>
  );
}

/** The first of the failed rows shown that the environment check held back. */
function heldBackRow(rows: readonly BatchRowView[]): { readonly evidenceId: string } | null {
  const row = rows.find(({ status, heldBack }) => status === 'failed' && heldBack !== null);
  return row && row.evidenceId !== null ? { evidenceId: row.evidenceId } : null;
}
