// One gateway: its name and address in fields, its requests and answers as a text.

import { Checkbox, Input } from 'antd';
import { useState } from 'react';
import type { SettingsPatch } from '../../../shared/api/inputs.ts';
import { problemText } from '../../../shared/text/problems.ts';
import { Choice } from '../../components/choice.tsx';
import { Field } from '../../components/field.tsx';
import { useLanguage, useText } from '../../stores/use-text.ts';
import { isConfidentialUrl } from '../../../shared/api/confidential-url.ts';
import { isShortName } from './checks.ts';
import { EntryDialog, LineField, useEntry } from './entry-form.tsx';
import { describe, readDescription, type Platform } from './platform-text.ts';

interface Props {
  readonly platform: Platform;
  readonly others: readonly Platform[];
  readonly onClose: () => void;
  readonly patch: (platform: Platform) => SettingsPatch;
}

export function PlatformForm({ platform, others, onClose, patch }: Props) {
  const t = useText();
  const language = useLanguage();
  const [text, setText] = useState(() => describe(platform));
  const descriptionError = (draft: Platform): string | null => {
    const read = readDescription(draft, text);
    if (!('problem' in read)) return null;
    if (read.field === '') return t.platforms.invalidJson;
    return t.platforms.invalidPart(read.field, problemText(read.problem, language));
  };
  const form = useEntry({
    entry: platform,
    check: (draft) => ({
      name:
        isShortName(draft.name) && !others.some(({ name }) => name === draft.name)
          ? null
          : t.settings.invalidName,
      title: draft.title.trim() === '' ? t.platforms.invalidTitle : null,
      baseUrl: isConfidentialUrl(draft.baseUrl) ? null : t.platforms.invalidUrl,
      text: descriptionError(draft),
    }),
    patch: (draft) => patch({ ...draft, ...readDescription(draft, text) }),
    onClose,
  });
  const { draft, set, errorOf } = form;
  return (
    <EntryDialog title={platform.title || t.platforms.add} form={form}>
      <div className="field-row">
        <LineField
          label={t.settings.tsaName}
          hint={t.settings.tsaNameHint}
          error={errorOf('name')}
          maxLength={32}
          value={draft.name}
          onChange={(name) => set({ name })}
        />
        <LineField
          label={t.platforms.title}
          error={errorOf('title')}
          maxLength={100}
          value={draft.title}
          onChange={(title) => set({ title })}
        />
      </div>
      <LineField
        label={t.platforms.url}
        hint={t.platforms.urlHint}
        error={errorOf('baseUrl')}
        mono
        placeholder="https://gateway.example.com"
        value={draft.baseUrl}
        onChange={(baseUrl) => set({ baseUrl })}
      />
      <Field label={t.platforms.digest}>
        {({ id }) => (
          <Choice
            id={id}
            className="settings-choice"
            label={t.platforms.digest}
            value={draft.digest}
            options={[
              { value: 'sm3', label: 'SM3' },
              { value: 'sha256', label: 'SHA-256' },
            ]}
            onChange={(digest) => set({ digest })}
          />
        )}
      </Field>
      <Field label={t.platforms.description} hint={t.platforms.descriptionHint} error={errorOf('text')}>
        {(props) => (
          <Input.TextArea
            {...props}
            className="mono"
            rows={8}
            spellCheck={false}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        )}
      </Field>
      <Checkbox checked={draft.idempotent} onChange={({ target }) => set({ idempotent: target.checked })}>
        {t.platforms.idempotent}
      </Checkbox>
      <Checkbox
        checked={draft.needsRealName}
        onChange={({ target }) => set({ needsRealName: target.checked })}
      >
        {t.platforms.needsRealName}
      </Checkbox>
      <Checkbox checked={draft.simulated} onChange={({ target }) => set({ simulated: target.checked })}>
        {t.platforms.simulated}
      </Checkbox>
    </EntryDialog>
  );
}
