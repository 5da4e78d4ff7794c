// The ledger: how it stands, what it was held against, who cosigned it, and what follows after a halt.

import { Button } from 'antd';
import { useState } from 'react';
import type { LedgerStateView, LedgerVerification } from '../../../shared/api/ledger.ts';
import { pick, visible } from '../../../shared/text/fill.ts';
import { outsideSentences, startSentence, TRANSPORT } from '../../../shared/text/ledger.ts';
import { toFailure, type Failure } from '../../api/failure.ts';
import { FailureNote, PageFailure } from '../../components/failure-note.tsx';
import { Loading } from '../../components/loading.tsx';
import { Mark, type MarkKind } from '../../components/mark.tsx';
import { Moment } from '../../components/moment.tsx';
import { ReasonDialog } from '../../components/reason-dialog.tsx';
import { restartLedger, useLedgerState, verifyLedger } from '../../stores/ledger.ts';
import { useLanguage, useText } from '../../stores/use-text.ts';

export function LedgerSection() {
  const t = useText();
  const { value: state, failure, loading, reload } = useLedgerState();
  return (
    <section aria-label={t.ledger.title} className="proofs-section">
      <h2>{t.ledger.title}</h2>
      {failure ? <PageFailure failure={failure} onRetry={reload} /> : null}
      {!state && loading ? <Loading /> : null}
      {state ? <State state={state} onChange={reload} /> : null}
    </section>
  );
}

/** What is still being read is not said to have passed. */
const START_MARK: Record<LedgerStateView['start']['status'], MarkKind> = {
  whole: 'good',
  quick: 'wait',
  inconsistent: 'bad',
};

function State({ state, onChange }: { state: LedgerStateView; onChange: () => void }) {
  const t = useText();
  const language = useLanguage();
  const [asking, setAsking] = useState(false);
  return (
    <div className="ledger-box">
      {state.halted ? (
        <FailureNote failure={state.halted}>
          <Button size="small" danger onClick={() => setAsking(true)}>
            {t.ledger.restart}
          </Button>
        </FailureNote>
      ) : null}
      <dl className="ledger-facts">
        <dt>{t.ledger.size}</dt>
        <dd>
          {t.ledger.entries(state.size, state.pending)}
          {state.lastCheckpoint ? (
            <span className="muted">
              {'　'}
              {t.ledger.checkpoint(state.lastCheckpoint.size)} <Moment at={state.lastCheckpoint.at} />
            </span>
          ) : null}
        </dd>
        <dt>{t.ledger.start}</dt>
        <dd>
          <Mark kind={START_MARK[state.start.status]} word={startSentence(state, language)} />
        </dd>
        <dt>{t.ledger.outside}</dt>
        <dd>
          {outsideSentences(state, language).map((line) => (
            <p key={line} className="break">
              {visible(line)}
            </p>
          ))}
        </dd>
        <dt>{t.ledger.witnesses}</dt>
        <dd>
          <Witnesses state={state} />
        </dd>
        {state.predecessors.map(({ origin, size, reason, at }) => (
          <Predecessor key={origin} {...{ origin, size, reason, at }} />
        ))}
      </dl>
      <Check onLook={onChange} />
      {asking ? (
        <ReasonDialog
          title={t.ledger.restart}
          intro={t.ledger.restartIntro}
          label={t.ledger.restartReason}
          missing={t.ledger.restartReasonMissing}
          action={t.ledger.restart}
          onReason={(reason) => restartLedger(reason).then(onChange)}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </div>
  );
}

function Witnesses({ state }: { state: LedgerStateView }) {
  const t = useText();
  const language = useLanguage();
  if (state.witnesses.length === 0) return <span className="muted">{t.ledger.noWitness}</span>;
  const enough = state.cosigned >= state.threshold;
  return (
    <>
      <p>
        <Mark kind={enough ? 'good' : 'wait'} word={t.ledger.cosigned(state.cosigned, state.threshold)} />
      </p>
      {state.witnesses.map(({ name, url, cosignedSize, cosignedAt, transport, lastError }) => (
        <div key={name} className="small">
          <p className="break">
            {visible(name)} <span className="mono muted">{visible(url)}</span>
            {'　'}
            {cosignedSize !== null && cosignedAt !== null && transport !== null ? (
              <>
                {t.ledger.checkpoint(cosignedSize)} <Moment at={cosignedAt} />
                {'　'}
                {pick(TRANSPORT[transport], language)}
              </>
            ) : (
              t.ledger.notCosigned
            )}
          </p>
          {lastError ? <FailureNote failure={lastError} compact /> : null}
        </div>
      ))}
    </>
  );
}

function Predecessor({
  origin,
  size,
  reason,
  at,
}: Omit<LedgerStateView['predecessors'][number], 'vkey' | 'rootHex'>) {
  const t = useText();
  return (
    <>
      <dt>{t.ledger.before}</dt>
      <dd className="break">
        <span className="mono">{visible(origin)}</span>
        {'　'}
        {t.ledger.checkpoint(size)} <Moment at={at} />
        <p className="muted">{visible(reason)}</p>
      </dd>
    </>
  );
}

/** Reads everything again; the witnesses and the copy outside are asked again with it. */
function Check({ onLook }: { onLook: () => void }) {
  const t = useText();
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState<LedgerVerification | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const check = async () => {
    setBusy(true);
    setFailure(null);
    try {
      setFound(await verifyLedger());
      onLook();
    } catch (error) {
      setFailure(toFailure(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="ledger-check">
      <Button size="small" loading={busy} onClick={() => void check()}>
        {t.ledger.check}
      </Button>
      {found && !found.problem ? (
        <Mark
          kind="good"
          word={t.ledger.checked(found.size, found.checkpoints, Math.round(found.durationMs))}
        />
      ) : null}
      {found?.problem ? <FailureNote failure={found.problem} compact /> : null}
      {failure ? <FailureNote failure={failure} compact /> : null}
    </div>
  );
}
