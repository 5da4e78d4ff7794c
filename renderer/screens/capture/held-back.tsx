// A capture that the environment check held back: what was in the way, and a dialog for the reason to go on all the same.

import { Button, Input } from 'antd';
import { useState } from 'react';
import { itemNames } from '../../../shared/text/environment.ts';
import { toFailure, type Failure } from '../../api/failure.ts';
import { Dialog } from '../../components/dialog.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Field } from '../../components/field.tsx';
import { useEvidence } from '../../stores/evidence.ts';
import { useLanguage, useText } from '../../stores/use-text.ts';

const LONGEST = 1_000;

interface HeldBackProps {
  /** Of the attempt that was sealed. */
  readonly evidenceId: string;
  /** Begins it once more with this reason. */
  readonly onReason: (reason: string) => Promise<void>;
}

export function HeldBack({ evidenceId, onReason }: HeldBackProps) {
  const t = useText();
  const language = useLanguage();
  const [asking, setAsking] = useState(false);
  const { value } = useEvidence(evidenceId);
  const details = value?.reasons[0]?.details;
  if (details?.['error'] !== 'capture/environment-blocked') return null;
  const names = itemNames(String(details['cause'] ?? '').split(', '), language);
  return (
    <div className="job-held small">
      <p>{t.environment.heldBack(names)}</p>
      <Button size="small" onClick={() => setAsking(true)}>
        {t.environment.giveReason}
      </Button>
      {asking ? <ReasonDialog onReason={onReason} names={names} onClose={() => setAsking(false)} /> : null}
    </div>
  );
}

function ReasonDialog({
  onReason,
  names,
  onClose,
}: {
  readonly onReason: HeldBackProps['onReason'];
  readonly names: string;
  readonly onClose: () => void;
}) {
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
      await onReason(reason.trim());
      onClose();
    } catch (error) {
      setFailure(toFailure(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={t.environment.reasonTitle}
      width={520}
      onClose={onClose}
      action={t.environment.captureAgain}
      busy={busy}
      onAction={() => void send()}
    >
      <p className="held-intro">{t.environment.reasonIntro(names)}</p>
      <Field
        label={t.environment.reason}
        hint={t.environment.reasonHint}
        error={asked && !reason.trim() ? t.environment.reasonMissing : null}
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
