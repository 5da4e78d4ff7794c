// 申请公证: the applications on the left, the chosen one on the right; a new one begins with a case.

import { Button, Select } from 'antd';
import { useState } from 'react';
import { APPLICATION_STATE } from '../../../shared/text/application.ts';
import { toFailure, type Failure } from '../../api/failure.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote, PageFailure } from '../../components/failure-note.tsx';
import { Field } from '../../components/field.tsx';
import { Foreign } from '../../components/foreign.tsx';
import { Loading } from '../../components/loading.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { useRowCursor } from '../../components/use-row-cursor.ts';
import { localTime } from '../../format/time.ts';
import { createApplication, useApplications } from '../../stores/applications.ts';
import { useCases } from '../../stores/cases.ts';
import { buildHash, go } from '../../stores/route.ts';
import { usePick, useText } from '../../stores/use-text.ts';
import { ApplicationPage } from './application-page.tsx';
import './applications.css';

export default function ApplicationsScreen({ id, caseId }: { id: string | null; caseId: string | null }) {
  const t = useText();
  const pick = usePick();
  const { value: list, failure, reload } = useApplications();
  const cursor = useRowCursor({
    count: id === null ? (list?.length ?? 0) : 0,
    listKey: 'applications',
    onOpen: (index) => go({ room: 'applications', id: list?.[index]?.id ?? null, caseId: null }),
  });
  if (!list) {
    return (
      <>
        <PageHead title={t.applications.title} />
        {failure ? <PageFailure failure={failure} onRetry={reload} /> : <Loading />}
      </>
    );
  }
  return (
    <div className="two-zones">
      <section className="zone-list" aria-label={t.applications.listLabel}>
        <PageHead
          title={t.applications.title}
          actions={
            id === null ? null : (
              <Button onClick={() => go({ room: 'applications', id: null, caseId: null })}>
                {t.applications.create}
              </Button>
            )
          }
        />
        {list.length === 0 ? <p className="applications-none muted">{t.applications.none}</p> : null}
        <ul className="zone-list-scroll">
          {list.map((item, index) => (
            <li key={item.id}>
              <a
                className="list-item"
                href={buildHash({ room: 'applications', id: item.id, caseId: null })}
                data-row={id === null ? index : undefined}
                aria-current={item.id === id || (id === null && index === cursor) ? 'true' : undefined}
              >
                <strong className="cut">
                  <Foreign text={item.applicant || item.caseName} />
                </strong>
                <span className="list-item-line small muted">
                  <span>
                    {`${pick(APPLICATION_STATE[item.state])} · ${t.common.items(item.evidenceCount)}`}
                  </span>
                  <span title={localTime(item.updatedAt)}>{localTime(item.updatedAt).slice(0, 10)}</span>
                </span>
              </a>
            </li>
          ))}
        </ul>
      </section>
      <section className="zone-page" aria-label={t.applications.pageLabel}>
        {id === null ? <Begin key={caseId ?? ''} caseId={caseId} /> : <ApplicationPage key={id} id={id} />}
      </section>
    </div>
  );
}

/** Teaches what an application is and begins one. */
function Begin({ caseId }: { caseId: string | null }) {
  const t = useText();
  const cases = useCases((state) => state.cases);
  const [chosen, setChosen] = useState(caseId ?? cases?.[0]?.id ?? '');
  const [failure, setFailure] = useState<Failure | null>(null);
  const begin = async () => {
    setFailure(null);
    try {
      const made = await createApplication(chosen);
      go({ room: 'applications', id: made.id, caseId: null });
    } catch (error) {
      setFailure(toFailure(error));
    }
  };
  return (
    <EmptyState
      title={t.applications.beginTitle}
      body={t.applications.beginBody}
      action={
        <div className="applications-begin">
          <Field label={t.capture.case}>
            {(props) => (
              <Select
                id={props.id}
                value={chosen || null}
                options={(cases ?? []).map(({ id, name }) => ({ value: id, label: name }))}
                onChange={(id) => setChosen(id ?? '')}
              />
            )}
          </Field>
          <Button type="primary" disabled={chosen === ''} onClick={() => void begin()}>
            {t.applications.begin}
          </Button>
          {failure ? <FailureNote failure={failure} compact /> : null}
        </div>
      }
    />
  );
}
