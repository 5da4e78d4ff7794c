// What a certificate says of time: what bounds it from below, each authority's time-stamp (fields 17 to 19).

import type { AttestationView } from '../api/views.ts';
import { LABEL, SAY, WORD } from '../text/certificate.ts';
import { filled } from '../text/fill.ts';
import { BOUND, noBound } from '../text/interval.ts';
import { chinaTime } from '../text/time.ts';
import type { Predicate } from '../evidence/statement.ts';
import { factOf, factValue } from './facts.ts';
import { digest, fieldRow, row, type CertificateRow } from './rows.ts';

export interface StampTrust {
  readonly attestations: readonly AttestationView[];
  /** Ids of time-stamps that led to a root this installation trusts; null where that is not known one by one. */
  readonly trustedStamps: readonly string[] | null;
}

export function timeRows({ attestations, trustedStamps }: StampTrust): readonly CertificateRow[] {
  const stamps = attestations.filter((a) => a.kind === 'timestamp' && a.subject === 'statement');
  const rows = stamps.flatMap((stamp) => {
    if (stamp.state === 'obtained') return stampRows(stamp, trustedStamps);
    return stamp.state === 'pending' ? [fieldRow(17, stampLabel(stamp), WORD.pending)] : [];
  });
  if (rows.length > 0) return rows;
  return [
    fieldRow(17, LABEL.timestamp, SAY.noStamp),
    fieldRow(18, LABEL.authority, WORD.none),
    fieldRow(19, LABEL.timestampCheck, WORD.notRequested),
  ];
}

const TIME_FACTS = ['accuracy'];
const TRUST_FACTS = ['root', 'revocation'];

function stampRows(stamp: AttestationView, trusted: readonly string[] | null): readonly CertificateRow[] {
  const root = factOf(stamp.facts, 'root');
  const named = { root: root ?? WORD.none.zh };
  const trust =
    trusted === null ? SAY.rootUnchecked : trusted.includes(stamp.id) ? SAY.rootTrusted : SAY.rootNotTrusted;
  const among = (keys: readonly string[]) => stamp.facts.filter(({ key }) => keys.includes(key));
  const rest = stamp.facts.filter(({ key }) => ![...TIME_FACTS, ...TRUST_FACTS].includes(key));
  return [
    fieldRow(
      17,
      stampLabel(stamp),
      stamp.at ? chinaTime(stamp.at) : WORD.none,
      ...(stamp.demonstration ? [WORD.provenNothing] : []),
      ...among(TIME_FACTS).map(factValue),
    ),
    fieldRow(18, LABEL.authority, ...(rest.length > 0 ? rest.map(factValue) : [stamp.provider])),
    fieldRow(19, LABEL.timestampCheck, filled(trust, named), ...among(['revocation']).map(factValue)),
  ];
}

function stampLabel({ provider }: AttestationView) {
  return { zh: `${LABEL.timestamp.zh} ${provider}`, en: LABEL.timestamp.en };
}

export function notBeforeRow({ beacon, beaconAbsentReason }: Predicate): CertificateRow {
  if (!beacon) {
    const said = (language: 'zh-CN' | 'en') => noBound('notBefore', beaconAbsentReason, language);
    return row(BOUND.notBefore, { zh: said('zh-CN'), en: said('en') });
  }
  return row(
    BOUND.notBefore,
    chinaTime(beacon.blockTime),
    filled(SAY.block, { chain: beacon.chainName, number: beacon.blockNumber }),
    ...(beacon.simulated ? [SAY.simulatedBlock] : []),
    digest(beacon.blockHash),
  );
}
