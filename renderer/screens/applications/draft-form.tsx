// A draft: the form of 公证程序规则 第17条, the evidence, the papers, and a last look before the package is made. What is
// typed is saved by itself; nothing is demanded before the package is asked for.

import { Button, Checkbox, Input, Select } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ApplicationDetail } from '../../../shared/api/applications.ts';
import {
  CHOICES,
  cleanForm,
  FORM_SECTIONS,
  formMisfits,
  type ChoiceKey,
  type FormField,
  type FormKey,
  type FormSection,
} from '../../../shared/application/form.ts';
import { CHOICE, FORM_FIELD, FORM_PROBLEM, FORM_SECTION, PROMISE } from '../../../shared/text/application.ts';
import { toFailure, type Failure } from '../../api/failure.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { Field } from '../../components/field.tsx';
import { packApplication, saveApplication } from '../../stores/applications.ts';
import { useCore } from '../../stores/core.ts';
import { usePick, useText } from '../../stores/use-text.ts';
import { EvidenceChoice } from './evidence-choice.tsx';
import { Papers } from './papers.tsx';

const SAVE_AFTER_MS = 500;

export function DraftForm({ item, onPacked }: { item: ApplicationDetail; onPacked: () => void }) {
  const t = useText();
  const pick = usePick();
  const notary = useCore((state) => state.settings?.notary ?? null);
  const [form, setForm] = useState<Readonly<Record<string, string>>>(() =>
    startForm(item.form, notary?.name),
  );
  const [ids, setIds] = useState(item.evidenceIds);
  const [encrypt, setEncrypt] = useState(true);
  const [asked, setAsked] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { saved, flush } = useAutosave(item.id, form, ids, setFailure);

  const misfits = formMisfits(cleanForm(form));
  const recipient = notary?.recipient ? { name: notary.name, key: notary.recipient } : null;
  const pack = async () => {
    setAsked(true);
    setFailure(null);
    if (misfits.length > 0 || ids.length === 0) {
      setTimeout(() => document.querySelector<HTMLElement>('.application-body [aria-invalid=true]')?.focus());
      return;
    }
    try {
      await flush();
      await packApplication(item.id, encrypt ? recipient : null);
      onPacked();
    } catch (error) {
      setFailure(toFailure(error));
    }
  };

  return (
    <form
      className="fields"
      onSubmit={(event) => {
        event.preventDefault();
        void pack();
      }}
    >
      <p className="muted">{t.applications.pathB}</p>
      {(Object.keys(FORM_SECTIONS) as FormSection[]).map((section) => (
        <fieldset key={section} className="application-section">
          <legend>{pick(FORM_SECTION[section])}</legend>
          <div className="application-grid">
            {(FORM_SECTIONS[section] as readonly FormField[]).map((field) => {
              const misfit = misfits.find(({ key }) => key === field.key);
              const wrong =
                misfit &&
                (asked || misfit.problem !== 'field-missing') &&
                !(misfit.problem === 'field-consent' && !asked);
              return (
                <FormControl
                  key={field.key}
                  field={field}
                  value={form[field.key] ?? ''}
                  error={wrong ? pick(FORM_PROBLEM[misfit.problem]) : null}
                  onChange={(value) => setForm({ ...form, [field.key]: value })}
                />
              );
            })}
          </div>
        </fieldset>
      ))}
      <EvidenceChoice
        caseId={item.caseId}
        chosen={ids}
        missing={asked && ids.length === 0}
        onChange={setIds}
      />
      <Papers item={item} />
      <section className="application-section">
        <h2>{t.applications.review}</h2>
        <p>{t.applications.reviewCounts(ids.length, item.attachments.length)}</p>
        <p>{t.applications.personal}</p>
        {recipient ? (
          <Checkbox checked={encrypt} onChange={(event) => setEncrypt(event.target.checked)}>
            {t.applications.encryptFor(recipient.name)}
          </Checkbox>
        ) : (
          <p className="muted">{t.applications.noRecipient}</p>
        )}
        {asked && misfits.length > 0 ? (
          <p role="alert">
            {t.applications.missing(misfits.map(({ key }) => pick(FORM_FIELD[key as FormKey])))}
          </p>
        ) : null}
        {failure ? <FailureNote failure={failure} compact /> : null}
        <div className="application-actions">
          <Button type="primary" htmlType="submit" size="large">
            {t.applications.pack}
          </Button>
          <output className="small muted">{saved ? t.applications.saved : t.applications.saving}</output>
        </div>
      </section>
    </form>
  );
}

const two = (number: number): string => String(number).padStart(2, '0');

/** What most applications begin with; the person may change all of it. */
function startForm(form: Readonly<Record<string, string>>, office = ''): Readonly<Record<string, string>> {
  if (Object.keys(form).length > 0) return form;
  const today = new Date();
  return {
    applicantType: 'person',
    applicantIdType: 'resident-id',
    office,
    matter: '保全证据（网页）',
    copies: '2',
    delivery: 'pick-up',
    appliedOn: `${today.getFullYear()}-${two(today.getMonth() + 1)}-${two(today.getDate())}`,
  };
}

/** Saves half a second after the last change, and on leaving. */
function useAutosave(
  id: string,
  form: Readonly<Record<string, string>>,
  evidenceIds: readonly string[],
  onFailure: (failure: Failure) => void,
) {
  const [saved, setSaved] = useState(true);
  const latest = useRef({ form, evidenceIds });
  const dirty = useRef(false);
  const first = useRef(true);
  const save = useCallback(async (): Promise<void> => {
    dirty.current = false;
    const { form: now, evidenceIds: ids } = latest.current;
    await saveApplication({ id, form: now, evidenceIds: [...ids] });
  }, [id]);
  useEffect(() => {
    latest.current = { form, evidenceIds };
    if (first.current) {
      first.current = false;
      return undefined;
    }
    dirty.current = true;
    setSaved(false);
    const timer = setTimeout(() => {
      save().then(
        () => setSaved(!dirty.current),
        (error: unknown) => onFailure(toFailure(error)),
      );
    }, SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [form, evidenceIds, save, onFailure]);
  // What was typed last is saved even where the person leaves at once.
  useEffect(() => () => void (dirty.current && save().catch(() => undefined)), [save]);
  return { saved, flush: save };
}

interface ControlProps {
  readonly field: FormField;
  readonly value: string;
  readonly error: string | null;
  readonly onChange: (value: string) => void;
}

function FormControl({ field, value, error, onChange }: ControlProps) {
  const t = useText();
  const pick = usePick();
  const { key, type, required } = field;
  const name = pick(FORM_FIELD[key as FormKey]);
  const wide = type === 'text' || type === 'urls' || type === 'consent';
  return (
    <div className={wide ? 'application-wide' : undefined}>
      <Field label={required ? t.deposit.required(name) : name} error={error}>
        {(props) => {
          if (type === 'choice')
            return (
              <Select
                id={props.id}
                value={value || null}
                options={CHOICES[key as ChoiceKey].map((choice) => ({
                  value: choice,
                  label: pick(CHOICE[key as ChoiceKey][choice]!),
                }))}
                onChange={(chosen: string | null) => onChange(chosen ?? '')}
                {...(error ? { status: 'error', 'aria-invalid': true } : {})}
              />
            );
          if (type === 'consent')
            return (
              <Checkbox
                id={props.id}
                checked={value === 'yes'}
                onChange={(event) => onChange(event.target.checked ? 'yes' : '')}
              >
                {pick(PROMISE)}
              </Checkbox>
            );
          if (wide)
            return (
              <Input.TextArea
                {...props}
                autoSize={{ minRows: 2, maxRows: 8 }}
                value={value}
                onChange={(event) => onChange(event.target.value)}
              />
            );
          return (
            <Input
              {...props}
              value={value}
              autoComplete="off"
              placeholder={type === 'date' ? '2026-11-24' : undefined}
              onChange={(event) => onChange(event.target.value)}
            />
          );
        }}
      </Field>
    </div>
  );
}
