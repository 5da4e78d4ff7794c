// 取证: addresses on the left, the live queue on the right; recorded sessions, batches and watches behind tabs of
// their own.

import { EmptyState } from '../../components/empty-state.tsx';
import { PageFailure } from '../../components/failure-note.tsx';
import { Loading } from '../../components/loading.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { TabBar } from '../../components/tab-bar.tsx';
import { queueOrder, useJobs } from '../../stores/jobs.ts';
import { go, type CaptureView } from '../../stores/route.ts';
import { useText } from '../../stores/use-text.ts';
import { batchRoute } from '../batch/batch-parts.tsx';
import { BatchesScreen } from '../batch/batches-view.tsx';
import { WatchesScreen } from '../batch/watches-view.tsx';
import { CaptureForm } from './capture-form.tsx';
import { JobRow } from './job-row.tsx';
import { RecordingForm } from './recording-form.tsx';
import { RecordingPanel } from './recording-panel.tsx';
import './capture.css';

const ENDED_SHOWN = 50;

interface Props {
  readonly caseId: string | null;
  /** Batches or watches; null: single addresses. */
  readonly view: CaptureView | null;
}

export default function CaptureScreen({ caseId, view }: Props) {
  const t = useText();
  const tabs = ['single', 'process', 'batches', 'watches'] as const;
  return (
    <div className="capture-screen">
      <TabBar
        label={t.batch.tabsLabel}
        panelId="capture"
        current={view?.name ?? 'single'}
        tabs={tabs.map((name) => ({ name, label: t.batch.tabs[name] }))}
        onChange={(name) => {
          if (name === 'single') go({ room: 'capture', caseId });
          else if (name === 'batches') go(batchRoute(null));
          else if (name === 'process') go({ room: 'capture', caseId, view: { name, id: null } });
          else go({ room: 'capture', caseId: null, view: { name, id: null } });
        }}
      />
      <div
        className="capture-panel"
        role="tabpanel"
        id="capture"
        aria-labelledby={`capture-tab-${view?.name ?? 'single'}`}
      >
        {view === null ? <Single caseId={caseId} /> : null}
        {view?.name === 'process' ? <Process caseId={caseId} /> : null}
        {view?.name === 'batches' ? <BatchesScreen view={view} caseId={caseId} /> : null}
        {view?.name === 'watches' ? <WatchesScreen id={view.id} /> : null}
      </div>
    </div>
  );
}

function Single({ caseId }: { caseId: string | null }) {
  const t = useText();
  return (
    <div className="two-zones capture-zones">
      <section className="zone-list" aria-label={t.capture.start}>
        <PageHead title={t.capture.title} />
        <CaptureForm key={caseId ?? ''} caseId={caseId} />
      </section>
      <section className="zone-page" aria-label={t.capture.queue}>
        <Queue />
      </section>
    </div>
  );
}

function Process({ caseId }: { caseId: string | null }) {
  const t = useText();
  return (
    <div className="two-zones capture-zones">
      <section className="zone-list" aria-label={t.recording.title}>
        <PageHead title={t.recording.title} />
        <RecordingForm key={caseId ?? ''} caseId={caseId} />
      </section>
      <section className="zone-page" aria-label={t.recording.under}>
        <RecordingPanel />
      </section>
    </div>
  );
}

function Queue() {
  const t = useText();
  const { jobs, failure, load } = useJobs();
  const { active, ended } = queueOrder(jobs?.values() ?? []);
  const running = active.filter((job) => job.state === 'running').length;
  const nothing = active.length === 0 && ended.length === 0;
  return (
    <>
      <PageHead
        title={t.capture.queue}
        sub={
          active.length > 0 ? t.capture.queueSummary(running, active.length - running) : t.capture.queueIdle
        }
      />
      <PageFailure failure={failure} onRetry={() => void load()} />
      {!jobs && !failure ? <Loading /> : null}
      {jobs && nothing ? <EmptyState title={t.capture.emptyTitle} body={t.capture.emptyBody} /> : null}
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
