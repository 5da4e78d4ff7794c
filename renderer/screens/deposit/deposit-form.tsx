// Files and folders, how they are kept, and what the depositor says of them. In a browser the files are sent to the program
// on this computer first; in the desktop shell it reads them where they stand.

import { App, Button, Input, Select } from 'antd';
import { useRef, useState } from 'react';
import {
  cleanFields,
  DEPOSIT_CATEGORIES,
  DEPOSIT_TEMPLATES,
  fieldMisfits,
  type DepositCategory,
  type DepositField,
} from '../../../shared/deposit/categories.ts';
import { DEPOSIT_CATEGORY, DEPOSIT_MODE, fieldLabel } from '../../../shared/text/deposit.ts';
import { problemText } from '../../../shared/text/problems.ts';
import type { Chosen } from '../../api/chosen-files.ts';
import { toFailure, type Failure } from '../../api/failure.ts';
import { uploadFiles } from '../../api/uploads.ts';
import { Choice } from '../../components/choice.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Field } from '../../components/field.tsx';
import { ProgressLine } from '../../components/progress-line.tsx';
import { binarySize } from '../../format/bytes.ts';
import { useJobs } from '../../stores/jobs.ts';
import { useLanguage, usePick, useText } from '../../stores/use-text.ts';
import { caseOf, CaseField, chooseCase, isComplete } from '../../components/case-field.tsx';
import { SourceField } from './source-field.tsx';

interface Sending {
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export function DepositForm({ caseId }: { caseId: string | null }) {
  const t = useText();
  const pick = usePick();
  const language = useLanguage();
  const { message } = App.useApp();
  const deposit = useJobs((state) => state.deposit);
  const stop = useRef<AbortController | null>(null);
  const [chosen, setChosen] = useState<readonly Chosen[]>([]);
  const [mode, setMode] = useState<'copy' | 'digest-only'>('copy');
  const [category, setCategory] = useState<DepositCategory>('other');
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [title, setTitle] = useState('');
  const [choice, setChoice] = useState(() => chooseCase(caseId));
  const [asked, setAsked] = useState(false);
  const [sending, setSending] = useState<Sending | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  const template: readonly DepositField[] = DEPOSIT_TEMPLATES[category];
  const fields = cleanFields(
    Object.fromEntries(template.map(({ key }) => [key, values[key] ?? ''] as const)),
  );
  const misfits = fieldMisfits(category, fields);
  const ready = chosen.length > 0 && isComplete(choice) && !busy;

  const begin = async () => {
    setAsked(true);
    if (misfits.length > 0) setTimeout(focusFirstError);
    if (!ready || misfits.length > 0) return;
    setBusy(true);
    setFailure(null);
    stop.current = new AbortController();
    const { signal } = stop.current;
    try {
      await deposit({
        source: await sourceOf(chosen, signal, setSending),
        mode,
        category,
        fields,
        title: title.trim() || null,
        ...caseOf(choice),
      });
      setChosen([]);
      setTitle('');
      setValues({});
      setAsked(false);
      void message.success(t.deposit.started);
    } catch (error) {
      if (!signal.aborted) setFailure(toFailure(error));
    } finally {
      setSending(null);
      setBusy(false);
    }
  };

  return (
    <form
      className="capture-form fields"
      onSubmit={(event) => {
        event.preventDefault();
        void begin();
      }}
    >
      <SourceField chosen={chosen} onChange={setChosen} disabled={busy} />
      <Field label={t.deposit.mode} hint={mode === 'copy' ? t.deposit.copyHint : t.deposit.digestHint}>
        {(props) => (
          <Choice
            {...props}
            label={t.deposit.mode}
            value={mode}
            options={(['copy', 'digest-only'] as const).map((value) => ({
              value,
              label: pick(DEPOSIT_MODE[value]),
            }))}
            onChange={setMode}
          />
        )}
      </Field>
      <Field label={t.deposit.category}>
        {(props) => (
          <Select
            id={props.id}
            listHeight={340}
            value={category}
            options={DEPOSIT_CATEGORIES.map((value) => ({ value, label: pick(DEPOSIT_CATEGORY[value]) }))}
            onChange={setCategory}
          />
        )}
      </Field>
      {template.map((field) => {
        const misfit = misfits.find(({ key }) => key === field.key);
        const wrong = misfit && (asked || misfit.problem !== 'field-missing');
        return (
          <TemplateField
            key={field.key}
            field={field}
            value={values[field.key] ?? ''}
            error={wrong ? problemText(misfit.problem, language) : null}
            onChange={(value) => setValues({ ...values, [field.key]: value })}
          />
        );
      })}
      <Field label={t.deposit.name} hint={t.deposit.nameHint}>
        {(props) => (
          <Input
            {...props}
            maxLength={300}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
        )}
      </Field>
      <CaseField value={choice} onChange={setChoice} />
      <div className="deposit-go">
        {sending ? (
          <div className="deposit-sending">
            <ProgressLine
              label={t.deposit.sending}
              value={sending.totalBytes > 0 ? sending.doneBytes / sending.totalBytes : null}
            />
            <output className="small muted">
              {t.deposit.sending}{' '}
              {t.deposit.bytes(binarySize(sending.doneBytes), binarySize(sending.totalBytes))}
            </output>
            <Button size="small" onClick={() => stop.current?.abort()}>
              {t.common.cancel}
            </Button>
          </div>
        ) : null}
        {failure ? <FailureNote failure={failure} compact /> : null}
        <Button type="primary" htmlType="submit" size="large" loading={busy} disabled={!ready}>
          {t.deposit.start}
        </Button>
      </div>
    </form>
  );
}

function TemplateField({
  field,
  value,
  error,
  onChange,
}: {
  field: DepositField;
  value: string;
  error: string | null;
  onChange: (value: string) => void;
}) {
  const t = useText();
  const pick = usePick();
  const { key, type, required } = field;
  const name = pick(fieldLabel(key));
  return (
    <Field label={required ? t.deposit.required(name) : name} error={error}>
      {(props) =>
        type === 'text' ? (
          <Input.TextArea
            {...props}
            autoSize={{ minRows: 2, maxRows: 6 }}
            maxLength={4_000}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        ) : (
          <Input
            {...props}
            maxLength={300}
            value={value}
            placeholder={type === 'date' ? '2026-11-24' : undefined}
            onChange={(event) => onChange(event.target.value)}
          />
        )
      }
    </Field>
  );
}

/** The field may stand above what is seen. */
function focusFirstError(): void {
  document.querySelector<HTMLElement>('.capture-form [aria-invalid=true]')?.focus();
}

/** Paths as they are; files of a browser are sent first. */
async function sourceOf(
  chosen: readonly Chosen[],
  signal: AbortSignal,
  onSending: (sending: Sending) => void,
) {
  const paths = chosen.flatMap((each) => (each.kind === 'path' ? [each.path] : []));
  if (paths.length > 0) return { kind: 'paths' as const, paths };
  const entries = chosen.flatMap((each) => (each.kind === 'file' ? [each] : []));
  const totalBytes = entries.reduce((sum, { file }) => sum + file.size, 0);
  onSending({ doneBytes: 0, totalBytes });
  const id = await uploadFiles(entries, {
    signal,
    onProgress: (doneBytes) => onSending({ doneBytes, totalBytes }),
  });
  return { kind: 'upload' as const, id };
}
