// The dialog of 批量出证: what goes along, the drafts for a notary, where to; then the run's own page.

import { Button, Checkbox, Input, InputNumber } from 'antd';
import { useState, type ReactNode } from 'react';
import { DISC_BYTES, type StartExportInput } from '../../../shared/api/exports.ts';
import { visible } from '../../../shared/text/fill.ts';
import { askForPaths } from '../../api/chosen-files.ts';
import { toFailure, type Failure } from '../../api/failure.ts';
import { session } from '../../api/session.ts';
import { Choice } from '../../components/choice.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Field } from '../../components/field.tsx';
import { Mark } from '../../components/mark.tsx';
import { useCore } from '../../stores/core.ts';
import { startExport } from '../../stores/exports.ts';
import { exportsRoute, go } from '../../stores/route.ts';
import { useLanguage, useText } from '../../stores/use-text.ts';
import { MAX_IDS, sourceOf, subjectText, type ExportSubject } from './export-subject.ts';
import './exports.css';

const GIB = 1024 ** 3;
const DVD_GIB = 4.37;
const MAX_QUESTIONS = 20;
const MAX_QUESTION = 1_000;
const PATHS = ['none', 'A', 'B'] as const;

const NEW_FORM = {
  court: false,
  purpose: '',
  appraiser: false,
  questions: '',
  merged: true,
  includeFailed: false,
  path: 'none' as (typeof PATHS)[number],
  folder: '',
  discGib: DVD_GIB,
};
type Form = typeof NEW_FORM;

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function optionsOf(form: Form): Omit<StartExportInput, 'source' | 'language'> {
  return {
    folder: form.folder.trim() || null,
    court: form.court,
    purpose: form.court ? form.purpose.trim() : '',
    appraiser: form.appraiser,
    questions: form.appraiser ? [...linesOf(form.questions)] : [],
    merged: form.merged,
    includeFailed: form.includeFailed,
    path: form.path === 'none' ? null : form.path,
    discBytes: form.discGib === DVD_GIB ? DISC_BYTES : Math.floor(form.discGib * GIB),
  };
}

export function ExportForm({ subject, onClose }: { subject: ExportSubject; onClose: () => void }) {
  const t = useText();
  const language = useLanguage();
  const [form, setForm] = useState(NEW_FORM);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const set = (patch: Partial<Form>) => setForm((before) => ({ ...before, ...patch }));

  const questions = linesOf(form.questions);
  const badQuestions =
    form.appraiser &&
    (questions.length > MAX_QUESTIONS || questions.some((line) => line.length > MAX_QUESTION));
  const tooMany = (subject.kind === 'ids' || subject.kind === 'filter') && subject.count > MAX_IDS;
  const start = async () => {
    if (busy || badQuestions || tooMany) return;
    setBusy(true);
    setFailure(null);
    try {
      const run = await startExport({ source: await sourceOf(subject), language, ...optionsOf(form) });
      onClose();
      go(exportsRoute(run.id));
    } catch (error) {
      setFailure(toFailure(error));
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={t.exports.title}
      width={620}
      action={t.exports.start}
      busy={busy}
      onAction={() => void start()}
      onClose={onClose}
    >
      <p className="break">{visible(subjectText(subject, t))}</p>
      {tooMany ? (
        <p role="alert">
          <Mark kind="bad" word={t.exports.tooMany(MAX_IDS)} />
        </p>
      ) : null}
      <p className="dialog-intro small muted">{t.exports.always}</p>
      <div className="fields">
        <fieldset className="export-papers">
          <legend>{t.exports.papers}</legend>
          <Tick checked={form.court} onChange={(court) => set({ court })}>
            {t.exports.court}
          </Tick>
          {form.court ? (
            <div className="export-more">
              <Field label={t.exports.purpose} hint={t.exports.purposeHint}>
                {(props) => (
                  <Input
                    {...props}
                    maxLength={500}
                    value={form.purpose}
                    onChange={(event) => set({ purpose: event.target.value })}
                  />
                )}
              </Field>
            </div>
          ) : null}
          <Tick checked={form.appraiser} onChange={(appraiser) => set({ appraiser })}>
            {t.exports.appraiser}
          </Tick>
          {form.appraiser ? (
            <div className="export-more">
              <Field
                label={t.exports.questions}
                hint={t.exports.questionsHint}
                error={badQuestions ? t.exports.questionsWrong : null}
              >
                {(props) => (
                  <Input.TextArea
                    {...props}
                    autoSize={{ minRows: 2, maxRows: 6 }}
                    value={form.questions}
                    onChange={(event) => set({ questions: event.target.value })}
                  />
                )}
              </Field>
            </div>
          ) : null}
          <Tick checked={form.merged} onChange={(merged) => set({ merged })}>
            {t.exports.merged}
          </Tick>
          <Tick checked={form.includeFailed} onChange={(includeFailed) => set({ includeFailed })}>
            {t.exports.includeFailed}
          </Tick>
        </fieldset>
        <Field label={t.exports.path} hint={form.path === 'none' ? null : t.exports.pathHint[form.path]}>
          {({ id, ...props }) => (
            <Choice
              id={id}
              className="export-choice"
              {...(props['aria-describedby'] ? { 'aria-describedby': props['aria-describedby'] } : {})}
              label={t.exports.path}
              value={form.path}
              options={PATHS.map((value) => ({ value, label: t.exports.paths[value] }))}
              onChange={(path) => set({ path })}
            />
          )}
        </Field>
        <FolderField value={form.folder} onChange={(folder) => set({ folder })} />
        <Field label={t.exports.disc} hint={t.exports.discHint}>
          {(props) => (
            <InputNumber
              {...props}
              min={0.01}
              max={1_000}
              step={0.1}
              value={form.discGib}
              onChange={(value) => set({ discGib: value ?? DVD_GIB })}
            />
          )}
        </Field>
        {failure ? <FailureNote failure={failure} compact /> : null}
      </div>
    </Dialog>
  );
}

interface TickProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children: ReactNode;
}

function Tick({ checked, onChange, children }: TickProps) {
  return (
    <Checkbox checked={checked} onChange={(event) => onChange(event.target.checked)}>
      {children}
    </Checkbox>
  );
}

function FolderField({ value, onChange }: { value: string; onChange: (folder: string) => void }) {
  const t = useText();
  const usual = useCore((state) => state.settings?.exportFolder ?? null);
  const choose = async () => {
    const [chosen] = (await askForPaths('folder')) ?? [];
    if (chosen?.kind === 'path') onChange(chosen.path);
  };
  return (
    <Field label={t.exports.folder} hint={t.exports.folderHint}>
      {(props) => (
        <div className="export-folder">
          <Input
            {...props}
            className="mono"
            maxLength={4_096}
            value={value}
            placeholder={usual ?? t.exports.downloads}
            onChange={(event) => onChange(event.target.value)}
          />
          {session.shell === 'desktop' ? (
            <Button onClick={() => void choose()}>{t.exports.choose}</Button>
          ) : null}
        </div>
      )}
    </Field>
  );
}
