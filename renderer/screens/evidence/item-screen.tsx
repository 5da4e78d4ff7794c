// One item: two thirds what was captured, one third what is proven about it.

import { ExportOutlined, LeftOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import type { EvidenceDetail } from '../../../shared/api/views.ts';
import type { CaptureRecord } from '../../../shared/evidence/capture-record.ts';
import { DemoWord } from '../../components/demo-mark.tsx';
import { FailureNote, PageFailure } from '../../components/failure-note.tsx';
import { Foreign } from '../../components/foreign.tsx';
import { Loading } from '../../components/loading.tsx';
import { CaptureMark } from '../../components/mark.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { ScrollRegion } from '../../components/scroll-region.tsx';
import { TabBar } from '../../components/tab-bar.tsx';
import { useKeys } from '../../components/use-keys.ts';
import { shortUrl } from '../../format/urls.ts';
import { useEvidence, useRecord, type Loaded } from '../../stores/evidence.ts';
import { go, ITEM_TABS, NO_FILTER, parseRoute, useRoute, type ItemTab } from '../../stores/route.ts';
import { useText } from '../../stores/use-text.ts';
import { DepositTab } from './deposit-tab.tsx';
import { EnvironmentTab } from './environment-tab.tsx';
import { Facts, Reasons } from './facts.tsx';
import { FilesTab } from './files-tab.tsx';
import { FilmTab } from './film-tab.tsx';
import { PageMarks } from './page-marks.tsx';
import { PaperButtons } from './paper-buttons.tsx';
import { PictureTab, type PictureKind } from './picture-tab.tsx';
import { ProcessTab } from './process-tab.tsx';
import { ResourcesTab } from './resources-tab.tsx';
import { TextTab } from './text-tab.tsx';
import { Timeline } from './timeline.tsx';
import { useExport } from './use-export.ts';
import './item.css';

function back(): void {
  // The list as it was left, filters included, if this window has seen it.
  const seen = listHash;
  go(seen ? parseRoute(seen) : { room: 'evidence', item: null, filter: NO_FILTER });
}

let listHash: string | null = null;
useRoute.subscribe((state) => {
  if (state.route.room === 'evidence' && !state.route.item) listHash = state.lastIn.evidence ?? null;
});

export default function ItemScreen({ id, tab: asked }: { id: string; tab: ItemTab }) {
  const t = useText();
  const loaded = useEvidence(id);
  const read = useRecord(id);
  const { exporting, exportItems } = useExport();
  useKeys({
    escape: back,
    e: () => {
      if (loaded.value) void exportItems([id]);
    },
  });
  const item = loaded.value;
  const backButton = (
    <Button
      type="text"
      icon={<LeftOutlined aria-hidden />}
      aria-label={t.item.back}
      title={t.item.back}
      onClick={back}
    />
  );
  if (!item) {
    if (!loaded.failure) return <Loading />;
    return (
      <>
        <PageHead before={backButton} title={t.item.notFound} />
        <PageFailure failure={loaded.failure} onRetry={loaded.reload} />
      </>
    );
  }
  const tabs = tabsOf(item);
  const tab = tabs.includes(asked) ? asked : tabs[0]!;
  return (
    <div className="item">
      <PageHead
        before={backButton}
        title={<Title item={item} />}
        sub={
          <span className="item-sub">
            <span className="mono">{item.id}</span>
            <CaptureMark state={item.state} />
            {item.title && (item.finalUrl ?? item.requestedUrl) ? (
              <Foreign className="cut" text={shortUrl(item.finalUrl ?? item.requestedUrl ?? '')} />
            ) : null}
            {item.demonstration ? <DemoWord /> : null}
          </span>
        }
        actions={
          <>
            <PaperButtons item={item} />
            <Button
              type="primary"
              icon={<ExportOutlined aria-hidden />}
              loading={exporting}
              onClick={() => void exportItems([id])}
            >
              {exporting ? t.item.exporting : t.item.export}
            </Button>
          </>
        }
      />
      <PageMarks id={id} record={read.value?.record ?? null} />
      <div className="item-zones">
        <section className="item-captured">
          <TabBar
            label={t.item.tabsLabel}
            tabs={tabs.map((name) => ({
              name,
              label:
                item.kind === 'file-deposit' && name === 'picture' ? t.deposit.picture : t.item.tabs[name],
            }))}
            current={tab}
            panelId="item-panel"
            onChange={(next) => go({ room: 'evidence', item: { id, tab: next } }, { replace: true })}
          />
          <div
            className="item-panel"
            role="tabpanel"
            id="item-panel"
            aria-labelledby={`item-panel-tab-${tab}`}
          >
            <Panel item={item} tab={tab} loaded={read} />
          </div>
        </section>
        <ScrollRegion className="item-proven" label={`${t.item.facts}, ${t.item.proofs}`}>
          {loaded.failure ? <FailureNote failure={loaded.failure} compact onRetry={loaded.reload} /> : null}
          <Reasons item={item} />
          <Timeline item={item} />
          <Facts item={item} />
        </ScrollRegion>
      </div>
    </div>
  );
}

function Title({ item }: { item: EvidenceDetail }) {
  const t = useText();
  const url = item.finalUrl ?? item.requestedUrl;
  if (item.title) return <Foreign text={item.title} />;
  return url ? <Foreign text={shortUrl(url)} /> : <>{t.common.fileDeposit}</>;
}

/** What this kind of item has to show, in order. */
function tabsOf(item: EvidenceDetail): readonly ItemTab[] {
  if (item.kind === 'file-deposit') {
    const picture = item.files.some(({ mediaType }) => mediaType.startsWith('image/'));
    const checked = item.files.some(({ path }) => path === 'data/environment.json');
    return [
      'deposit',
      ...(picture ? (['picture'] as const) : []),
      ...(checked ? (['environment'] as const) : []),
      'files',
    ];
  }
  return ITEM_TABS.filter((name) => name !== 'deposit' && (name !== 'film' || hasFilm(item)));
}

/** Of an interactive capture. */
function hasFilm(item: EvidenceDetail): boolean {
  return item.files.some(({ path }) => path === 'data/recording.webm');
}

interface PanelProps {
  readonly item: EvidenceDetail;
  readonly tab: ItemTab;
  readonly loaded: Loaded<{ readonly record: CaptureRecord | null }>;
}

function Panel({ item, tab, loaded }: PanelProps) {
  const [picture, setPicture] = useState<PictureKind | null>(null);
  const record = loaded.value?.record ?? null;
  if (tab === 'deposit') return <DepositTab item={item} />;
  if (tab === 'files') return <FilesTab item={item} />;
  if (tab === 'text') return <TextTab item={item} />;
  if (tab === 'environment') return <EnvironmentTab item={item} />;
  if (loaded.failure) {
    return <PageFailure failure={loaded.failure} onRetry={loaded.reload} />;
  }
  if (!loaded.value) return <Loading />;
  if (tab === 'film') return <FilmTab item={item} record={record} />;
  if (tab === 'resources') return <ResourcesTab item={item} record={record} />;
  if (tab === 'process') return <ProcessTab record={record} />;
  return <PictureTab item={item} record={record} chosen={picture} onChoose={setPicture} />;
}
