// A capture that the environment check held back: what was in the way, and a dialog for the reason to go on all the same.

import { Button } from 'antd';
import { useState } from 'react';
import { itemNames } from '../../../shared/text/environment.ts';
import { ReasonDialog } from '../../components/reason-dialog.tsx';
import { useEvidence } from '../../stores/evidence.ts';
import { useLanguage, useText } from '../../stores/use-text.ts';

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
      {asking ? (
        <ReasonDialog
          title={t.environment.reasonTitle}
          intro={t.environment.reasonIntro(names)}
          label={t.environment.reason}
          hint={t.environment.reasonHint}
          missing={t.environment.reasonMissing}
          action={t.environment.captureAgain}
          onReason={onReason}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </div>
  );
}
