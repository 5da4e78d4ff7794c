// 取证: addresses on the left, the live queue on the right; recorded sessions, file deposits, batches and watches behind
// tabs of their own.

import { PageHead } from '../../components/page-head.tsx';
import { TabBar } from '../../components/tab-bar.tsx';
import { go, type CaptureView } from '../../stores/route.ts';
import { useText } from '../../stores/use-text.ts';
import { batchRoute } from '../batch/batch-parts.tsx';
import { BatchesScreen } from '../batch/batches-view.tsx';
import { DepositScreen } from '../deposit/deposit-screen.tsx';
import { WatchesScreen } from '../batch/watches-view.tsx';
import { CaptureForm } from './capture-form.tsx';
import { Queue } from './queue.tsx';
import { RecordingForm } from './recording-form.tsx';
import { RecordingPanel } from './recording-panel.tsx';
import './capture.css';

interface Props {
  readonly caseId: string | null;
  /** Batches or watches; null: single addresses. */
  readonly view: CaptureView | null;
}

export default function CaptureScreen({ caseId, view }: Props) {
  const t = useText();
  const tabs = ['single', 'process', 'deposit', 'batches', 'watches'] as const;
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
          else if (name === 'process' || name === 'deposit')
            go({ room: 'capture', caseId, view: { name, id: null } });
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
        {view?.name === 'deposit' ? <DepositScreen caseId={caseId} /> : null}
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
        <Queue kind="capture" />
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
