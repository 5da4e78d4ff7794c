// One proof on the timeline: what it is, when, by whom; its facts, files and failures one click away.

import { DownloadOutlined } from '@ant-design/icons';
import { useId, useState } from 'react';
import type { AttestationView } from '../../../shared/api/views.ts';
import { pick, visible } from '../../../shared/text/fill.ts';
import { FACT } from '../../../shared/text/words.ts';
import { fetchFile, saveBlob } from '../../api/files.ts';
import { toFailure, type Failure } from '../../api/failure.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { DemoWord } from '../../components/demo-mark.tsx';
import { Digest } from '../../components/digest.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Mark, type MarkKind } from '../../components/mark.tsx';
import { Moment } from '../../components/moment.tsx';
import { useLanguage, useText } from '../../stores/use-text.ts';

const MARKS: Record<AttestationView['state'], MarkKind> = {
  pending: 'wait',
  obtained: 'good',
  'not-configured': 'none',
};

export function ProofStep({ itemId, proof }: { itemId: string; proof: AttestationView }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const panel = useId();
  const unset = proof.state === 'not-configured';
  // A platform's word is no good mark: nothing here proves it.
  const mark = proof.kind === 'platform' && proof.state === 'obtained' ? 'unknown' : MARKS[proof.state];
  return (
    <li className="step" data-state={proof.state}>
      <Mark kind={mark} />
      <div className="step-body">
        <h3>
          <button
            type="button"
            className="plain step-open"
            aria-expanded={open}
            aria-controls={panel}
            onClick={() => setOpen(!open)}
          >
            {t.timeline[proof.kind]}
            {unset ? null : <span className="step-provider muted">{shortProvider(proof)}</span>}
            {proof.demonstration ? <DemoWord /> : null}
            <i className="step-caret" aria-hidden="true" />
          </button>
        </h3>
        {proof.state === 'obtained' && proof.at ? (
          <p>
            <Moment at={proof.at} />{' '}
            {proof.kind === 'signature' || proof.kind === 'ledger' ? (
              <span className="small muted">{t.timeline.device}</span>
            ) : proof.kind === 'witness' ? (
              <span className="small muted">{t.timeline.witnessClock}</span>
            ) : proof.kind === 'timestamp' ? (
              <span className="small muted">
                {proof.subject === 'statement' ? t.timeline.ofStatement : t.timeline.ofCheckpoint}
              </span>
            ) : proof.kind === 'platform' ? (
              <span className="small muted">{t.timeline.platformWord}</span>
            ) : null}
          </p>
        ) : null}
        {unset ? <p className="muted">{t.timeline.notConfigured}</p> : null}
        {proof.state === 'pending' ? <Pending proof={proof} /> : null}
        {open ? <Details itemId={itemId} proof={proof} panel={panel} /> : null}
      </div>
    </li>
  );
}

/** A key id is a digest: its beginning is enough in a heading, the whole is among the facts. */
function shortProvider(proof: AttestationView): string {
  const text = visible(proof.provider);
  return /^[0-9a-f]{40,}$/.test(text) ? `${text.slice(0, 4)} ${text.slice(4, 8)} …` : text;
}

function Pending({ proof }: { proof: AttestationView }) {
  const t = useText();
  return (
    <>
      <p>
        {t.timeline.pending}
        {proof.attempts > 0 ? (
          <span className="small muted">　{t.timeline.attempts(proof.attempts)}</span>
        ) : null}
      </p>
      {proof.lastError ? <FailureNote failure={proof.lastError} compact /> : null}
      {proof.nextAttemptAt ? (
        <p className="small muted">
          {t.timeline.nextAttempt} <Moment at={proof.nextAttemptAt} />
        </p>
      ) : null}
    </>
  );
}

function Details({ itemId, proof, panel }: { itemId: string; proof: AttestationView; panel: string }) {
  const t = useText();
  const [failure, setFailure] = useState<Failure | null>(null);
  const save = (path: string) => {
    setFailure(null);
    fetchFile(itemId, path).then(
      (blob) => saveBlob(blob, path.split('/').at(-1) ?? path),
      (error: unknown) => setFailure(toFailure(error)),
    );
  };
  const language = useLanguage();
  const labelOf = (key: string) => (FACT[key] ? pick(FACT[key], language) : key);
  if (proof.state === 'not-configured') {
    return (
      <p id={panel} className="small muted">
        {t.timeline.notConfiguredHint}
      </p>
    );
  }
  return (
    <div id={panel} className="step-details">
      <p className="small muted">
        {proof.subject === 'statement' ? t.timeline.subjectStatement : t.timeline.subjectCheckpoint}
      </p>
      <dl className="proof-facts">
        {proof.facts.map((fact) => (
          <div key={fact.key}>
            <dt>{labelOf(fact.key)}</dt>
            <dd>
              <FactValue value={fact.value} label={labelOf(fact.key)} />
            </dd>
          </div>
        ))}
      </dl>
      {proof.files.length > 0 ? (
        <ul aria-label={t.timeline.files} className="proof-files">
          {proof.files.map((path) => (
            <li key={path}>
              <button
                type="button"
                className="plain proof-file"
                title={t.timeline.saveFile(path)}
                onClick={() => save(path)}
              >
                <DownloadOutlined aria-hidden /> <span className="mono break">{path}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      {failure ? <FailureNote failure={failure} compact /> : null}
    </div>
  );
}

function FactValue({ value, label }: { value: string; label: string }) {
  if (/^[0-9a-f]{64}$/.test(value)) return <Digest label="" hex={value} />;
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return <Moment at={value} />;
  return (
    <span className="mono break">
      {visible(value)} {value.length > 24 ? <CopyButton text={value} label={label} /> : null}
    </span>
  );
}
