// What a certificate says of an interactive capture: the film with its gaps, marked moments and moves, what was withheld.

import { gapsMs, type RecordingFacts } from '../evidence/recording.ts';
import type { Bilingual } from '../text/fill.ts';
import { FILM_MENDED, RECORDING_CUT } from '../text/recording.ts';
import { chinaTime } from '../text/time.ts';

export interface RecordingRow {
  readonly label: Bilingual;
  readonly values: readonly string[];
}

/** Empty for captures of one page. */
export function recordingRows(facts: RecordingFacts | undefined): readonly RecordingRow[] {
  if (!facts) return [];
  const { video, gaps, cut } = facts;
  return [
    {
      label: { zh: '录屏', en: 'Film' },
      values: [
        video === null
          ? `没有录屏 None: ${(facts.videoAbsentReason ?? '').slice(0, 200)}`
          : `${video.path} · ${video.codec} · ${(facts.durationMs / 1_000).toFixed(1)} s`,
        `${chinaTime(facts.startedAt)} – ${chinaTime(facts.endedAt)}`,
        cut === null
          ? '由用户停止 stopped by the user'
          : `在用户停止之前结束（${RECORDING_CUT[cut].zh}） ended before the user stopped it: ${RECORDING_CUT[cut].en}`,
        '画面下方一行由软件加注 the line below the picture was added by the software',
        ...(video?.mended
          ? [FILM_MENDED.zh, FILM_MENDED.en, `SHA-256 ${video.mended.sha256} (${video.mended.sizeBytes} B)`]
          : []),
      ],
    },
    {
      label: { zh: '录屏缺口', en: 'Gaps in the film' },
      values: [
        gaps.length === 0 ? '无 None' : `${gaps.length} 处，共 ${(gapsMs(gaps) / 1_000).toFixed(1)} s in all`,
      ],
    },
    {
      label: { zh: '标记与跳转', en: 'Marks and moves' },
      values: [`${facts.marks.length} 个标记 marks · ${facts.navigations.length} 次跳转 moves`],
    },
    {
      label: { zh: '未保存的内容', en: 'Withheld' },
      values: [`${facts.withheld} 项含密码或授权，只留加盐摘要 kept as salted digests alone`],
    },
  ];
}
