// 取证 / 批量: the list of batches, and the one that is chosen or the way to import one.

import { Button } from 'antd';
import { FailureNote } from '../../components/failure-note.tsx';
import { Loading } from '../../components/loading.tsx';
import { NotListed } from '../../components/not-listed.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { useBatchList } from '../../stores/batches.ts';
import { buildHash, go } from '../../stores/route.ts';
import { useText } from '../../stores/use-text.ts';
import { BatchPage } from './batch-page.tsx';
import { BatchMark, batchRoute, ended, type BatchesView } from './batch-parts.tsx';
import { ImportForm } from './import-form.tsx';
import './batch.css';

export function BatchesScreen({ view, caseId }: { view: BatchesView; caseId: string | null }) {
  const t = useText();
  const list = useBatchList();
  return (
    <div className="two-zones">
      <section className="zone-list" aria-label={t.batch.listLabel}>
        <PageHead
          title={t.batch.title}
          actions={<Button onClick={() => go(batchRoute(null))}>{t.batch.import}</Button>}
        />
        {list.failure ? <FailureNote failure={list.failure} compact onRetry={list.reload} /> : null}
        {!list.value && list.loading ? <Loading /> : null}
        {list.value?.items.length === 0 ? <p className="batch-none muted">{t.batch.emptyTitle}</p> : null}
        <ul className="zone-list-scroll">
          {list.value?.items.map((batch) => (
            <li key={batch.id}>
              <a
                className="list-item"
                href={buildHash(batchRoute(batch.id))}
                aria-current={batch.id === view.id ? 'true' : undefined}
              >
                <strong className="cut">{batch.title}</strong>
                <span className="list-item-line small muted">
                  <BatchMark batch={batch} />
                  <span>
                    {batch.state === 'draft'
                      ? t.batch.rows(batch.counts.total)
                      : `${ended(batch)} / ${batch.counts.total}`}
                  </span>
                </span>
              </a>
            </li>
          ))}
        </ul>
        <NotListed count={(list.value?.total ?? 0) - (list.value?.items.length ?? 0)} />
      </section>
      <section className="zone-page">
        {view.id === null ? (
          <ImportForm caseId={caseId} />
        ) : (
          <BatchPage key={view.id} view={view} id={view.id} />
        )}
      </section>
    </div>
  );
}
