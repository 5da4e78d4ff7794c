// What a certificate says of an interactive capture: the film with its gaps, marked moments and moves, what was withheld.

import { gapsMs, type RecordingFacts } from '../evidence/recording.ts';
import { LABEL, RECORDING_SAY, WORD } from '../text/certificate.ts';
import { filled, type Bilingual } from '../text/fill.ts';
import { FILM_MENDED, RECORDING_CUT } from '../text/recording.ts';
import { chinaTime } from '../text/time.ts';
import { digest, row, type CertificateRow } from './rows.ts';

/** Empty for captures of one page. */
export function recordingRows(facts: RecordingFacts | undefined): readonly CertificateRow[] {
  if (!facts) return [];
  const { video, gaps } = facts;
  return [
    row(
      LABEL.film,
      video === null
        ? filled(RECORDING_SAY.noFilm, { reason: (facts.videoAbsentReason ?? '').slice(0, 200) })
        : `${video.path} · ${video.codec} · ${seconds(facts.durationMs)} s`,
      `${chinaTime(facts.startedAt)} – ${chinaTime(facts.endedAt)}`,
      endOf(facts),
      RECORDING_SAY.strip,
      ...(video?.mended
        ? [
            FILM_MENDED,
            digest(video.mended.sha256, filled(RECORDING_SAY.asFound, { bytes: video.mended.sizeBytes })),
          ]
        : []),
    ),
    row(
      LABEL.filmGaps,
      gaps.length === 0
        ? WORD.none
        : filled(RECORDING_SAY.gaps, { count: gaps.length, seconds: seconds(gapsMs(gaps)) }),
    ),
    row(
      LABEL.marks,
      filled(RECORDING_SAY.marks, { marks: facts.marks.length, moves: facts.navigations.length }),
    ),
    row(LABEL.withheld, filled(RECORDING_SAY.withheld, { count: facts.withheld })),
  ];
}

function endOf({ cut }: RecordingFacts): Bilingual {
  if (cut === null) return RECORDING_SAY.stopped;
  const why = RECORDING_CUT[cut];
  return {
    zh: filled(RECORDING_SAY.cut, { why: why.zh }).zh,
    en: filled(RECORDING_SAY.cut, { why: why.en }).en,
  };
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1);
}
