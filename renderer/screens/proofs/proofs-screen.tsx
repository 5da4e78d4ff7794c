// 证明: who gives proofs and how far they are; what is still to come, why, and when it is tried again.

import { Button } from 'antd';
import { useState } from 'react';
import { toFailure, type Failure } from '../../api/failure.ts';
import { PageFailure } from '../../components/failure-note.tsx';
import { Loading } from '../../components/loading.tsx';
import { Moment } from '../../components/moment.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { retryAllProofs, useProofsState } from '../../stores/proofs.ts';
import { useText } from '../../stores/use-text.ts';
import { LedgerSection } from './ledger-section.tsx';
import { PendingTable } from './pending-table.tsx';
import { ProvidersTable } from './providers-table.tsx';
import './proofs.css';

export default function ProofsScreen() {
  const t = useText();
  const { value: state, failure, loading, reload } = useProofsState();
  const [retrying, setRetrying] = useState(false);
  const [retryFailure, setRetryFailure] = useState<Failure | null>(null);
  const pending = state?.pending ?? 0;

  const retry = async () => {
    setRetrying(true);
    setRetryFailure(null);
    try {
      await retryAllProofs();
    } catch (error) {
      setRetryFailure(toFailure(error));
    } finally {
      setRetrying(false);
    }
  };

  return (
    <div className="proofs-page">
      <PageHead
        title={t.proofs.title}
        sub={
          state ? (
            <>
              {pending > 0 ? t.proofs.pending(pending) : t.proofs.nonePending}
              {state.nextAttemptAt ? (
                <>
                  {'　'}
                  {t.timeline.nextAttempt} <Moment at={state.nextAttemptAt} />
                </>
              ) : null}
            </>
          ) : null
        }
        actions={
          pending > 0 ? (
            <Button type="primary" loading={retrying} onClick={() => void retry()}>
              {retrying ? t.timeline.retrying : t.timeline.retryNow}
            </Button>
          ) : null
        }
      />
      <PageFailure failure={failure} onRetry={reload} />
      <PageFailure failure={retryFailure} />
      {!state && loading ? <Loading /> : null}
      {state ? <ProvidersTable providers={state.providers} /> : null}
      <LedgerSection />
      {state && state.providers.length > 0 ? <PendingTable /> : null}
    </div>
  );
}
