// A draft: how many rows are good, wrong or repeated; what becomes of the repeated; how hard to press; what to do where
// the environment check does not pass; and the start.

import { Button, Input, InputNumber, Radio } from 'antd';
import { useState } from 'react';
import type { BatchView } from '../../../shared/api/batches.ts';
import { toFailure, type Failure } from '../../api/failure.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { Field } from '../../components/field.tsx';
import { controlBatch, saveTable, startBatch } from '../../stores/batches.ts';
import { cleanOptions, useCaptureDraft } from '../../stores/capture-draft.ts';
import { go } from '../../stores/route.ts';
import { useText } from '../../stores/use-text.ts';
import { CaptureOptionsForm } from '../capture/capture-options.tsx';
import { batchRoute } from './batch-parts.tsx';

interface Pace {
  readonly perHost: number;
  readonly seconds: number;
  readonly tries: number;
}

const DEFAULT_PACE: Pace = { perHost: 2, seconds: 1, tries: 3 };

export function DraftBar({ batch }: { batch: BatchView }) {
  const t = useText();
  const [duplicates, setDuplicates] = useState<'exclude' | 'include'>('exclude');
  const [pace, setPace] = useState(DEFAULT_PACE);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { counts, id } = batch;
  const good = counts.total - counts.problems - counts.duplicates;
  const count = duplicates === 'include' ? good + counts.duplicates : good;

  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setFailure(null);
    try {
      await work();
    } catch (error) {
      setFailure(toFailure(error));
    } finally {
      setBusy(false);
    }
  };
  const begin = async () => {
    await startBatch({
      id,
      duplicates,
      options: cleanOptions(useCaptureDraft.getState().options),
      pace: { perHost: pace.perHost, delayMs: Math.round(pace.seconds * 1_000), tries: pace.tries },
      environmentReason: reason.trim() || null,
    });
    useCaptureDraft.getState().started();
  };
  const discard = async () => {
    await controlBatch({ id, action: 'discard' });
    go(batchRoute(null), { replace: true });
  };

  return (
    <div className="draft-bar">
      <div className="draft-line">
        <strong>{t.batch.summary(counts.total, good, counts.problems, counts.duplicates)}</strong>
        {counts.problems > 0 ? (
          <Button size="small" onClick={() => void attempt(() => saveTable(id, 'errors'))}>
            {t.batch.exportErrors}
          </Button>
        ) : null}
      </div>
      {counts.duplicates > 0 ? (
        <div className="draft-line">
          <span id="draft-duplicates">{t.batch.duplicates}</span>
          <Radio.Group
            aria-labelledby="draft-duplicates"
            value={duplicates}
            options={[
              { value: 'exclude', label: t.batch.duplicatesExclude },
              { value: 'include', label: t.batch.duplicatesInclude },
            ]}
            onChange={(event) => setDuplicates(event.target.value as 'exclude' | 'include')}
          />
        </div>
      ) : null}
      <PaceForm value={pace} onChange={setPace} />
      <CaptureOptionsForm hosts={[]} withSession={false} />
      <ReasonForm value={reason} onChange={setReason} />
      {failure ? <FailureNote failure={failure} compact /> : null}
      <div className="draft-line">
        <Button type="primary" loading={busy} disabled={count === 0} onClick={() => void attempt(begin)}>
          {t.batch.start(count)}
        </Button>
        <Button disabled={busy} onClick={() => void attempt(discard)}>
          {t.batch.discard}
        </Button>
      </div>
    </div>
  );
}

const LONGEST_REASON = 1_000;

function ReasonForm({ value, onChange }: { value: string; onChange: (reason: string) => void }) {
  const t = useText();
  return (
    <details className="capture-options">
      <summary>
        <strong>{t.environment.reasonTitle}</strong>{' '}
        <span className="small muted">{value.trim() ? t.batch.reasonGiven : t.batch.reasonNone}</span>
      </summary>
      <div className="fields">
        <Field label={t.environment.reason} hint={t.batch.reasonHint}>
          {(props) => (
            <Input.TextArea
              {...props}
              autoSize={{ minRows: 2, maxRows: 6 }}
              maxLength={LONGEST_REASON}
              value={value}
              onChange={(event) => onChange(event.target.value)}
            />
          )}
        </Field>
      </div>
    </details>
  );
}

function PaceForm({ value, onChange }: { value: Pace; onChange: (pace: Pace) => void }) {
  const t = useText();
  const number = (key: keyof Pace, min: number, max: number) => ({
    value: value[key],
    min,
    max,
    className: 'full',
    onChange: (next: number | null) => onChange({ ...value, [key]: next ?? DEFAULT_PACE[key] }),
  });
  return (
    <details className="capture-options">
      <summary>
        <strong>{t.batch.pace}</strong>{' '}
        <span className="small muted">{t.batch.paceSummary(value.perHost, value.seconds, value.tries)}</span>
      </summary>
      <div className="fields">
        <div className="field-row">
          <Field label={t.batch.perHost}>
            {(props) => <InputNumber id={props.id} precision={0} {...number('perHost', 1, 16)} />}
          </Field>
          <Field label={t.batch.delay}>
            {(props) => <InputNumber id={props.id} {...number('seconds', 0, 600)} />}
          </Field>
          <Field label={t.batch.tries}>
            {(props) => <InputNumber id={props.id} precision={0} {...number('tries', 1, 5)} />}
          </Field>
        </div>
      </div>
    </details>
  );
}
