// The ledger: who cosigns it, and where a copy of its newest checkpoint is kept outside the data folder.

import { Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import type { Settings, SettingsPatch } from '../../../shared/api/inputs.ts';
import { isWitnessVkey } from '../../../shared/api/witness-key.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { Field } from '../../components/field.tsx';
import { useLedgerState } from '../../stores/ledger.ts';
import { useText } from '../../stores/use-text.ts';
import { isHttpUrl, isShortName } from './checks.ts';
import { EntryDialog, EntryRow, LineField, useEntry } from './entry-form.tsx';
import { SaveBar } from './save-bar.tsx';
import { useSave } from './use-save.ts';

type Witness = Settings['witnesses'][number];
const MAX_WITNESSES = 16;

export function LedgerSection({ settings }: { settings: Settings }) {
  const t = useText();
  const { save, saving, failure } = useSave();
  const { value: ledger } = useLedgerState();
  const [adding, setAdding] = useState(false);
  const [folder, setFolder] = useState(settings.outsideCheckpointFolder ?? '');
  const [threshold, setThreshold] = useState(settings.witnessThreshold);
  const { witnesses } = settings;
  return (
    <>
      <div className="fields">
        <p className="settings-intro">{t.settings.witnessHint}</p>
        {ledger ? (
          <div className="field">
            <span className="field-label">{t.settings.ledgerKey}</span>
            <span className="mono break">
              {ledger.vkey} <CopyButton text={ledger.vkey} />
            </span>
            <p className="small muted">{t.settings.ledgerKeyHint}</p>
          </div>
        ) : null}
        {witnesses.length === 0 ? <p className="muted">{t.ledger.noWitness}</p> : null}
        <ul className="services" hidden={witnesses.length === 0}>
          {witnesses.map(({ name, url, vkey }) => (
            <EntryRow
              key={name}
              name={name}
              removeLabel={t.settings.witnessRemove(name)}
              onRemove={() => void save({ witnesses: witnesses.filter((each) => each.name !== name) })}
            >
              <strong>{name}</strong>
              <p className="mono break">{url}</p>
              <p className="mono small muted break">{vkey}</p>
            </EntryRow>
          ))}
        </ul>
        <div>
          <Button disabled={witnesses.length >= MAX_WITNESSES} onClick={() => setAdding(true)}>
            {t.settings.witnessAdd}
          </Button>
        </div>
        <form
          className="fields"
          onSubmit={(event) => {
            event.preventDefault();
            void save({ witnessThreshold: threshold, outsideCheckpointFolder: folder.trim() || null });
          }}
        >
          <Field label={t.settings.witnessThreshold} hint={t.settings.witnessThresholdHint}>
            {(props) => (
              <InputNumber
                {...props}
                min={0}
                max={MAX_WITNESSES}
                precision={0}
                value={threshold}
                onChange={(value) => setThreshold(value ?? 0)}
              />
            )}
          </Field>
          <Field label={t.settings.outsideFolder} hint={t.settings.outsideFolderHint}>
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
          <SaveBar
            changed={
              threshold !== settings.witnessThreshold ||
              folder.trim() !== (settings.outsideCheckpointFolder ?? '')
            }
            saving={saving}
            failure={failure}
            onRevert={() => {
              setFolder(settings.outsideCheckpointFolder ?? '');
              setThreshold(settings.witnessThreshold);
            }}
          />
        </form>
      </div>
      {adding ? (
        <WitnessForm
          taken={witnesses.map(({ name }) => name)}
          onClose={() => setAdding(false)}
          patch={(witness) => ({ witnesses: [...witnesses, witness] })}
        />
      ) : null}
    </>
  );
}

interface FormProps {
  readonly taken: readonly string[];
  readonly onClose: () => void;
  readonly patch: (witness: Witness) => SettingsPatch;
}

const BLANK: Witness = { name: '', url: '', vkey: '' };

function WitnessForm({ taken, onClose, patch }: FormProps) {
  const t = useText();
  const form = useEntry({
    entry: BLANK,
    check: (draft) => ({
      name: isShortName(draft.name) && !taken.includes(draft.name) ? null : t.settings.invalidName,
      url: isHttpUrl(draft.url) ? null : t.settings.invalidUrl,
      vkey: isWitnessVkey(draft.vkey) ? null : t.settings.invalidVkey,
    }),
    patch,
    onClose,
  });
  const { draft, set, errorOf } = form;
  return (
    <EntryDialog title={t.settings.witnessAdd} form={form}>
      <LineField
        label={t.settings.tsaName}
        hint={t.settings.tsaNameHint}
        error={errorOf('name')}
        maxLength={32}
        value={draft.name}
        onChange={(name) => set({ name })}
      />
      <LineField
        label={t.settings.witnessUrl}
        error={errorOf('url')}
        mono
        placeholder="https://witness.example.com"
        value={draft.url}
        onChange={(url) => set({ url })}
      />
      <LineField
        label={t.settings.witnessKey}
        hint={t.settings.witnessKeyHint}
        error={errorOf('vkey')}
        mono
        value={draft.vkey}
        onChange={(vkey) => set({ vkey })}
      />
    </EntryDialog>
  );
}
