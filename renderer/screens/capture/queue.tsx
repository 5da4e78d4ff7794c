// The live queue of captures or of deposits: what runs, what waits, what ended.

import type { JobView } from '../../../shared/api/views.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageFailure } from '../../components/failure-note.tsx';
import { Loading } from '../../components/loading.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { queueOrder, useJobs } from '../../stores/jobs.ts';
import { useText } from '../../stores/use-text.ts';
import { JobRow } from './job-row.tsx';

const ENDED_SHOWN = 50;

export function Queue({ kind }: { kind: JobView['kind'] }) {
  const t = useText();
  const words = kind === 'deposit' ? t.deposit : t.capture;
  const { jobs, failure, load } = useJobs();
  const { active, ended } = queueOrder(jobs?.values() ?? [], kind);
  const running = active.filter((job) => job.state === 'running').length;
  const nothing = active.length === 0 && ended.length === 0;
  return (
    <>
      <PageHead
        title={t.capture.queue}
        sub={active.length > 0 ? words.queueSummary(running, active.length - running) : words.queueIdle}
      />
      <PageFailure failure={failure} onRetry={() => void load()} />
      {!jobs && !failure ? <Loading /> : null}
      {jobs && nothing ? <EmptyState title={words.emptyTitle} body={words.emptyBody} /> : null}
      {active.length > 0 ? (
        <ul className="jobs">
          {active.map((job) => (
            <JobRow key={job.id} job={job} />
          ))}
        </ul>
      ) : null}
      {ended.length > 0 ? (
        <>
          <h2 className="jobs-title">{t.capture.recent}</h2>
          <ul className="jobs">
            {ended.slice(0, ENDED_SHOWN).map((job) => (
              <JobRow key={job.id} job={job} />
            ))}
          </ul>
        </>
      ) : null}
    </>
  );
}
