// From 未早于 to 未晚于: every step that bounds or proves the item, in order, each openable.

import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import type { EvidenceDetail } from '../../../shared/api/views.ts';
import { pick } from '../../../shared/text/fill.ts';
import { BOUND, boundTrust, noBound, type BoundName } from '../../../shared/text/interval.ts';
import { toFailure, type Failure } from '../../api/failure.ts';
import { DemoWord } from '../../components/demo-mark.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Mark, type MarkKind } from '../../components/mark.tsx';
import { Moment } from '../../components/moment.tsx';
import { localTime } from '../../format/time.ts';
import { withUnset } from '../../format/proofs.ts';
import { retryAttestations } from '../../stores/evidence.ts';
import { useLanguage, useText } from '../../stores/use-text.ts';
import { ProofStep } from './proof-step.tsx';

export function Timeline({ item }: { item: EvidenceDetail }) {
  const t = useText();
  const [retrying, setRetrying] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const proofs = withUnset(item.attestations);
  const pending = proofs.some((proof) => proof.state === 'pending');

  const retry = async () => {
    setRetrying(true);
    setFailure(null);
    try {
      await retryAttestations(item.id);
    } catch (error) {
      setFailure(toFailure(error));
    } finally {
      setRetrying(false);
    }
  };

  return (
    <section className="timeline" aria-label={t.timeline.title}>
      <div className="timeline-head">
        <h2>{t.timeline.title}</h2>
        {pending ? (
          <Button size="small" loading={retrying} onClick={() => void retry()}>
            {retrying ? t.timeline.retrying : t.timeline.retryNow}
          </Button>
        ) : null}
      </div>
      {failure ? <FailureNote failure={failure} compact /> : null}
      <ol>
        <Bound which="notBefore" item={item} />
        <Step mark="done" word={item.kind === 'file-deposit' ? t.common.fileDeposit : t.timeline.captured}>
          {localTime(item.startedAt) === localTime(item.endedAt) ? null : (
            <p>
              <Moment at={item.startedAt} />
            </p>
          )}
          <p>
            <Moment at={item.endedAt} /> <span className="small muted">{t.timeline.device}</span>
          </p>
        </Step>
        <Step mark="done" word={t.timeline.sealed}>
          <p>
            <Moment at={item.sealedAt} /> <span className="small muted">{t.timeline.device}</span>
          </p>
        </Step>
        {proofs.map((proof) => (
          <ProofStep key={proof.id} itemId={item.id} proof={proof} />
        ))}
        {item.renewal.done.map(({ number, at, authorities }) => (
          <Step key={number} mark="good" word={t.timeline.renewed(number)}>
            <p>
              <Moment at={at} /> <span className="small muted">{authorities.join('、')}</span>
            </p>
          </Step>
        ))}
        <Bound which="notAfter" item={item} />
      </ol>
      {item.renewal.dueAt ? (
        <p className="small muted">
          {t.timeline.renewalDue} <Moment at={item.renewal.dueAt} />
        </p>
      ) : null}
      {item.renewal.lastError ? (
        <FailureNote
          failure={{ code: item.renewal.lastError.code, details: item.renewal.lastError.details }}
          compact
        />
      ) : null}
    </section>
  );
}

function Step({ mark, word, children }: { mark: MarkKind; word: ReactNode; children: ReactNode }) {
  return (
    <li className="step">
      <Mark kind={mark} />
      <div className="step-body">
        <h3>{word}</h3>
        {children}
      </div>
    </li>
  );
}

function Bound({ which, item }: { which: BoundName; item: EvidenceDetail }) {
  const language = useLanguage();
  const bound = item[which];
  return (
    <li className="step step-bound" data-known={bound !== null || undefined}>
      <Mark kind={bound ? (bound.trusted ? 'good' : 'unknown') : 'none'} />
      <div className="step-body">
        <h3>{pick(BOUND[which], language)}</h3>
        {bound ? (
          <>
            <p className="step-moment">
              <Moment at={bound.at} />
            </p>
            <p className="small muted break">
              {bound.source}
              {'　'}
              {bound.demonstration ? <DemoWord /> : boundTrust(bound, language)}
            </p>
          </>
        ) : (
          <p className="muted break">{noBound(which, item.beaconAbsentReason, language)}</p>
        )}
      </div>
    </li>
  );
}
