// 公证处: where applications go: its name, the key they are encrypted to, the address they are sent to.

import { Button, Input } from 'antd';
import { useState } from 'react';
import type { Settings } from '../../../shared/api/inputs.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { Field } from '../../components/field.tsx';
import { useText } from '../../stores/use-text.ts';
import { useSave } from './use-save.ts';

export function NotarySection({ settings }: { settings: Settings }) {
  const t = useText();
  const { save, saving, failure } = useSave();
  const [name, setName] = useState(settings.notary?.name ?? '');
  const [recipient, setRecipient] = useState(settings.notary?.recipient ?? '');
  const [uploadUrl, setUploadUrl] = useState(settings.notary?.uploadUrl ?? '');
  const empty = [name, recipient, uploadUrl].every((text) => text.trim() === '');
  return (
    <form
      className="fields"
      onSubmit={(event) => {
        event.preventDefault();
        const notary = {
          name: name.trim(),
          recipient: recipient.trim() || null,
          uploadUrl: uploadUrl.trim() || null,
        };
        void save({ notary: empty ? null : notary });
      }}
    >
      <Field label={t.settings.notaryName}>
        {(props) => (
          <Input {...props} maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <Field label={t.settings.notaryKey} hint={t.settings.notaryKeyHint}>
        {(props) => (
          <Input
            {...props}
            className="mono"
            maxLength={200}
            value={recipient}
            onChange={(event) => setRecipient(event.target.value)}
          />
        )}
      </Field>
      <Field label={t.settings.notaryUpload} hint={t.settings.notaryUploadHint}>
        {(props) => (
          <Input
            {...props}
            className="mono"
            maxLength={2_048}
            value={uploadUrl}
            onChange={(event) => setUploadUrl(event.target.value)}
          />
        )}
      </Field>
      {failure ? <FailureNote failure={failure} /> : null}
      <div>
        <Button type="primary" htmlType="submit" loading={saving} disabled={!empty && name.trim() === ''}>
          {t.common.save}
        </Button>
      </div>
    </form>
  );
}
