// A work of a case, new or known.

import { Input } from 'antd';
import { useState } from 'react';
import { WORK_DATES, WORK_KINDS, type WorkDateKind, type WorkView } from '../../../shared/api/works.ts';
import { UNREGISTERED, WORK_DATE, WORK_KIND } from '../../../shared/text/works.ts';
import { toFailure, type Failure } from '../../api/failure.ts';
import { Choice } from '../../components/choice.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Field } from '../../components/field.tsx';
import { usePick, useText } from '../../stores/use-text.ts';
import { saveWork } from '../../stores/works.ts';

interface Props {
  readonly caseId: string;
  readonly work: WorkView | null;
  readonly onClose: () => void;
}

export function WorkForm({ caseId, work, onClose }: Props) {
  const t = useText();
  const pick = usePick();
  const [title, setTitle] = useState(work?.title ?? '');
  const [kind, setKind] = useState(work?.kind ?? 'artistic');
  const [holder, setHolder] = useState(work?.rightHolder ?? '');
  const [registration, setRegistration] = useState(work?.registrationNo ?? '');
  const [date, setDate] = useState(work?.date ?? '');
  const [dateKind, setDateKind] = useState<WorkDateKind>(work?.dateKind ?? 'published');
  const [note, setNote] = useState(work?.note ?? '');
  const [asked, setAsked] = useState(false);
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  const badDate = date.trim() !== '' && !isDay(date.trim());
  const missing = (text: string): string | null => (asked && !text.trim() ? t.works.required : null);
  const save = async () => {
    setAsked(true);
    if (!title.trim() || !holder.trim() || badDate) return;
    setSaving(true);
    try {
      const said = {
        title: title.trim(),
        kind,
        rightHolder: holder.trim(),
        registrationNo: registration.trim() || null,
        date: date.trim() || null,
        dateKind,
        note: note.trim(),
      };
      await saveWork(work ? { id: work.id, ...said } : { caseId, ...said });
      onClose();
    } catch (error) {
      setFailure(toFailure(error));
      setSaving(false);
    }
  };

  return (
    <Dialog
      title={work ? t.works.edit : t.works.add}
      width={620}
      action={t.common.save}
      busy={saving}
      onAction={() => void save()}
      onClose={onClose}
    >
      <div className="fields">
        <Field label={t.works.name} error={missing(title)}>
          {(props) => (
            <Input
              {...props}
              maxLength={300}
              value={title}
              onChange={(event) => setTitle(event.target.value)}
            />
          )}
        </Field>
        <Field label={t.works.kind}>
          {(props) => (
            <Choice
              {...choiceProps(props)}
              label={t.works.kind}
              value={kind}
              options={WORK_KINDS.map((value) => ({ value, label: pick(WORK_KIND[value]) }))}
              onChange={setKind}
            />
          )}
        </Field>
        <Field label={t.works.holder} error={missing(holder)}>
          {(props) => (
            <Input
              {...props}
              maxLength={300}
              value={holder}
              onChange={(event) => setHolder(event.target.value)}
            />
          )}
        </Field>
        <Field label={t.works.registration} hint={t.works.registrationHint(pick(UNREGISTERED))}>
          {(props) => (
            <Input
              {...props}
              maxLength={100}
              value={registration}
              onChange={(event) => setRegistration(event.target.value)}
            />
          )}
        </Field>
        <Field label={t.works.date} error={asked && badDate ? t.works.badDate : null}>
          {(props) => (
            <div className="work-date">
              <Choice
                label={t.works.dateKind}
                value={dateKind}
                options={WORK_DATES.map((value) => ({ value, label: pick(WORK_DATE[value]) }))}
                onChange={setDateKind}
              />
              <Input
                {...props}
                maxLength={10}
                value={date}
                placeholder="2026-01-31"
                onChange={(event) => setDate(event.target.value)}
              />
            </div>
          )}
        </Field>
        <Field label={t.works.note}>
          {(props) => (
            <Input.TextArea
              {...props}
              rows={2}
              maxLength={2_000}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        {failure ? <FailureNote failure={failure} compact /> : null}
      </div>
    </Dialog>
  );
}

function choiceProps(props: { readonly id: string; readonly 'aria-describedby'?: string }) {
  const described = props['aria-describedby'];
  return { id: props.id, ...(described !== undefined && { 'aria-describedby': described }) };
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return Number.isFinite(day.getTime()) && day.toISOString().startsWith(text);
}
