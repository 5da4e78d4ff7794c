// 录屏: the film of an interactive capture with its marked moments as chapters, its gaps, and where the person went.
// The file service wants the window's bearer, which a video element cannot send: the film is fetched and played from
// memory.

import { useRef } from 'react';
import type { CaptureRecord } from '../../../shared/evidence/capture-record.ts';
import type { RecordingFacts } from '../../../shared/evidence/recording.ts';
import type { EvidenceDetail } from '../../../shared/api/views.ts';
import { visible } from '../../../shared/text/fill.ts';
import { FILM_MENDED, GAP_KIND, RECORDING_CUT } from '../../../shared/text/recording.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { useFileUrls } from '../../components/file-picture.tsx';
import { Foreign } from '../../components/foreign.tsx';
import { Loading } from '../../components/loading.tsx';
import { Mark } from '../../components/mark.tsx';
import { Moment } from '../../components/moment.tsx';
import { ScrollRegion } from '../../components/scroll-region.tsx';
import { binarySize } from '../../format/bytes.ts';
import { filmTime } from '../../format/time.ts';
import { usePick, useText } from '../../stores/use-text.ts';
import '../../components/moments.css';
import './film.css';

/** A longer one is not fetched into memory: about two hours of a busy page. */
const PLAYED_BYTES = 512 * 1024 * 1024;

export function FilmTab({ item, record }: { item: EvidenceDetail; record: CaptureRecord | null }) {
  const t = useText();
  const facts = record?.recording;
  if (!facts) return <EmptyState title={t.recording.noFilm} body={t.recording.noFilmBody} />;
  return <Film item={item} facts={facts} />;
}

function Film({ item, facts }: { item: EvidenceDetail; facts: RecordingFacts }) {
  const t = useText();
  const pick = usePick();
  const player = useRef<HTMLVideoElement>(null);
  const path = facts.video?.path ?? null;
  const tooLarge = (facts.video?.sizeBytes ?? 0) > PLAYED_BYTES;
  const { urls, failure } = useFileUrls(item.id, path === null || tooLarge ? [] : [path]);
  const go = (offsetMs: number) => {
    if (!player.current) return;
    player.current.currentTime = offsetMs / 1_000;
    player.current.focus();
  };
  return (
    <ScrollRegion className="tab-scroll film" label={t.recording.title}>
      {path === null ? (
        <Mark kind="bad" word={`${t.recording.noFilm}　${visible(facts.videoAbsentReason ?? '')}`} />
      ) : null}
      {failure ? <FailureNote failure={failure} /> : null}
      {tooLarge ? <p>{t.recording.tooLarge(binarySize(facts.video?.sizeBytes ?? 0))}</p> : null}
      {path !== null && !tooLarge && !failure && !urls[0] ? <Loading /> : null}
      {urls[0] ? (
        // oxlint-disable-next-line jsx-a11y/media-has-caption -- films have no sound
        <video ref={player} className="film-player" src={urls[0]} controls aria-label={t.recording.title} />
      ) : null}
      <p className="small muted">
        <Moment at={facts.startedAt} interactive={false} /> –{' '}
        <Moment at={facts.endedAt} interactive={false} />
        {'　'}
        {filmTime(facts.durationMs)}
        {'　'}
        {facts.cut ? pick(RECORDING_CUT[facts.cut]) : t.recording.stopped}
      </p>
      <p className="small muted">{t.recording.strip}</p>
      {facts.video?.mended ? <Mark kind="warn" word={pick(FILM_MENDED)} /> : null}
      <h2 className="recording-heading">{t.recording.marks(facts.marks.length)}</h2>
      <ol className="moments">
        {facts.marks.map((mark) => (
          <Step key={mark.number} offsetMs={mark.offsetMs} go={go}>
            <Foreign text={mark.note || (mark.title ?? mark.url)} />
          </Step>
        ))}
      </ol>
      <h2 className="recording-heading">{t.recording.gaps(facts.gaps.length)}</h2>
      <ol className="moments">
        {facts.gaps.map((gap, index) => (
          <Step key={index} offsetMs={gap.fromMs} go={go}>
            {pick(GAP_KIND[gap.kind])}　{((gap.toMs - gap.fromMs) / 1_000).toFixed(1)} s
          </Step>
        ))}
      </ol>
      <h2 className="recording-heading">{t.recording.navigations(facts.navigations.length)}</h2>
      <ol className="moments">
        {facts.navigations.map((move, index) => (
          <Step key={index} offsetMs={move.offsetMs} go={go}>
            {move.status === null ? null : <span className="muted">{move.status} </span>}
            <Foreign text={move.url} />
          </Step>
        ))}
      </ol>
    </ScrollRegion>
  );
}

function Step({
  offsetMs,
  go,
  children,
}: {
  offsetMs: number;
  go: (offsetMs: number) => void;
  children: React.ReactNode;
}) {
  return (
    <li>
      <button type="button" className="plain mono film-jump" onClick={() => go(offsetMs)}>
        {filmTime(offsetMs)}
      </button>
      <span className="break">{children}</span>
    </li>
  );
}
