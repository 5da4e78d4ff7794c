// Time-stamping authorities: a list, and one form for adding or changing.

import { Button, Checkbox, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import type { Settings, SettingsPatch } from '../../../shared/api/inputs.ts';
import { TSA_PRESETS, TSA_ROOT_SOURCE, tsaOfPreset } from '../../../shared/timestamp/presets.ts';
import { DemoWord } from '../../components/demo-mark.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Field } from '../../components/field.tsx';
import { Mark } from '../../components/mark.tsx';
import { useText } from '../../stores/use-text.ts';
import { isHttpUrl, isOid, isShortName } from './checks.ts';
import { EntryDialog, EntryRow, LineField, useEntry } from './entry-form.tsx';
import { useSave } from './use-save.ts';

type Tsa = Settings['tsas'][number];
const BLANK: Tsa = {
  name: '',
  url: '',
  policy: null,
  rootsPem: '',
  authority: null,
  demonstration: false,
  fee: null,
};

export function TsaSection({ settings }: { settings: Settings }) {
  const t = useText();
  const { save, failure } = useSave();
  const [editing, setEditing] = useState<{ readonly at: number | null; readonly tsa: Tsa } | null>(null);
  const { tsas } = settings;
  const add = (
    <Button
      type={tsas.length === 0 ? 'primary' : 'default'}
      disabled={tsas.length >= 8}
      onClick={() => setEditing({ at: null, tsa: BLANK })}
    >
      {t.settings.tsaAdd}
    </Button>
  );
  return (
    <>
      {tsas.length === 0 ? (
        <EmptyState title={t.settings.tsaNone} body={t.settings.tsaNoneBody} action={add} />
      ) : (
        <div className="fields">
          <p className="settings-intro">{t.settings.tsaHint}</p>
          <ul className="services">
            {tsas.map((tsa, at) => (
              <EntryRow
                key={tsa.name}
                name={tsa.name}
                removeLabel={t.settings.tsaRemove(tsa.name)}
                onEdit={() => setEditing({ at, tsa })}
                onRemove={() => void save({ tsas: tsas.filter((_, index) => index !== at) })}
              >
                <strong>{tsa.name}</strong> {tsa.demonstration ? <DemoWord /> : null}
                <p className="mono break">{tsa.url}</p>
                <p className="small">
                  <Mark
                    kind={tsa.rootsPem.trim() ? 'done' : 'warn'}
                    word={tsa.rootsPem.trim() ? t.settings.tsaRootsSet : t.settings.tsaRootsMissing}
                  />
                  {tsa.policy ? <span className="muted">　{tsa.policy}</span> : null}
                  {tsa.fee === null ? null : <span className="muted">　{t.settings.tsaFeeOf(tsa.fee)}</span>}
                </p>
              </EntryRow>
            ))}
          </ul>
          <div>{add}</div>
        </div>
      )}
      {failure ? <FailureNote failure={failure} /> : null}
      {editing ? (
        <TsaForm
          tsa={editing.tsa}
          taken={tsas.filter((_, index) => index !== editing.at).map((tsa) => tsa.name)}
          onClose={() => setEditing(null)}
          patch={(tsa) => ({
            tsas:
              editing.at === null
                ? [...tsas, tsa]
                : tsas.map((old, index) => (index === editing.at ? tsa : old)),
          })}
        />
      ) : null}
    </>
  );
}

interface FormProps {
  readonly tsa: Tsa;
  readonly taken: readonly string[];
  readonly onClose: () => void;
  readonly patch: (tsa: Tsa) => SettingsPatch;
}

function TsaForm({ tsa, taken, onClose, patch }: FormProps) {
  const t = useText();
  const form = useEntry({
    entry: tsa,
    check: (draft) => ({
      name: isShortName(draft.name) && !taken.includes(draft.name) ? null : t.settings.invalidName,
      url: isHttpUrl(draft.url) ? null : t.settings.invalidUrl,
      policy: draft.policy === null || isOid(draft.policy) ? null : t.settings.invalidPolicy,
    }),
    patch,
    onClose,
  });
  const { draft, set, errorOf } = form;
  return (
    <EntryDialog title={tsa.name || t.settings.tsaAdd} form={form}>
      {tsa.name === '' ? (
        <Field label={t.settings.tsaPreset} hint={t.settings.tsaPresetHint(TSA_ROOT_SOURCE)}>
          {(props) => (
            <Select
              id={props.id}
              allowClear
              options={TSA_PRESETS.map(({ id, authority, roots }) => ({
                value: id,
                label: roots.length > 0 ? authority : t.settings.tsaPresetNoRoot(authority),
              }))}
              onChange={(id: string | undefined) => {
                const preset = TSA_PRESETS.find((each) => each.id === id);
                set(preset === undefined ? BLANK : tsaOfPreset(preset));
              }}
            />
          )}
        </Field>
      ) : null}
      <LineField
        label={t.settings.tsaName}
        hint={t.settings.tsaNameHint}
        error={errorOf('name')}
        maxLength={32}
        value={draft.name}
        onChange={(name) => set({ name })}
      />
      <LineField
        label={t.settings.tsaUrl}
        error={errorOf('url')}
        mono
        placeholder="https://tsa.example.com/tsr"
        value={draft.url}
        onChange={(url) => set({ url })}
      />
      <LineField
        label={t.settings.tsaAuthority}
        hint={t.settings.tsaAuthorityHint}
        maxLength={100}
        value={draft.authority ?? ''}
        onChange={(authority) => set({ authority: authority || null })}
      />
      <div className="field-row">
        <LineField
          label={t.settings.tsaPolicy}
          error={errorOf('policy')}
          mono
          value={draft.policy ?? ''}
          onChange={(policy) => set({ policy: policy || null })}
        />
        <Field label={t.settings.tsaFee} hint={t.settings.tsaFeeHint}>
          {(props) => (
            <InputNumber
              {...props}
              className="full-width"
              min={0}
              max={1_000_000}
              value={draft.fee}
              onChange={(fee) => set({ fee })}
            />
          )}
        </Field>
      </div>
      <Field label={t.settings.tsaRoots} hint={t.settings.tsaRootsHint}>
        {(props) => (
          <Input.TextArea
            {...props}
            className="mono"
            rows={4}
            value={draft.rootsPem}
            placeholder="-----BEGIN CERTIFICATE-----"
            onChange={(event) => set({ rootsPem: event.target.value })}
          />
        )}
      </Field>
      <Checkbox
        checked={draft.demonstration}
        onChange={(event) => set({ demonstration: event.target.checked })}
      >
        {t.settings.tsaDemo}
      </Checkbox>
    </EntryDialog>
  );
}
