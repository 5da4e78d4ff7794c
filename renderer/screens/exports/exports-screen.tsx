// 出证记录: the runs of the batch export on the left, one of them on the right; one that was cut off can go on from both.

import { Button } from 'antd';
import { useState } from 'react';
import { toFailure, type Failure } from '../../api/failure.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote, PageFailure } from '../../components/failure-note.tsx';
import { Loading } from '../../components/loading.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { useRowCursor } from '../../components/use-row-cursor.ts';
import { localTime } from '../../format/time.ts';
import { controlExport, useExportRuns } from '../../stores/exports.ts';
import { buildHash, exportsRoute, go, NO_FILTER, type ExportsView, type Route } from '../../stores/route.ts';
import { useText } from '../../stores/use-text.ts';
import { cutOff, handled, RunMark } from './run-parts.tsx';
import { RunPage } from './run-page.tsx';
import './exports.css';

const EVIDENCE: Route = { room: 'evidence', item: null, filter: NO_FILTER };

export default function ExportsScreen({ view }: { view: ExportsView }) {
  const t = useText();
  const { value: runs, failure, reload } = useExportRuns();
  const [trouble, setTrouble] = useState<Failure | null>(null);
  const id = view.id ?? runs?.[0]?.id ?? null;
  const at = runs?.findIndex((run) => run.id === id) ?? -1;
  const cursor = useRowCursor({
    count: runs?.length ?? 0,
    listKey: 'exports',
    start: at >= 0 ? at : null,
    onOpen: (index) => go(exportsRoute(runs?.[index]?.id ?? null)),
    keys: () => ({ escape: () => go(EVIDENCE) }),
  });
  if (!runs || runs.length === 0) {
    return (
      <>
        <PageHead title={t.exports.listLabel} />
        {runs ? (
          <EmptyState
            title={t.exports.none}
            body={t.exports.noneBody}
            action={
              <Button type="primary" onClick={() => go(EVIDENCE)}>
                {t.exports.toEvidence}
              </Button>
            }
          />
        ) : failure ? (
          <PageFailure failure={failure} onRetry={reload} />
        ) : (
          <Loading />
        )}
      </>
    );
  }
  const resume = (run: string) => {
    setTrouble(null);
    controlExport(run, 'resume').then(
      () => go(exportsRoute(run)),
      (error: unknown) => setTrouble(toFailure(error)),
    );
  };
  return (
    <div className="two-zones">
      <section className="zone-list" aria-label={t.exports.listLabel}>
        <PageHead
          title={t.exports.listLabel}
          actions={<Button onClick={() => go(EVIDENCE)}>{t.exports.back}</Button>}
        />
        {failure ? <FailureNote failure={failure} compact onRetry={reload} /> : null}
        {trouble ? <FailureNote failure={trouble} compact /> : null}
        <ul className="zone-list-scroll">
          {runs.map((run, index) => (
            <li key={run.id} className="export-entry">
              <a
                className="list-item"
                href={buildHash(exportsRoute(run.id))}
                data-row={index}
                aria-current={run.id === id ? 'page' : index === cursor ? 'true' : undefined}
              >
                <strong title={localTime(run.createdAt)}>{localTime(run.createdAt).slice(0, 19)}</strong>
                <span className="list-item-line small muted">
                  <RunMark run={run} />
                  <span>{`${handled(run)} / ${run.counts.requested}`}</span>
                </span>
              </a>
              {cutOff(run) && run.id !== id ? (
                <Button
                  size="small"
                  aria-label={t.exports.resumeOne(localTime(run.createdAt))}
                  onClick={() => resume(run.id)}
                >
                  {t.exports.resume}
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      </section>
      <section className="zone-page">{id === null ? null : <RunPage key={id} id={id} view={view} />}</section>
    </div>
  );
}
