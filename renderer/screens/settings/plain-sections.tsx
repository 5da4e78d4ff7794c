// The sections with a few plain fields: language and look, operator, browser, folders.

import { Button, Input, InputNumber } from 'antd';
import { useState, type ReactNode } from 'react';
import type { Settings } from '../../../shared/api/inputs.ts';
import type { Language } from '../../../shared/api/views.ts';
import { UNVERIFIED } from '../../../shared/text/words.ts';
import { Choice } from '../../components/choice.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Field } from '../../components/field.tsx';
import { Mark } from '../../components/mark.tsx';
import { useCore } from '../../stores/core.ts';
import { usePick, useText } from '../../stores/use-text.ts';
import { useSave } from './use-save.ts';

const LANGUAGES: { value: Language; label: string }[] = [
  { value: 'zh-CN', label: '简体中文' },
  { value: 'en', label: 'English' },
];

export function GeneralSection() {
  const t = useText();
  const { language, theme } = useCore();
  const { save, failure } = useSave();
  return (
    <div className="fields">
      <div className="field">
        <span className="field-label">{t.settings.language}</span>
        <Choice
          className="settings-choice"
          label={t.settings.language}
          value={language}
          options={LANGUAGES}
          onChange={(value) => void save({ language: value })}
        />
      </div>
      <div className="field">
        <span className="field-label">{t.settings.theme}</span>
        <Choice
          className="settings-choice"
          label={t.settings.theme}
          value={theme}
          options={(['system', 'light', 'dark'] as const).map((value) => ({
            value,
            label: t.settings.themes[value],
          }))}
          onChange={(value) => void save({ theme: value })}
        />
      </div>
      {failure ? <FailureNote failure={failure} /> : null}
    </div>
  );
}

/** A form whose button saves what stands in its fields. */
function SaveForm({
  onSave,
  children,
}: {
  onSave: (save: ReturnType<typeof useSave>['save']) => void;
  children: ReactNode;
}) {
  const t = useText();
  const { save, saving, failure } = useSave();
  return (
    <form
      className="fields"
      onSubmit={(event) => {
        event.preventDefault();
        onSave(save);
      }}
    >
      {children}
      {failure ? <FailureNote failure={failure} /> : null}
      <div>
        <Button type="primary" htmlType="submit" loading={saving}>
          {t.common.save}
        </Button>
      </div>
    </form>
  );
}

const orNull = (text: string) => text.trim() || null;

export function OperatorSection({ settings }: { settings: Settings }) {
  const t = useText();
  const pick = usePick();
  const [name, setName] = useState(settings.operator.name ?? '');
  const [organisation, setOrganisation] = useState(settings.operator.organisation ?? '');
  return (
    <SaveForm
      onSave={(save) => void save({ operator: { name: orNull(name), organisation: orNull(organisation) } })}
    >
      <p className="settings-intro">{t.settings.operatorHint}</p>
      <Field label={t.settings.operatorName}>
        {(props) => (
          <Input {...props} maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <Field label={t.settings.operatorOrganisation}>
        {(props) => (
          <Input
            {...props}
            maxLength={200}
            value={organisation}
            onChange={(event) => setOrganisation(event.target.value)}
          />
        )}
      </Field>
      <div className="field">
        <span className="field-label">{t.settings.operatorState}</span>
        <Mark kind="none" word={pick(UNVERIFIED)} />
      </div>
    </SaveForm>
  );
}

export function BrowserSection({ settings }: { settings: Settings }) {
  const t = useText();
  const [path, setPath] = useState(settings.browserPath ?? '');
  const [concurrency, setConcurrency] = useState(settings.concurrency);
  return (
    <SaveForm onSave={(save) => void save({ browserPath: orNull(path), concurrency })}>
      <Field label={t.settings.browserPath} hint={t.settings.browserHint}>
        {(props) => (
          <Input
            {...props}
            className="mono"
            maxLength={4_096}
            value={path}
            placeholder={t.settings.browserAuto}
            onChange={(event) => setPath(event.target.value)}
          />
        )}
      </Field>
      <Field label={t.settings.concurrency} hint={t.settings.concurrencyHint}>
        {(props) => (
          <InputNumber
            {...props}
            min={0}
            max={16}
            precision={0}
            value={concurrency}
            onChange={(value) => setConcurrency(value ?? 0)}
          />
        )}
      </Field>
    </SaveForm>
  );
}

export function FoldersSection({ settings }: { settings: Settings }) {
  const t = useText();
  const info = useCore((state) => state.info);
  const [folder, setFolder] = useState(settings.exportFolder ?? '');
  return (
    <SaveForm onSave={(save) => void save({ exportFolder: orNull(folder) })}>
      <Field label={t.settings.exportFolder} hint={t.settings.exportFolderHint}>
        {(props) => (
          <Input
            {...props}
            className="mono"
            maxLength={4_096}
            value={folder}
            onChange={(event) => setFolder(event.target.value)}
          />
        )}
      </Field>
      <div className="field">
        <span className="field-label">{t.settings.dataFolder}</span>
        <span className="mono break">
          {info?.dataFolder} {info ? <CopyButton text={info.dataFolder} /> : null}
        </span>
        <p className="small muted">{t.settings.dataFolderHint}</p>
      </div>
    </SaveForm>
  );
}
