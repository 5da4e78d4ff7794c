// Credentials of a platform: written once, never shown again; what stays empty stays as it is.

import { Input } from 'antd';
import { useState } from 'react';
import { toFailure, type Failure } from '../../api/failure.ts';
import { Dialog } from '../../components/dialog.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Field } from '../../components/field.tsx';
import { setPlatformSecret } from '../../stores/services.ts';
import { useText } from '../../stores/use-text.ts';

interface Props {
  readonly platform: string;
  readonly names: readonly string[];
  readonly kept: readonly string[];
  readonly onClose: () => void;
}

export function SecretsForm({ platform, names, kept, onClose }: Props) {
  const t = useText();
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const submit = async () => {
    setBusy(true);
    setFailure(null);
    try {
      for (const [name, value] of Object.entries(values)) {
        if (value !== '') await setPlatformSecret(platform, name, value);
      }
      onClose();
    } catch (error) {
      setFailure(toFailure(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={t.platforms.secretsOf(platform)}
      width={520}
      action={t.common.save}
      busy={busy}
      onAction={() => void submit()}
      onClose={onClose}
    >
      <div className="fields">
        <p className="dialog-intro">{t.platforms.secretsHint}</p>
        {names.map((name) => (
          <Field
            key={name}
            label={name}
            hint={kept.includes(name) ? t.platforms.secretKept : t.platforms.secretAbsent}
          >
            {(props) => (
              <Input
                {...props}
                type="password"
                autoComplete="off"
                maxLength={4_096}
                value={values[name] ?? ''}
                onChange={({ target }) => setValues({ ...values, [name]: target.value })}
              />
            )}
          </Field>
        ))}
        {failure ? <FailureNote failure={failure} compact /> : null}
      </div>
    </Dialog>
  );
}
