// After a halt: a new ledger, with the person's reason in its first entry's record.

import { Input } from 'antd';
import { useState } from 'react';
import { toFailure, type Failure } from '../../api/failure.ts';
import { Dialog } from '../../components/dialog.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Field } from '../../components/field.tsx';
import { restartLedger } from '../../stores/ledger.ts';
import { useText } from '../../stores/use-text.ts';

const LONGEST = 1_000;

export function RestartDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const t = useText();
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
      await restartLedger(reason.trim());
      onDone();
      onClose();
    } catch (error) {
      setFailure(toFailure(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={t.ledger.restart}
      width={520}
      onClose={onClose}
      action={t.ledger.restart}
      busy={busy}
      onAction={() => void send()}
    >
      <p className="muted">{t.ledger.restartIntro}</p>
      <Field
        label={t.ledger.restartReason}
        error={asked && !reason.trim() ? t.ledger.restartReasonMissing : null}
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
