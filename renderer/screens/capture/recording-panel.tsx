// The recording under way: how long, what the page looks like, where the person went, what was marked; and how the
// ones before it ended.

import { Button, Input } from 'antd';
import { useState } from 'react';
import type { RecordingView } from '../../../shared/api/views.ts';
import { GAP_KIND } from '../../../shared/text/recording.ts';
import { toFailure, type Failure } from '../../api/failure.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Foreign } from '../../components/foreign.tsx';
import { CaptureMark, Mark } from '../../components/mark.tsx';
import { Moment } from '../../components/moment.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { binarySize } from '../../format/bytes.ts';
import { filmTime } from '../../format/time.ts';
import { useJobs } from '../../stores/jobs.ts';
import { isRecordingOver, useRecordings } from '../../stores/recordings.ts';
import { buildHash } from '../../stores/route.ts';
import { usePick, useText } from '../../stores/use-text.ts';
import { HeldBack } from './held-back.tsx';
import '../../components/moments.css';

export function RecordingPanel() {
  const t = useText();
  const recordings = useRecordings((state) => state.recordings) ?? [];
  const live = recordings.find((each) => !isRecordingOver(each));
  const over = recordings.filter(isRecordingOver);
  return (
    <>
      <PageHead title={t.recording.under} sub={live ? t.recording.states[live.state] : t.recording.idle} />
      {live ? <Live key={live.id} recording={live} /> : null}
      {!live && over.length === 0 ? (
        <EmptyState title={t.recording.emptyTitle} body={t.recording.emptyBody} />
      ) : null}
      {over.length > 0 ? (
        <>
          <h2 className="jobs-title">{t.capture.recent}</h2>
          <ul className="jobs">
            {over.map((each) => (
              <Ended key={each.id} recording={each} />
            ))}
          </ul>
        </>
      ) : null}
    </>
  );
}

function Live({ recording }: { recording: RecordingView }) {
  const t = useText();
  const pick = usePick();
  const { id, state, marks, navigations, navigationCount } = recording;
  const frame = useJobs((jobs) => jobs.frames.get(id));
  const { mark, stop, discard } = useRecordings();
  const [note, setNote] = useState('');
  const [discarding, setDiscarding] = useState(false);
  const [problem, setProblem] = useState<Failure | null>(null);
  const attempt = (work: Promise<void>) => {
    setProblem(null);
    work.catch((error: unknown) => setProblem(toFailure(error)));
  };
  const active = state === 'recording';
  return (
    <div className="recording">
      <div className="recording-now">
        <div className="recording-picture">
          {frame ? (
            <img src={frame} alt={t.capture.preview} />
          ) : (
            <span className="small">{t.capture.noPreview}</span>
          )}
        </div>
        <div className="recording-facts">
          <p className="recording-time" role="timer">
            {filmTime(recording.elapsedMs)}
          </p>
          <p className="small break">
            <Foreign text={recording.address ?? recording.url} />
          </p>
          <p className="small muted">
            {t.recording.counts(recording.requests, binarySize(recording.videoBytes + recording.bodyBytes))}
          </p>
          {recording.filming ? null : <Mark kind="warn" word={t.recording.notFilming} />}
          {recording.notShown.map((kind) => (
            <Mark key={kind} kind="warn" word={pick(GAP_KIND[kind])} />
          ))}
        </div>
      </div>
      <form
        className="recording-mark"
        onSubmit={(event) => {
          event.preventDefault();
          attempt(mark(id, note.trim()).then(() => setNote('')));
        }}
      >
        <Input
          value={note}
          maxLength={2_000}
          disabled={!active}
          aria-label={t.recording.note}
          placeholder={t.recording.notePlaceholder}
          onChange={(event) => setNote(event.target.value)}
        />
        <Button htmlType="submit" disabled={!active}>
          {t.recording.mark}
        </Button>
        <Button type="primary" disabled={!active} onClick={() => attempt(stop(id))}>
          {t.recording.stop}
        </Button>
      </form>
      <p className="small muted recording-hint">
        {t.recording.keyHint(recording.markKey)}{' '}
        {discarding ? (
          <Button size="small" danger disabled={!active} onClick={() => attempt(discard(id))}>
            {t.recording.discardSure}
          </Button>
        ) : (
          <Button size="small" type="text" disabled={!active} onClick={() => setDiscarding(true)}>
            {t.recording.discard}
          </Button>
        )}
      </p>
      {problem ? <FailureNote failure={problem} compact /> : null}
      <h2 className="recording-heading">{t.recording.marks(marks.length)}</h2>
      <ol className="moments">
        {marks.map((each) => (
          <li key={each.number}>
            <span className="mono">{filmTime(each.offsetMs)}</span>
            <span className="break">
              <Foreign text={each.note || (each.title ?? each.url)} />
              {each.problems.length > 0 ? <Mark kind="warn" word={each.problems.join('; ')} /> : null}
            </span>
          </li>
        ))}
      </ol>
      <h2 className="recording-heading">{t.recording.navigations(navigationCount)}</h2>
      <ol className="moments">
        {navigations.toReversed().map((each, index) => (
          <li key={navigations.length - index}>
            <span className="mono">{filmTime(each.offsetMs)}</span>
            <span className="break">
              {each.status === null ? null : <span className="muted">{each.status} </span>}
              <Foreign text={each.url} />
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Ended({ recording }: { recording: RecordingView }) {
  const t = useText();
  const start = useRecordings((state) => state.start);
  const { evidenceId, captureState, error, endedAt, state, url, caseId, asked } = recording;
  return (
    <li className="recording-ended">
      <div className="job-text">
        <p className="job-url">
          <Foreign className="cut" text={url} />
        </p>
        <p className="job-line small">
          {captureState ? <CaptureMark state={captureState} /> : <span>{t.recording.states[state]}</span>}
          {evidenceId ? <span className="mono">{evidenceId}</span> : null}
          {endedAt ? (
            <span className="muted">
              <Moment at={endedAt} />
            </span>
          ) : null}
        </p>
        {error ? <FailureNote failure={error} compact /> : null}
        {captureState === 'FAILED' && evidenceId ? (
          <HeldBack
            evidenceId={evidenceId}
            onReason={(environmentReason) =>
              start({
                ...asked,
                allowPrivateHosts: [...asked.allowPrivateHosts],
                allowBadCertificateHosts: [...asked.allowBadCertificateHosts],
                url,
                caseId,
                environmentReason,
              })
            }
          />
        ) : null}
      </div>
      {evidenceId ? (
        <a href={buildHash({ room: 'evidence', item: { id: evidenceId, tab: 'film' } })}>
          {t.capture.openEvidence}
        </a>
      ) : null}
    </li>
  );
}
