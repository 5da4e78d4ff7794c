// Asks for a written reason and does with it what was asked for; a failure stays in the dialog with what was written.

import { Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { toFailure, type Failure } from '../api/failure.ts';
import { Dialog } from './dialog.tsx';
import { FailureNote } from './failure-note.tsx';
import { Field } from './field.tsx';

const LONGEST = 1_000;

interface Props {
  readonly title: string;
  readonly intro: ReactNode;
  readonly label: string;
  readonly hint?: string;
  /** Said where nothing was written. */
  readonly missing: string;
  /** Text of the button. */
  readonly action: string;
  readonly onReason: (reason: string) => Promise<void>;
  readonly onClose: () => void;
}

export function ReasonDialog({ title, intro, label, hint, missing, action, onReason, onClose }: Props) {
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const send = async () => {
    setAsked(true);
    if (!reason.trim() || busy) return;
    setBusy(true);
    setFailure(null);
    try {
      await onReason(reason.trim());
      onClose();
    } catch (error) {
      setFailure(toFailure(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={title}
      width={520}
      onClose={onClose}
      action={action}
      busy={busy}
      onAction={() => void send()}
    >
      <p className="dialog-intro">{intro}</p>
      <Field
        label={label}
        {...(hint === undefined ? {} : { hint })}
        error={asked && !reason.trim() ? missing : null}
      >
        {(props) => (
          <Input.TextArea
            {...props}
            autoSize={{ minRows: 3, maxRows: 8 }}
            maxLength={LONGEST}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      {failure ? <FailureNote failure={failure} compact /> : null}
    </Dialog>
  );
}
