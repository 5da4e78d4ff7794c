// The ledger: who cosigns it, and where a copy of its newest checkpoint is kept outside the data folder.

import { Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import type { Settings } from '../../../shared/api/inputs.ts';
import { isWitnessVkey } from '../../../shared/api/witness-key.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Field } from '../../components/field.tsx';
import { useLedgerState } from '../../stores/ledger.ts';
import { useText } from '../../stores/use-text.ts';
import { isHttpUrl, isShortName } from './checks.ts';
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
        <ul className="services">
          {witnesses.map(({ name, url, vkey }) => (
            <li key={name}>
              <div>
                <strong>{name}</strong>
                <p className="mono break">{url}</p>
                <p className="mono small muted break">{vkey}</p>
              </div>
              <Button
                size="small"
                danger
                aria-label={t.settings.witnessRemove(name)}
                onClick={() => void save({ witnesses: witnesses.filter((each) => each.name !== name) })}
              >
                {t.settings.remove}
              </Button>
            </li>
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
          <div>
            <Button type="primary" htmlType="submit" loading={saving}>
              {t.common.save}
            </Button>
          </div>
        </form>
      </div>
      {failure ? <FailureNote failure={failure} /> : null}
      {adding ? (
        <WitnessForm
          taken={witnesses.map(({ name }) => name)}
          onClose={() => setAdding(false)}
          onSave={(witness) => save({ witnesses: [...witnesses, witness] })}
        />
      ) : null}
    </>
  );
}

interface FormProps {
  readonly taken: readonly string[];
  readonly onClose: () => void;
  readonly onSave: (witness: Witness) => Promise<boolean>;
}

function WitnessForm({ taken, onClose, onSave }: FormProps) {
  const t = useText();
  const [draft, setDraft] = useState<Witness>({ name: '', url: '', vkey: '' });
  const [asked, setAsked] = useState(false);
  const [saving, setSaving] = useState(false);
  const set = (patch: Partial<Witness>) => setDraft((before) => ({ ...before, ...patch }));
  const errors = {
    name: isShortName(draft.name) && !taken.includes(draft.name) ? null : t.settings.invalidName,
    url: isHttpUrl(draft.url) ? null : t.settings.invalidUrl,
    vkey: isWitnessVkey(draft.vkey) ? null : t.settings.invalidVkey,
  };
  const submit = async () => {
    setAsked(true);
    if (errors.name || errors.url || errors.vkey) return;
    setSaving(true);
    if (await onSave(draft)) onClose();
    else setSaving(false);
  };
  return (
    <Dialog
      title={t.settings.witnessAdd}
      width={560}
      action={t.common.save}
      busy={saving}
      onAction={() => void submit()}
      onClose={onClose}
    >
      <div className="fields">
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
        <Field label={t.settings.witnessUrl} error={asked ? errors.url : null}>
          {(props) => (
            <Input
              {...props}
              className="mono"
              value={draft.url}
              placeholder="https://witness.example.com"
              onChange={(event) => set({ url: event.target.value.trim() })}
            />
          )}
        </Field>
        <Field
          label={t.settings.witnessKey}
          hint={t.settings.witnessKeyHint}
          error={asked ? errors.vkey : null}
        >
          {(props) => (
            <Input
              {...props}
              className="mono"
              value={draft.vkey}
              onChange={(event) => set({ vkey: event.target.value.trim() })}
            />
          )}
        </Field>
      </div>
    </Dialog>
  );
}
