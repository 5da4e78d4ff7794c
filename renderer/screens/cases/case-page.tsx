// One case: its note, its evidence, and the way to capture for it.

import { EditOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import type { CaseView } from '../../../shared/api/views.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { EvidenceTable, openItem } from '../../components/evidence-table.tsx';
import { PageFailure } from '../../components/failure-note.tsx';
import { Loading } from '../../components/loading.tsx';
import { Moment } from '../../components/moment.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { TabBar } from '../../components/tab-bar.tsx';
import { useRowCursor } from '../../components/use-row-cursor.ts';
import { useEvidencePage } from '../../stores/evidence.ts';
import { buildHash, go, NO_FILTER } from '../../stores/route.ts';
import { useText } from '../../stores/use-text.ts';
import { ExportButton } from '../exports/export-button.tsx';
import { CaseForm } from './case-form.tsx';
import { WorksPanel } from './works-panel.tsx';

export function CasePage({ item }: { item: CaseView }) {
  const t = useText();
  const [editing, setEditing] = useState(false);
  const [tab, setTab] = useState<'evidence' | 'works'>('evidence');
  const page = useEvidencePage({ caseId: item.id, limit: 100 });
  const items = page.value?.items ?? [];
  const cursor = useRowCursor({
    count: tab === 'evidence' ? items.length : 0,
    listKey: item.id,
    onOpen: (index) => items[index] && openItem(items[index]),
    keys: () => ({ escape: () => go({ room: 'cases', caseId: null }) }),
  });
  const capture = (
    <Button type="primary" onClick={() => go({ room: 'capture', caseId: item.id })}>
      {t.cases.captureHere}
    </Button>
  );

  return (
    <>
      <PageHead
        title={item.name}
        sub={
          <span className="case-facts">
            <span>{t.cases.count(item.evidenceCount)}</span>
            <span>
              {t.cases.created} <Moment at={item.createdAt} />
            </span>
          </span>
        }
        actions={
          <>
            <Button
              icon={<EditOutlined aria-hidden />}
              aria-label={t.cases.edit}
              title={t.cases.edit}
              onClick={() => setEditing(true)}
            />
            <Button
              onClick={() => go({ room: 'capture', caseId: item.id, view: { name: 'deposit', id: null } })}
            >
              {t.deposit.title}
            </Button>
            <Button onClick={() => go({ room: 'applications', id: null, caseId: item.id })}>
              {t.applications.title}
            </Button>
            <ExportButton
              subject={{ kind: 'case', id: item.id, name: item.name, count: item.evidenceCount }}
            />
            {capture}
          </>
        }
      />
      {item.note ? <p className="case-note break">{item.note}</p> : null}
      <TabBar
        label={item.name}
        tabs={[
          { name: 'evidence', label: t.cases.evidenceLabel },
          { name: 'works', label: t.works.title },
        ]}
        current={tab}
        panelId="case-panel"
        onChange={setTab}
      />
      <div className="case-panel" role="tabpanel" id="case-panel" aria-labelledby={`case-panel-tab-${tab}`}>
        {tab === 'works' ? <WorksPanel caseId={item.id} /> : null}
        {tab === 'evidence' ? (
          <>
            <PageFailure failure={page.failure} onRetry={page.reload} />
            {!page.value ? page.loading ? <Loading /> : null : null}
            {page.value && items.length === 0 ? (
              <EmptyState title={t.cases.emptyCaseTitle} body={t.cases.emptyCaseBody} action={capture} />
            ) : null}
            {items.length > 0 ? (
              <EvidenceTable items={items} label={t.cases.evidenceLabel} cursor={cursor} showCase={false} />
            ) : null}
            {page.value && page.value.total > items.length ? (
              <p className="case-more">
                <a
                  href={buildHash({
                    room: 'evidence',
                    item: null,
                    filter: { ...NO_FILTER, caseId: item.id },
                  })}
                >
                  {t.cases.moreEvidence(page.value.total)}
                </a>
              </p>
            ) : null}
          </>
        ) : null}
      </div>
      <CaseForm
        open={editing}
        item={item}
        onClose={() => setEditing(false)}
        onDone={() => setEditing(false)}
      />
    </>
  );
}
