// Time-stamping authorities: a list, and one form for adding or changing.

import { Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import type { Settings } from '../../../shared/api/inputs.ts';
import { TSA_PRESETS, TSA_ROOT_SOURCE, tsaOfPreset } from '../../../shared/timestamp/presets.ts';
import { DemoWord } from '../../components/demo-mark.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Field } from '../../components/field.tsx';
import { Mark } from '../../components/mark.tsx';
import { useText } from '../../stores/use-text.ts';
import { isHttpUrl, isOid, isShortName } from './checks.ts';
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
              <li key={tsa.name}>
                <div>
                  <strong>{tsa.name}</strong> {tsa.demonstration ? <DemoWord /> : null}
                  <p className="mono break">{tsa.url}</p>
                  <p className="small">
                    <Mark
                      kind={tsa.rootsPem.trim() ? 'done' : 'warn'}
                      word={tsa.rootsPem.trim() ? t.settings.tsaRootsSet : t.settings.tsaRootsMissing}
                    />
                    {tsa.policy ? <span className="muted">　{tsa.policy}</span> : null}
                  </p>
                </div>
                <Button
                  size="small"
                  aria-label={`${t.settings.edit} ${tsa.name}`}
                  onClick={() => setEditing({ at, tsa })}
                >
                  {t.settings.edit}
                </Button>
                <Button
                  size="small"
                  danger
                  aria-label={t.settings.tsaRemove(tsa.name)}
                  onClick={() => void save({ tsas: tsas.filter((_, index) => index !== at) })}
                >
                  {t.settings.remove}
                </Button>
              </li>
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
          onSave={(tsa) =>
            save({
              tsas:
                editing.at === null
                  ? [...tsas, tsa]
                  : tsas.map((old, index) => (index === editing.at ? tsa : old)),
            })
          }
        />
      ) : null}
    </>
  );
}

interface FormProps {
  readonly tsa: Tsa;
  readonly taken: readonly string[];
  readonly onClose: () => void;
  readonly onSave: (tsa: Tsa) => Promise<boolean>;
}

function TsaForm({ tsa, taken, onClose, onSave }: FormProps) {
  const t = useText();
  const [draft, setDraft] = useState<Tsa>(tsa);
  const [asked, setAsked] = useState(false);
  const [saving, setSaving] = useState(false);
  const set = (patch: Partial<Tsa>) => setDraft((before) => ({ ...before, ...patch }));
  const errors = {
    name: isShortName(draft.name) && !taken.includes(draft.name) ? null : t.settings.invalidName,
    url: isHttpUrl(draft.url) ? null : t.settings.invalidUrl,
    policy: draft.policy === null || isOid(draft.policy) ? null : t.settings.invalidPolicy,
  };
  const submit = async () => {
    setAsked(true);
    if (errors.name || errors.url || errors.policy) return;
    setSaving(true);
    if (await onSave(draft)) onClose();
    else setSaving(false);
  };
  return (
    <Dialog
      title={tsa.name || t.settings.tsaAdd}
      width={560}
      action={t.common.save}
      busy={saving}
      onAction={() => void submit()}
      onClose={onClose}
    >
      <div className="fields">
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
        <Field label={t.settings.tsaName} hint={t.settings.tsaNameHint} error={asked ? errors.name : null}>
          {(props) => (
            <Input
              {...props}
              value={draft.name}
              maxLength={32}
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </Field>
        <Field label={t.settings.tsaUrl} error={asked ? errors.url : null}>
          {(props) => (
            <Input
              {...props}
              className="mono"
              value={draft.url}
              placeholder="https://tsa.example.com/tsr"
              onChange={(event) => set({ url: event.target.value.trim() })}
            />
          )}
        </Field>
        <div className="field-row">
          <Field label={t.settings.tsaAuthority} hint={t.settings.tsaAuthorityHint}>
            {(props) => (
              <Input
                {...props}
                value={draft.authority ?? ''}
                maxLength={100}
                onChange={(event) => set({ authority: event.target.value || null })}
              />
            )}
          </Field>
          <Field label={t.settings.tsaPolicy} error={asked ? errors.policy : null}>
            {(props) => (
              <Input
                {...props}
                className="mono"
                value={draft.policy ?? ''}
                onChange={(event) => set({ policy: event.target.value.trim() || null })}
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
      </div>
    </Dialog>
  );
}
