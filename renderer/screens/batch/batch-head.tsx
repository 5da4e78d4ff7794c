// What a batch does now, how far it is, how long still; the line that must add up; and how to hold, stop or retry it.

import { Button } from 'antd';
import { useState } from 'react';
import type { BatchView, ControlBatchInput, ExportBatchInput } from '../../../shared/api/batches.ts';
import { toFailure, type Failure } from '../../api/failure.ts';
import { PageFailure } from '../../components/failure-note.tsx';
import { Foreign } from '../../components/foreign.tsx';
import { Mark } from '../../components/mark.tsx';
import { Moment } from '../../components/moment.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { ProgressLine } from '../../components/progress-line.tsx';
import { duration } from '../../format/time.ts';
import { controlBatch, retryRows, saveTable } from '../../stores/batches.ts';
import { buildHash } from '../../stores/route.ts';
import { useText } from '../../stores/use-text.ts';
import { ExportButton } from '../exports/export-button.tsx';
import { BatchMark, ended } from './batch-parts.tsx';

export function BatchHead({ batch }: { batch: BatchView }) {
  const [failure, setFailure] = useState<Failure | null>(null);
  const attempt = (work: Promise<void>) => {
    setFailure(null);
    work.catch((error: unknown) => setFailure(toFailure(error)));
  };
  const started = batch.state !== 'draft';
  return (
    <>
      <PageHead
        title={batch.title}
        sub={<Facts batch={batch} />}
        actions={started ? <Actions batch={batch} attempt={attempt} /> : null}
      />
      <PageFailure failure={failure} compact />
      {started ? <Standing batch={batch} attempt={attempt} /> : null}
    </>
  );
}

function Facts({ batch }: { batch: BatchView }) {
  const t = useText();
  const { source } = batch;
  return (
    <span className="batch-facts">
      {batch.caseId ? (
        <a href={buildHash({ room: 'cases', caseId: batch.caseId })}>{batch.caseName}</a>
      ) : (
        <span>{batch.caseName || t.capture.caseNone}</span>
      )}
      <span>
        {t.batch.readFrom} {source.kind === 'text' ? t.batch.pasted : source.kind.toUpperCase()}
        {source.encoding && source.kind === 'csv' ? ` · ${source.encoding}` : ''}
        {source.sheet === null ? '' : ` · ${t.batch.sheet(source.sheet, source.otherSheets)}`}
      </span>
      <Moment at={batch.startedAt ?? batch.createdAt} />
      {batch.environmentReason === null ? null : (
        <span className="batch-reason">
          {t.batch.goesOn} <Foreign text={batch.environmentReason} />
        </span>
      )}
    </span>
  );
}

interface ActionProps {
  readonly batch: BatchView;
  readonly attempt: (work: Promise<void>) => void;
}

function Actions({ batch, attempt }: ActionProps) {
  const t = useText();
  const { id, state, counts, title } = batch;
  const control = (action: ControlBatchInput['action']) => attempt(controlBatch({ id, action }));
  return (
    <>
      <ExportButton subject={{ kind: 'batch', id, name: title, count: counts.total }} />
      {counts.failed > 0 && state !== 'cancelled' ? (
        <Button onClick={() => attempt(retryRows(id, null))}>{t.batch.retryFailed(counts.failed)}</Button>
      ) : null}
      {state === 'running' ? (
        <Button title={t.batch.pauseHint} onClick={() => control('pause')}>
          {t.batch.pause}
        </Button>
      ) : null}
      {state === 'paused' ? (
        <Button type="primary" onClick={() => control('resume')}>
          {t.batch.resume}
        </Button>
      ) : null}
      {state === 'running' || state === 'paused' ? (
        <Button danger title={t.batch.stopHint} onClick={() => control('cancel')}>
          {t.batch.stop}
        </Button>
      ) : null}
    </>
  );
}

function Standing({ batch, attempt }: ActionProps) {
  const t = useText();
  const { counts, id, balanced } = batch;
  const save = (what: ExportBatchInput['what']) => attempt(saveTable(id, what));
  const open = counts.waiting + counts.running;
  return (
    <div className="batch-standing">
      <div className="batch-progress">
        <BatchMark batch={batch} />
        <ProgressLine value={ended(batch) / counts.total} label={t.batch.progress} />
        <span className="small muted">
          {open > 0 ? t.batch.now(counts.running, counts.waiting) : null}
          {batch.remainingMs === null ? null : `　${t.batch.remaining(duration(batch.remainingMs))}`}
        </span>
      </div>
      <div className="batch-balance">
        <output>
          {t.batch.balanceLine(counts.total, counts.done, counts.failed, counts.excluded, open)}{' '}
          <Mark kind={balanced ? 'good' : 'bad'} word={balanced ? t.batch.balanced : t.batch.unbalanced} />
        </output>
        <span className="batch-exports">
          <Button size="small" onClick={() => save('reconciliation')}>
            {t.batch.exportBalance}
          </Button>
          <Button size="small" disabled={counts.exceptions === 0} onClick={() => save('exceptions')}>
            {t.batch.exportExceptions}
          </Button>
          <Button size="small" onClick={() => save('rows')}>
            {t.batch.exportRows}
          </Button>
        </span>
      </div>
    </div>
  );
}
