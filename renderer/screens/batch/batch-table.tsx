// Rows of a batch in their own numbering: what was asked, what became of it, why, and what can be done.

import { Button, Input, type GetRef } from 'antd';
import { useState } from 'react';
import type { BatchRowView, BatchView } from '../../../shared/api/batches.ts';
import { duplicateText, labelWord, ROW_PROBLEM, ROW_STATUS } from '../../../shared/text/batch.ts';
import { rowReason } from '../../../shared/text/batch-table.ts';
import { toFailure, type Failure } from '../../api/failure.ts';
import { Dialog } from '../../components/dialog.tsx';
import { PageFailure } from '../../components/failure-note.tsx';
import { Field } from '../../components/field.tsx';
import { useFocusFirst } from '../../components/focus-first.ts';
import { Foreign } from '../../components/foreign.tsx';
import { CaptureMark, Mark, type MarkKind } from '../../components/mark.tsx';
import { Moment } from '../../components/moment.tsx';
import { ScrollRegion } from '../../components/scroll-region.tsx';
import { shortUrl } from '../../format/urls.ts';
import { excludeRow, retryRows } from '../../stores/batches.ts';
import { buildHash } from '../../stores/route.ts';
import { useLanguage, usePick, useText } from '../../stores/use-text.ts';

export function BatchTable({ batch, rows }: { batch: BatchView; rows: readonly BatchRowView[] }) {
  const t = useText();
  const columns = t.batch.columns;
  const [excluding, setExcluding] = useState<BatchRowView | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const attempt = (work: Promise<void>) => {
    setFailure(null);
    work.catch((error: unknown) => setFailure(toFailure(error)));
  };
  return (
    <>
      <PageFailure failure={failure} compact />
      <ScrollRegion className="table-box" key={rows[0]?.number} label={t.batch.tableLabel}>
        <table className="rows batch-rows">
          <thead>
            <tr>
              <th scope="col" className="col-number">
                {columns.number}
              </th>
              <th scope="col">{columns.what}</th>
              <th scope="col" className="col-work">
                {columns.work} · {columns.party}
              </th>
              <th scope="col" className="col-status">
                {columns.status}
              </th>
              <th scope="col" className="col-result">
                {columns.result}
              </th>
              <th scope="col" className="col-actions">
                <span className="sr-only">{columns.actions}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.number}>
                <td className="col-number" title={t.batch.line(row.line)}>
                  {row.number}
                </td>
                <td className="cut-cell">
                  <Page row={row} />
                </td>
                <td className="cut-cell">
                  <span className="cut" title={`${row.work}\n${row.party}\n${row.note}`}>
                    <Foreign text={row.work} />
                    {row.party ? <Foreign className="muted" text={`　${row.party}`} /> : null}
                  </span>
                </td>
                <td>
                  <RowMark row={row} draft={batch.state === 'draft'} />
                </td>
                <td className="cut-cell">
                  <Result row={row} />
                </td>
                <td className="col-actions">
                  <RowActions
                    batch={batch}
                    row={row}
                    onRetry={() => attempt(retryRows(batch.id, [row.number]))}
                    onInclude={() => attempt(excludeRow(batch.id, row.number, null))}
                    onExclude={() => setExcluding(row)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {excluding ? (
        <ExcludeDialog
          row={excluding}
          onClose={() => setExcluding(null)}
          onExclude={(reason) => {
            attempt(excludeRow(batch.id, excluding.number, reason));
            setExcluding(null);
          }}
        />
      ) : null}
    </>
  );
}

function Page({ row }: { row: BatchRowView }) {
  const url = row.finalUrl ?? row.url;
  return (
    <span className="cut" title={row.address}>
      {row.title ? (
        <>
          <Foreign text={row.title} />
          {'　'}
        </>
      ) : null}
      <Foreign className={row.title ? 'muted small' : ''} text={url ? shortUrl(url) : row.address || '—'} />
    </span>
  );
}

const MARKS: Record<BatchRowView['status'], MarkKind> = {
  waiting: 'wait',
  running: 'run',
  done: 'done',
  failed: 'bad',
  excluded: 'stop',
};

/** A captured row shows the capture's own state; a draft says what its sheet has. */
function RowMark({ row, draft }: { row: BatchRowView; draft: boolean }) {
  const t = useText();
  const pick = usePick();
  if (draft && row.status === 'waiting') {
    if (row.problem) return <Mark kind="bad" word={t.batch.rowBad} />;
    if (row.duplicate) return <Mark kind="warn" word={t.batch.rowDuplicate} />;
    return <Mark kind="none" word={t.batch.filters.good} />;
  }
  if (row.captureState && row.status !== 'excluded') return <CaptureMark state={row.captureState} />;
  return <Mark kind={MARKS[row.status]} word={pick(ROW_STATUS[row.status])} />;
}

function Result({ row }: { row: BatchRowView }) {
  const t = useText();
  const language = useLanguage();
  const pick = usePick();
  const labels = row.labels.map((label) => labelWord(label, language)).join(t.common.comma);
  const reason =
    row.status === 'waiting'
      ? ((row.problem && pick(ROW_PROBLEM[row.problem])) ??
        (row.duplicate && duplicateText(row.duplicate, language)))
      : rowReason(row, language);
  return (
    <span className="cut row-result">
      {row.evidenceId ? (
        <a
          className="mono"
          href={buildHash({ room: 'evidence', item: { id: row.evidenceId, tab: 'picture' } })}
        >
          {row.evidenceId}
        </a>
      ) : null}
      {labels !== '' ? (
        <span className="row-labels" title={labels}>
          <Mark kind="warn" word={labels} />
        </span>
      ) : null}
      {reason ? (
        <span className="muted" title={reason}>
          {reason}
        </span>
      ) : null}
      {row.earlierAttempts > 0 ? <span className="muted">{t.batch.earlier(row.earlierAttempts)}</span> : null}
      {row.notBefore ? (
        <span className="muted">
          {t.batch.waitsUntil} <Moment at={row.notBefore} interactive={false} />
        </span>
      ) : null}
    </span>
  );
}

interface RowActionProps {
  readonly batch: BatchView;
  readonly row: BatchRowView;
  readonly onRetry: () => void;
  readonly onInclude: () => void;
  readonly onExclude: () => void;
}

function RowActions({ batch, row, onRetry, onInclude, onExclude }: RowActionProps) {
  const t = useText();
  const open = batch.state !== 'cancelled';
  return (
    <>
      {row.status === 'failed' && open ? (
        <Button size="small" type="text" onClick={onRetry}>
          {t.common.retry}
        </Button>
      ) : null}
      {row.status === 'excluded' && row.url !== null && open ? (
        <Button size="small" type="text" onClick={onInclude}>
          {t.batch.include}
        </Button>
      ) : null}
      {row.status === 'waiting' || row.status === 'failed' ? (
        <Button size="small" type="text" onClick={onExclude}>
          {t.batch.exclude}
        </Button>
      ) : null}
    </>
  );
}

interface ExcludeProps {
  readonly row: BatchRowView;
  readonly onClose: () => void;
  readonly onExclude: (reason: string) => void;
}

function ExcludeDialog({ row, onClose, onExclude }: ExcludeProps) {
  const t = useText();
  const first = useFocusFirst<GetRef<typeof Input>>();
  const [reason, setReason] = useState('');
  return (
    <Dialog
      title={t.batch.excludeTitle(row.number)}
      width={480}
      action={t.batch.exclude}
      onClose={onClose}
      onAction={() => reason.trim() !== '' && onExclude(reason.trim())}
    >
      <Field label={t.batch.excludeReason} hint={t.batch.excludeReasonHint}>
        {(props) => (
          <Input
            {...props}
            ref={first}
            required
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </Dialog>
  );
}
