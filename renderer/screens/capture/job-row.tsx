// One capture in the queue: what it looks like now, which step, how far, and how to stop, retry or open it.

import { Button } from 'antd';
import { useEffect, useState } from 'react';
import type { JobView } from '../../../shared/api/views.ts';
import { STEP } from '../../../shared/text/words.ts';
import { toFailure, type Failure } from '../../api/failure.ts';
import { DemoMark } from '../../components/demo-mark.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { FilePicture } from '../../components/file-picture.tsx';
import { Foreign } from '../../components/foreign.tsx';
import { JobMark, Mark } from '../../components/mark.tsx';
import { Moment } from '../../components/moment.tsx';
import { ProgressLine } from '../../components/progress-line.tsx';
import { binarySize } from '../../format/bytes.ts';
import { duration } from '../../format/time.ts';
import { useCore } from '../../stores/core.ts';
import { isOver, useJobs } from '../../stores/jobs.ts';
import { buildHash } from '../../stores/route.ts';
import { usePick, useText } from '../../stores/use-text.ts';
import { HeldBack } from './held-back.tsx';

export function JobRow({ job }: { job: JobView }) {
  const t = useText();
  const demonstration = useCore((state) => state.info?.demonstration ?? false);
  const { cancel, retry } = useJobs();
  const stopping = useJobs((state) => state.stopping.has(job.id));
  const [problem, setProblem] = useState<Failure | null>(null);
  const attempt = (work: Promise<void>) => {
    setProblem(null);
    work.catch((error: unknown) => setProblem(toFailure(error)));
  };
  const over = isOver(job);
  return (
    <li className={over ? 'job job-over' : 'job'} data-state={job.state} data-kind={job.kind}>
      {job.state === 'queued' || job.kind === 'deposit' ? null : (
        <div className="job-picture">
          <JobPicture job={job} />
          {demonstration ? <DemoMark /> : null}
        </div>
      )}
      <div className="job-text">
        <p className="job-url">
          <Foreign className="cut" text={job.url ?? job.title ?? ''} />
        </p>
        <p className="job-line small">
          {job.kind === 'deposit' && job.state === 'running' ? (
            <Mark kind="run" word={t.deposit.running} />
          ) : (
            <JobMark state={job.state} captureState={job.captureState} />
          )}
          <JobFacts job={job} stopping={stopping} />
        </p>
        {job.state === 'running' ? <ProgressLine value={job.progress} label={t.capture.progress} /> : null}
        {job.kind === 'capture' && job.captureState === 'FAILED' && job.evidenceId ? (
          <HeldBack evidenceId={job.evidenceId} onReason={(reason) => retry(job.id, reason)} />
        ) : null}
        {job.error && job.state !== 'cancelled' ? <FailureNote failure={job.error} compact /> : null}
        {problem ? <FailureNote failure={problem} compact /> : null}
      </div>
      <div className="job-actions">
        {job.evidenceId ? (
          <a
            href={buildHash({
              room: 'evidence',
              item: { id: job.evidenceId, tab: job.kind === 'deposit' ? 'deposit' : 'picture' },
            })}
          >
            {t.capture.openEvidence}
          </a>
        ) : null}
        {over && job.state !== 'done' ? (
          <Button size="small" onClick={() => attempt(retry(job.id))}>
            {t.common.retry}
          </Button>
        ) : null}
        {over ? null : (
          <Button
            size="small"
            disabled={stopping}
            title={job.kind === 'deposit' ? t.deposit.stopHint : t.capture.stopHint}
            onClick={() => attempt(cancel(job.id))}
          >
            {t.capture.stop}
          </Button>
        )}
      </div>
    </li>
  );
}

function JobFacts({ job, stopping }: { job: JobView; stopping: boolean }) {
  const t = useText();
  const pick = usePick();
  if (stopping) return <span className="muted">{t.capture.stopped}</span>;
  if (job.state === 'queued') return <span className="muted">{t.capture.waiting}</span>;
  if (job.state === 'running') {
    const step = job.step ? STEP[job.step] : undefined;
    return (
      <>
        <span aria-live="polite">{step ? pick(step) : (job.step ?? t.capture.preparing)}</span>
        <span className="muted">
          {t.capture.elapsed} <Elapsed since={job.startedAt ?? job.createdAt} />
        </span>
        {job.bytes ? (
          <span className="muted">
            {t.deposit.bytes(binarySize(job.bytes.doneBytes), binarySize(job.bytes.totalBytes))}
          </span>
        ) : null}
        {job.attempts > 1 ? <span className="muted">{t.capture.attempts(job.attempts)}</span> : null}
      </>
    );
  }
  return (
    <>
      {job.evidenceId ? <span className="mono">{job.evidenceId}</span> : null}
      {job.endedAt ? (
        <span className="muted">
          <Moment at={job.endedAt} />
        </span>
      ) : null}
    </>
  );
}

function Elapsed({ since }: { since: string }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const ms = Math.max(0, now - Date.parse(since));
  return <>{duration(Math.round(ms / 1_000) * 1_000 || 0)}</>;
}

function JobPicture({ job }: { job: JobView }) {
  const t = useText();
  const frame = useJobs((state) => state.frames.get(job.id));
  if (frame) return <img src={frame} alt={t.capture.preview} />;
  if (job.evidenceId && job.captureState !== 'FAILED') {
    return <FilePicture id={job.evidenceId} path="data/thumbnail.jpg" alt="" fallback={<NoPicture over />} />;
  }
  return <NoPicture over={isOver(job)} />;
}

function NoPicture({ over }: { over: boolean }) {
  const t = useText();
  return <span className="job-no-picture small">{over ? t.capture.noPicture : t.capture.noPreview}</span>;
}
