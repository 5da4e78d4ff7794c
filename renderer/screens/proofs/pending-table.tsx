// Proofs that are still to come: what they speak about, why they wait, when they are tried again.

import { useState } from 'react';
import type { PendingProofView } from '../../../shared/api/proofs.ts';
import { visible } from '../../../shared/text/fill.ts';
import { DemoWord } from '../../components/demo-mark.tsx';
import { PageFailure, useFailureSentence } from '../../components/failure-note.tsx';
import { Mark } from '../../components/mark.tsx';
import { Moment } from '../../components/moment.tsx';
import { Pager } from '../../components/pager.tsx';
import { ScrollRegion } from '../../components/scroll-region.tsx';
import { PENDING_ROWS, usePendingProofs } from '../../stores/proofs.ts';
import { buildHash } from '../../stores/route.ts';
import { useText } from '../../stores/use-text.ts';

export function PendingTable() {
  const t = useText();
  const [page, setPage] = useState(1);
  const { value, failure, reload } = usePendingProofs(page);
  const columns = t.proofs.pendingColumns;
  if (failure) return <PageFailure failure={failure} onRetry={reload} />;
  if (!value) return null;
  // What was on the last page may have come meanwhile.
  const last = Math.max(1, Math.ceil(value.total / PENDING_ROWS));
  if (page > last) setPage(last);
  return (
    <section aria-label={t.proofs.waiting} className="proofs-section proofs-waiting">
      <h2>{t.proofs.waiting}</h2>
      {value.total === 0 ? (
        <p className="proofs-none">
          <Mark kind="done" word={t.proofs.nothingWaits} />
        </p>
      ) : (
        <ScrollRegion className="table-box" label={t.proofs.waitingTable}>
          <table className="rows pending-rows">
            <thead>
              <tr>
                <th scope="col" className="col-kind">
                  {columns.proof}
                </th>
                <th scope="col" className="col-subject">
                  {columns.subject}
                </th>
                <th scope="col">{columns.why}</th>
                <th scope="col" className="col-next">
                  {columns.next}
                </th>
              </tr>
            </thead>
            <tbody>
              {value.items.map((proof) => (
                <PendingRow key={proof.id} proof={proof} />
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
      {value.total > PENDING_ROWS ? (
        <Pager page={page} pageRows={PENDING_ROWS} total={value.total} onPage={setPage} />
      ) : null}
    </section>
  );
}

function PendingRow({ proof }: { proof: PendingProofView }) {
  const t = useText();
  const sentence = useFailureSentence();
  const { lastError } = proof;
  const failure = lastError ? sentence(lastError) : null;
  return (
    <tr>
      <td>
        <Mark kind={lastError ? 'warn' : 'wait'} word={t.timeline[proof.kind]} />
        <div className="small muted mono break">
          {visible(proof.provider)} {proof.demonstration ? <DemoWord /> : null}
        </div>
      </td>
      <td>
        {proof.evidenceId ? (
          <a
            className="mono"
            href={buildHash({ room: 'evidence', item: { id: proof.evidenceId, tab: 'picture' } })}
          >
            {proof.evidenceId}
          </a>
        ) : null}
        {proof.checkpointSize === null ? null : (
          <div className="small muted">{t.proofs.checkpoint(proof.checkpointSize, proof.items)}</div>
        )}
      </td>
      <td className="pending-why">
        {failure ? (
          <>
            <p className="break">{failure.happened}</p>
            <p className="small muted break">{failure.next}</p>
          </>
        ) : (
          <span className="muted">{t.proofs.notTried}</span>
        )}
      </td>
      <td>
        {proof.nextAttemptAt ? <Moment at={proof.nextAttemptAt} /> : t.common.none}
        {proof.attempts > 0 ? <div className="small muted">{t.timeline.attempts(proof.attempts)}</div> : null}
      </td>
    </tr>
  );
}
