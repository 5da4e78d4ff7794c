// 证据: everything that was sealed, searched and filtered by the core, a hundred rows at a time.

import { CloseOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { EVIDENCE_FORMS, type EvidenceForm } from '../../../shared/api/inputs.ts';
import type { CaptureState } from '../../../shared/evidence/states.ts';
import { CAPTURE_STATE } from '../../../shared/text/words.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { EvidenceTable, openItem } from '../../components/evidence-table.tsx';
import { PageFailure } from '../../components/failure-note.tsx';
import { Loading } from '../../components/loading.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { Pager } from '../../components/pager.tsx';
import { useRowCursor } from '../../components/use-row-cursor.ts';
import { useCases } from '../../stores/cases.ts';
import { useEvidencePage } from '../../stores/evidence.ts';
import { useExportRuns } from '../../stores/exports.ts';
import { buildHash, exportsRoute, go, NO_FILTER, type EvidenceFilter } from '../../stores/route.ts';
import { usePick, useText } from '../../stores/use-text.ts';
import { ExportButton } from '../exports/export-button.tsx';
import { cutOff } from '../exports/run-parts.tsx';
import { useExport } from './use-export.ts';
import './evidence.css';

const PAGE_ROWS = 100;
const STATES: readonly CaptureState[] = ['COMPLETE', 'PARTIAL', 'FAILED'];

export default function EvidenceScreen({ filter }: { filter: EvidenceFilter }) {
  const t = useText();
  const query = { text: filter.text, state: filter.state, kind: filter.form, caseId: filter.caseId };
  const page = useEvidencePage({
    ...query,
    offset: (filter.page - 1) * PAGE_ROWS,
    limit: PAGE_ROWS,
  });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const items = page.value?.items ?? [];
  const total = page.value?.total ?? 0;
  const filtered =
    filter.text !== '' || filter.state !== null || filter.form !== null || filter.caseId !== null;
  const { exporting, exportItems } = useExport();

  const change = (patch: Partial<EvidenceFilter>) =>
    go({ room: 'evidence', item: null, filter: { ...filter, page: 1, ...patch } }, { replace: true });

  const cursor = useRowCursor({
    count: items.length,
    listKey: JSON.stringify(filter),
    onOpen: (index) => items[index] && openItem(items[index]),
    keys: (at) => ({
      ' ': () => {
        const id = at === null ? undefined : items[at]?.id;
        if (!id) return;
        const next = new Set(selected);
        if (!next.delete(id)) next.add(id);
        setSelected(next);
      },
      e: () => {
        const id = at === null ? undefined : items[at]?.id;
        const ids = selected.size > 0 ? [...selected] : id ? [id] : [];
        if (ids.length > 0) void exportItems(ids);
      },
      escape: () => setSelected(new Set()),
    }),
  });

  return (
    <div className="evidence-screen">
      <PageHead
        title={t.evidence.title}
        sub={<RunsLink />}
        actions={
          <>
            <Filters filter={filter} onChange={change} />
            {selected.size > 0 ? null : <ExportButton subject={{ kind: 'filter', query, count: total }} />}
          </>
        }
      />
      {selected.size > 0 ? (
        <output className="selection-bar">
          <strong>{t.evidence.selected(selected.size)}</strong>
          <Button
            size="small"
            type="primary"
            loading={exporting}
            onClick={() => void exportItems([...selected])}
          >
            {t.evidence.exportSelected}
          </Button>
          <ExportButton size="small" subject={{ kind: 'ids', ids: [...selected], count: selected.size }} />
          <Button
            size="small"
            type="text"
            icon={<CloseOutlined aria-hidden />}
            onClick={() => setSelected(new Set())}
          >
            {t.evidence.clearSelection}
          </Button>
        </output>
      ) : null}
      <PageFailure failure={page.failure} onRetry={page.reload} />
      {!page.value && page.loading ? <Loading /> : null}
      {page.value && items.length === 0 ? (
        filtered || filter.page > 1 ? (
          <EmptyState
            title={t.evidence.nothingFound}
            body={t.evidence.nothingFoundBody}
            action={<Button onClick={() => change(NO_FILTER)}>{t.evidence.clearFilter}</Button>}
          />
        ) : (
          <EmptyState
            title={t.evidence.emptyTitle}
            body={t.evidence.emptyBody}
            action={
              <Button type="primary" onClick={() => go({ room: 'capture', caseId: null })}>
                {t.capture.start}
              </Button>
            }
          />
        )
      ) : null}
      {items.length > 0 ? (
        <>
          <EvidenceTable
            items={items}
            label={t.evidence.tableLabel}
            cursor={cursor}
            selected={selected}
            onSelect={setSelected}
          />
          <Pager
            page={filter.page}
            pageRows={PAGE_ROWS}
            total={total}
            onPage={(next) => change({ page: next })}
          />
        </>
      ) : null}
    </div>
  );
}

/** To the runs of the batch export; says where one waits to go on. */
function RunsLink() {
  const t = useText();
  const stopped = useExportRuns().value?.filter(cutOff).length ?? 0;
  return (
    <a href={buildHash(exportsRoute(null))}>
      {stopped > 0 ? `${t.exports.listLabel} · ${t.exports.stopped(stopped)}` : t.exports.listLabel}
    </a>
  );
}

function Filters({
  filter,
  onChange,
}: {
  filter: EvidenceFilter;
  onChange: (patch: Partial<EvidenceFilter>) => void;
}) {
  const t = useText();
  const pick = usePick();
  const cases = useCases((state) => state.cases);
  const [text, setText] = useState(filter.text);
  useEffect(() => setText(filter.text), [filter.text]);
  useEffect(() => {
    if (text === filter.text) return undefined;
    const timer = setTimeout(() => onChange({ text }), 200);
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only typing starts the wait
  }, [text]);
  return (
    <>
      <Input
        allowClear
        className="evidence-search"
        prefix={<SearchOutlined aria-hidden />}
        value={text}
        maxLength={200}
        placeholder={t.evidence.search}
        aria-label={t.evidence.search}
        data-search
        onChange={(event) => setText(event.target.value)}
      />
      <Select
        className="evidence-state"
        aria-label={t.evidence.stateFilter}
        value={filter.state ?? ''}
        options={[
          { value: '', label: t.evidence.anyState },
          ...STATES.map((state) => ({ value: state, label: pick(CAPTURE_STATE[state]) })),
        ]}
        onChange={(state) => onChange({ state: state === '' ? null : (state as CaptureState) })}
      />
      <Select
        className="evidence-form"
        aria-label={t.evidence.formFilter}
        value={filter.form ?? ''}
        options={[
          { value: '', label: t.evidence.anyForm },
          ...EVIDENCE_FORMS.map((form) => ({ value: form, label: t.evidence.forms[form] })),
        ]}
        onChange={(form) => onChange({ form: form === '' ? null : (form as EvidenceForm) })}
      />
      <Select
        className="evidence-case"
        aria-label={t.evidence.caseFilter}
        value={filter.caseId ?? ''}
        showSearch={{ optionFilterProp: 'label' }}
        options={[
          { value: '', label: t.evidence.anyCase },
          ...(cases ?? []).map((item) => ({ value: item.id, label: item.name })),
        ]}
        onChange={(caseId) => onChange({ caseId: caseId || null })}
      />
    </>
  );
}
