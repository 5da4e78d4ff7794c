// 国密签名: an SM2 signature beside the device's own; which key, whether it answers, and how to connect a program.

import { Button } from 'antd';
import { useState } from 'react';
import type { Settings } from '../../../shared/api/inputs.ts';
import { Choice } from '../../components/choice.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Digest } from '../../components/digest.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Field } from '../../components/field.tsx';
import { Mark } from '../../components/mark.tsx';
import { useSm2 } from '../../stores/services.ts';
import { useText } from '../../stores/use-text.ts';
import { SaveBar } from './save-bar.tsx';
import { useSave } from './use-save.ts';

const MODES = ['off', 'file', 'command'] as const;
const EXAMPLE = '{"command": ["/opt/ukey/sign-sm2", "--slot", "1"]}';

export function Sm2Section({ settings }: { settings: Settings }) {
  const t = useText();
  const { save, saving, failure } = useSave();
  const [mode, setMode] = useState(settings.sm2);
  const { value: state, checked, failure: checkFailure, busy, check } = useSm2(settings.sm2);
  const changed = mode !== settings.sm2;
  return (
    <form
      className="fields"
      onSubmit={(event) => {
        event.preventDefault();
        void save({ sm2: mode });
      }}
    >
      <p className="settings-intro">{t.sm2.hint}</p>
      <Field label={t.sm2.signer} hint={t.sm2.modeHints[mode]}>
        {({ id }) => (
          <Choice
            id={id}
            className="settings-choice"
            label={t.sm2.signer}
            value={mode}
            options={MODES.map((value) => ({ value, label: t.sm2.modes[value] }))}
            onChange={setMode}
          />
        )}
      </Field>
      {mode === 'command' && state ? (
        <div className="field">
          <span className="field-label">{t.sm2.commandFile}</span>
          <span className="mono break">
            {state.commandFile} <CopyButton text={state.commandFile} />
          </span>
          <code className="mono break">{EXAMPLE}</code>
          <p className="small muted">{t.sm2.commandHint}</p>
        </div>
      ) : null}
      <SaveBar changed={changed} saving={saving} failure={failure} onRevert={() => setMode(settings.sm2)} />
      {settings.sm2 !== 'off' && state ? (
        <div className="settings-state">
          {checked ? (
            <>
              <Mark kind="done" word={t.sm2.answered} />
              <Digest label={t.sm2.keyId} hex={checked} />
            </>
          ) : settings.sm2 === 'file' && !state.fileKeyMade ? (
            <Mark kind="wait" word={t.sm2.notMade} />
          ) : (
            <Mark kind="unknown" word={t.sm2.notAsked} />
          )}
          <div className="settings-buttons">
            <Button loading={busy} disabled={changed} onClick={() => void check()}>
              {settings.sm2 === 'file' && !state.fileKeyMade ? t.sm2.make : t.sm2.check}
            </Button>
          </div>
          {checkFailure ? <FailureNote failure={checkFailure} compact /> : null}
        </div>
      ) : null}
      {state && state.keyIds.length > 0 ? (
        <div className="field">
          <span className="field-label">{t.sm2.signedBefore}</span>
          {state.keyIds.map((keyId) => (
            <Digest key={keyId} label="" hex={keyId} />
          ))}
        </div>
      ) : null}
    </form>
  );
}
