// One run of the batch export: how far it is, the line that must add up, where it lies, its discs and its items.

import { Button } from 'antd';
import { useState } from 'react';
import { EXPORT_FILTERS, type ExportRunView } from '../../../shared/api/exports.ts';
import { toFailure, type Failure } from '../../api/failure.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { Digest } from '../../components/digest.tsx';
import { FailureNote, PageFailure } from '../../components/failure-note.tsx';
import { Loading } from '../../components/loading.tsx';
import { Mark } from '../../components/mark.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { Pager } from '../../components/pager.tsx';
import { ProgressLine } from '../../components/progress-line.tsx';
import { binarySize } from '../../format/bytes.ts';
import { duration, localTime } from '../../format/time.ts';
import { useCases } from '../../stores/cases.ts';
import { controlExport, useExportItems, useExportRun } from '../../stores/exports.ts';
import { buildHash, exportsRoute, go, type ExportsView } from '../../stores/route.ts';
import { useText } from '../../stores/use-text.ts';
import { batchRoute } from '../batch/batch-parts.tsx';
import { RunItems } from './run-items.tsx';
import { cutOff, handled, RunMark } from './run-parts.tsx';

const PAGE_ROWS = 100;

export function RunPage({ id, view }: { id: string; view: ExportsView }) {
  const t = useText();
  const { value: run, failure, reload } = useExportRun(id);
  const [trouble, setTrouble] = useState<Failure | null>(null);
  if (!run) return failure ? <PageFailure failure={failure} onRetry={reload} /> : <Loading />;
  const control = (action: 'cancel' | 'resume') => {
    setTrouble(null);
    controlExport(id, action).catch((error: unknown) => setTrouble(toFailure(error)));
  };
  return (
    <>
      <PageHead
        title={`${t.exports.title} ${localTime(run.createdAt)}`}
        sub={<Facts run={run} />}
        actions={<Actions run={run} onControl={control} />}
      />
      <div className="export-body">
        {run.error && run.state !== 'running' ? <FailureNote failure={run.error} /> : null}
        {trouble ? <FailureNote failure={trouble} /> : null}
        <Standing run={run} />
        <p className="export-path">
          <code className="mono break">{run.folder}</code> <CopyButton text={run.folder} />
        </p>
        {run.discs.length > 0 ? <Discs run={run} /> : null}
      </div>
      <Items run={run} view={view} />
    </>
  );
}

function Facts({ run }: { run: ExportRunView }) {
  const t = useText();
  const cases = useCases((state) => state.cases);
  const { source, path, ...chosen } = run.options;
  const papers: string[] = (['court', 'appraiser', 'merged'] as const)
    .filter((name) => chosen[name])
    .map((name) => t.exports.includes[name]);
  if (path !== null) papers.push(t.exports.paths[path]);
  return (
    <span className="export-facts">
      {source.kind === 'ids' ? <span>{t.exports.source.ids(source.ids.length)}</span> : null}
      {source.kind === 'case' ? (
        <span>
          {t.exports.source.case}{' '}
          <a href={buildHash({ room: 'cases', caseId: source.caseId })}>
            {cases?.find((item) => item.id === source.caseId)?.name ?? source.caseId}
          </a>
        </span>
      ) : null}
      {source.kind === 'batch' ? (
        <span>
          {t.exports.source.batch}{' '}
          <a className="mono" href={buildHash(batchRoute(source.batchId))}>
            {source.batchId}
          </a>
        </span>
      ) : null}
      {papers.length > 0 ? <span>{`${t.exports.included} ${papers.join(t.common.comma)}`}</span> : null}
      <code className="mono">{run.id}</code>
    </span>
  );
}

interface ActionProps {
  readonly run: ExportRunView;
  readonly onControl: (action: 'cancel' | 'resume') => void;
}

function Actions({ run, onControl }: ActionProps) {
  const t = useText();
  if (run.state === 'running') {
    return (
      <Button danger title={t.exports.stopHint} onClick={() => onControl('cancel')}>
        {t.exports.stop}
      </Button>
    );
  }
  if (cutOff(run)) {
    return (
      <Button type="primary" onClick={() => onControl('resume')}>
        {t.exports.resume}
      </Button>
    );
  }
  return run.counts.failed > 0 ? (
    <Button onClick={() => onControl('resume')}>{t.exports.retry(run.counts.failed)}</Button>
  ) : null;
}

function Standing({ run }: { run: ExportRunView }) {
  const t = useText();
  const { counts, current, balanced } = run;
  return (
    <div className="export-standing">
      <div className="export-progress">
        <RunMark run={run} />
        <ProgressLine value={handled(run) / counts.requested} label={t.exports.progress} />
      </div>
      {run.state === 'running' ? (
        <p className="small muted">
          {current === null
            ? t.exports.preparing
            : current === 'papers'
              ? t.exports.making
              : `${t.exports.exporting} ${current}`}
          {run.remainingMs === null ? null : `　${t.exports.remaining(duration(run.remainingMs))}`}
        </p>
      ) : null}
      <p className="export-balance">
        <output>
          {t.exports.balance(counts.requested, counts.done, counts.failed, counts.excluded, counts.waiting)}
        </output>{' '}
        <Mark kind={balanced ? 'good' : 'bad'} word={balanced ? t.batch.balanced : t.batch.unbalanced} />
        <span className="muted">{binarySize(run.sizeBytes)}</span>
      </p>
      {counts.rewritten > 0 ? (
        <p>
          <Mark kind="warn" word={t.exports.rewritten(counts.rewritten)} />
        </p>
      ) : null}
      {cutOff(run) ? <p className="small muted">{t.exports.resumeNote}</p> : null}
    </div>
  );
}

function Discs({ run }: { run: ExportRunView }) {
  const t = useText();
  return (
    <details className="export-discs">
      <summary>{t.exports.discs(run.discs.length)}</summary>
      <p className="small muted">{t.exports.discLine}</p>
      <ul>
        {run.discs.map((disc) => (
          <li key={disc.number}>
            <p>
              <strong lang={run.options.language}>{disc.name}</strong>
              {` · ${t.exports.discFiles(disc.files)} · ${binarySize(disc.sizeBytes)}`}
            </p>
            <Digest label="SHA-256" hex={disc.sha256} />
            <Digest label="SM3" hex={disc.sm3} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function Items({ run, view }: { run: ExportRunView; view: ExportsView }) {
  const t = useText();
  const { show, page } = view;
  const items = useExportItems({
    id: run.id,
    filter: show,
    offset: (page - 1) * PAGE_ROWS,
    limit: PAGE_ROWS,
  });
  const change = (patch: Partial<ExportsView>) =>
    go(exportsRoute(run.id, { show, page: 1, ...patch }), { replace: true });
  const total = items.value?.total ?? 0;
  return (
    <div className="export-items">
      <fieldset className="batch-filters" aria-label={t.exports.filterLabel}>
        {EXPORT_FILTERS.map((name) => (
          <button
            key={name}
            type="button"
            className="plain batch-filter"
            aria-pressed={name === show}
            onClick={() => change({ show: name })}
          >
            {t.exports.filters[name]}{' '}
            <span className="batch-filter-count">
              {name === 'all' ? run.counts.requested : run.counts[name]}
            </span>
          </button>
        ))}
      </fieldset>
      <PageFailure failure={items.failure} onRetry={items.reload} />
      {!items.value && items.loading ? <Loading /> : null}
      {items.value?.items.length === 0 ? <p className="batch-none muted">{t.exports.noItems}</p> : null}
      {items.value && items.value.items.length > 0 ? <RunItems items={items.value.items} /> : null}
      {total > PAGE_ROWS ? (
        <Pager page={page} pageRows={PAGE_ROWS} total={total} onPage={(next) => change({ page: next })} />
      ) : null}
    </div>
  );
}
