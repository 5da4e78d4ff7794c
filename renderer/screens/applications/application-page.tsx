// One application: a draft is filled in, what is under way shows how far, what is made says what it is and what comes next.

import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import type { ApplicationDetail } from '../../../shared/api/applications.ts';
import { APPLICATION_STATE } from '../../../shared/text/application.ts';
import { toFailure, type Failure } from '../../api/failure.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { Digest } from '../../components/digest.tsx';
import { FailureNote, PageFailure } from '../../components/failure-note.tsx';
import { Loading } from '../../components/loading.tsx';
import { Mark, VerdictMark } from '../../components/mark.tsx';
import { Moment } from '../../components/moment.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { ProgressLine } from '../../components/progress-line.tsx';
import { binarySize } from '../../format/bytes.ts';
import {
  cancelApplication,
  removeApplication,
  reopenApplication,
  uploadApplication,
  useApplication,
} from '../../stores/applications.ts';
import { useCore } from '../../stores/core.ts';
import { go } from '../../stores/route.ts';
import { usePick, useText } from '../../stores/use-text.ts';
import { DraftForm } from './draft-form.tsx';

export function ApplicationPage({ id }: { id: string }) {
  const t = useText();
  const pick = usePick();
  const { value: item, failure, reload } = useApplication(id);
  const [trouble, setTrouble] = useState<Failure | null>(null);
  if (!item) return failure ? <PageFailure failure={failure} onRetry={reload} /> : <Loading />;
  const run = (work: Promise<unknown>): void => {
    setTrouble(null);
    work.then(reload, (error: unknown) => setTrouble(toFailure(error)));
  };
  const busy = item.state === 'packaging' || item.state === 'uploading';
  return (
    <>
      <PageHead
        title={item.caseName}
        sub={
          <span className="application-facts">
            <Mark
              kind={item.state === 'draft' ? 'wait' : busy ? 'run' : 'done'}
              word={pick(APPLICATION_STATE[item.state])}
            />
            <code className="mono">{item.id}</code>
          </span>
        }
        actions={
          busy ? null : (
            <Popconfirm
              title={t.applications.removeTitle}
              description={t.applications.removeBody}
              okText={t.applications.remove}
              cancelText={t.common.cancel}
              onConfirm={() =>
                run(removeApplication(id).then(() => go({ room: 'applications', id: null, caseId: null })))
              }
            >
              <Button>{t.applications.remove}</Button>
            </Popconfirm>
          )
        }
      />
      <div className="application-body">
        {item.error && !busy ? <FailureNote failure={item.error} /> : null}
        {trouble ? <FailureNote failure={trouble} /> : null}
        {busy ? <UnderWay item={item} onStop={() => run(cancelApplication(id))} /> : null}
        {item.state === 'draft' ? <DraftForm item={item} onPacked={reload} /> : null}
        {item.package ? <Made item={item} onRun={run} /> : null}
      </div>
    </>
  );
}

function UnderWay({ item, onStop }: { item: ApplicationDetail; onStop: () => void }) {
  const t = useText();
  const step = t.applications.steps[item.progress?.step ?? 'export'];
  return (
    <div className="application-progress">
      <output>{step}</output>
      <ProgressLine label={step} value={item.progress?.done ?? null} />
      <Button onClick={onStop}>{t.common.cancel}</Button>
    </div>
  );
}

function Made({ item, onRun }: { item: ApplicationDetail; onRun: (work: Promise<unknown>) => void }) {
  const t = useText();
  const notary = useCore((state) => state.settings?.notary ?? null);
  const made = item.package!;
  const { receipt } = item;
  return (
    <>
      <section className="application-section">
        <h2>{t.applications.made}</h2>
        <p className="mono break">
          {made.path} <CopyButton text={made.path} />
        </p>
        <p>
          {[
            binarySize(made.sizeBytes),
            made.encryptedTo === null
              ? t.applications.notEncrypted
              : t.applications.encryptedTo(made.encryptedTo),
          ].join(' · ')}
        </p>
        <Digest label="SHA-256" hex={made.sha256} />
        <h3>{t.applications.verified}</h3>
        <ul className="application-list">
          {made.evidence.map(({ id, verdict }) => (
            <li key={id}>
              <VerdictMark verdict={verdict} /> <code className="mono">{id}</code>
            </li>
          ))}
        </ul>
      </section>
      {receipt ? (
        <section className="application-section">
          <h2>{t.applications.receipt}</h2>
          <p className="mono break">{receipt.url}</p>
          <p>
            <Moment at={receipt.receivedAt} /> {`· HTTP ${receipt.status}`}
          </p>
          <Digest label={t.applications.receiptDigest} hex={receipt.bodySha256} />
        </section>
      ) : null}
      <section className="application-section">
        <h2>{t.applications.next}</h2>
        <p>{receipt ? t.applications.nextSent : t.applications.nextFile}</p>
        <p className="muted">{t.applications.limits}</p>
        <div className="application-actions">
          {item.state === 'packaged' && (notary?.uploadUrl || item.upload) ? (
            <Button type="primary" onClick={() => onRun(uploadApplication(item.id))}>
              {item.upload && item.upload.offset > 0 ? t.applications.resume : t.applications.upload}
            </Button>
          ) : null}
          {item.state === 'packaged' || item.state === 'uploaded' ? (
            <Button onClick={() => onRun(reopenApplication(item.id))}>{t.applications.reopen}</Button>
          ) : null}
        </div>
      </section>
    </>
  );
}
