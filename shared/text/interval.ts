// The interval in which an item came to be, in the same words on every surface: the evidence screen, the verifier page,
// the command line, the certificate.

import type { Language } from '../api/views.ts';
import type { TimeBound } from '../verify/report.ts';
import { pick, say, type Bilingual } from './fill.ts';
import { DEMONSTRATION } from './words.ts';

export const BOUND = {
  notBefore: { zh: '未早于', en: 'Not before' },
  notAfter: { zh: '未晚于', en: 'Not after' },
} as const satisfies Record<string, Bilingual>;
export type BoundName = keyof typeof BOUND;

const TRUST = {
  trusted: { zh: '可信', en: 'trusted' },
  untrusted: { zh: '来源未受信任', en: 'source not trusted' },
  expired: { zh: '证书已到期，未续期', en: 'certificate ended, not renewed' },
  later: { zh: '晚于核验时刻', en: 'after the moment judged by' },
  window: { zh: '不在信任期内', en: 'outside the window of trust' },
} as const satisfies Record<string, Bilingual>;

const NO_BEACON: Bilingual = {
  zh: '没有信标（{reason}），最早时间无从证明。',
  en: 'No beacon ({reason}): the earliest time cannot be proven.',
};
const NOT_KNOWN = {
  notBefore: {
    zh: '没有成立的信标，最早时间无从证明。',
    en: 'No beacon that holds: the earliest time cannot be proven.',
  },
  notAfter: {
    zh: '没有成立的外部时间（时间戳或区块），最晚时间无从证明。',
    en: 'No outside time that holds (time-stamp or block): the latest time cannot be proven.',
  },
} as const satisfies Record<BoundName, Bilingual>;

export function boundTrust(bound: TimeBound, language: Language): string {
  if (bound.demonstration) return pick(DEMONSTRATION, language);
  return pick(bound.trusted ? TRUST.trusted : TRUST[bound.doubt ?? 'untrusted'], language);
}

/** @param reason why the statement has no beacon, as it stands there; null where it has one, or for the later bound. */
export function noBound(which: BoundName, reason: string | null, language: Language): string {
  if (which === 'notAfter' || reason === null) return pick(NOT_KNOWN[which], language);
  return say(NO_BEACON, language, { reason });
}
