// 案件: the list of cases, and the case that is chosen with its evidence.

import { Button } from 'antd';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageFailure } from '../../components/failure-note.tsx';
import { Loading } from '../../components/loading.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { useRowCursor } from '../../components/use-row-cursor.ts';
import { localTime } from '../../format/time.ts';
import { useCases } from '../../stores/cases.ts';
import { buildHash, go } from '../../stores/route.ts';
import { useText } from '../../stores/use-text.ts';
import { CaseForm } from './case-form.tsx';
import { CasePage } from './case-page.tsx';
import './cases.css';

export default function CasesScreen({ caseId }: { caseId: string | null }) {
  const t = useText();
  const { cases, failure, load, creating, setCreating } = useCases();
  const chosen = cases?.find((item) => item.id === caseId) ?? null;
  const chosenIndex = cases?.findIndex((item) => item.id === caseId) ?? -1;
  const cursor = useRowCursor({
    count: chosen ? 0 : (cases?.length ?? 0),
    listKey: 'cases',
    start: chosenIndex >= 0 ? chosenIndex : null,
    onOpen: (index) => go({ room: 'cases', caseId: cases?.[index]?.id ?? null }),
  });

  const form = (
    <CaseForm
      open={creating}
      onClose={() => setCreating(false)}
      onDone={(made) => {
        setCreating(false);
        go({ room: 'cases', caseId: made });
      }}
    />
  );
  const createButton = (
    <Button type={cases?.length === 0 ? 'primary' : 'default'} onClick={() => setCreating(true)}>
      {t.cases.create}
    </Button>
  );

  if (!cases) {
    if (!failure) return <Loading />;
    return (
      <>
        <PageHead title={t.cases.title} />
        <PageFailure failure={failure} onRetry={() => void load()} />
      </>
    );
  }
  if (cases.length === 0) {
    return (
      <div className="case-none">
        <PageHead title={t.cases.title} />
        <EmptyState title={t.cases.emptyTitle} body={t.cases.emptyBody} action={createButton} />
        {form}
      </div>
    );
  }
  return (
    <div className="two-zones">
      <section className="zone-list" aria-label={t.cases.listLabel}>
        <PageHead title={t.cases.title} actions={createButton} />
        <ul className="zone-list-scroll">
          {cases.map((item, index) => (
            <li key={item.id}>
              <a
                className="list-item"
                href={buildHash({ room: 'cases', caseId: item.id })}
                data-row={chosen ? undefined : index}
                aria-current={item.id === caseId || (!chosen && index === cursor) ? 'true' : undefined}
              >
                <strong className="cut">{item.name}</strong>
                <span className="list-item-line small muted">
                  <span>{t.cases.count(item.evidenceCount)}</span>
                  <span title={localTime(item.lastActivityAt)}>
                    {localTime(item.lastActivityAt).slice(0, 16)}
                  </span>
                </span>
              </a>
            </li>
          ))}
        </ul>
      </section>
      <section className="zone-page">
        {chosen ? (
          <CasePage key={chosen.id} item={chosen} />
        ) : (
          <EmptyState title={t.cases.pickTitle} body={t.cases.pickBody} />
        )}
      </section>
      {form}
    </div>
  );
}
