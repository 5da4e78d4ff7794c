// The works of an item's case on its certificate: what the user stated at the time of issuing, marked as that, and the
// deposits of ours that keep them.

import type { WorkView } from '../api/works.ts';
import { filled } from '../text/fill.ts';
import { chinaTime } from '../text/time.ts';
import { UNREGISTERED, WORK_DATE, WORK_KIND, WORK_LABEL, WORK_SAY, WORKS_ARE_STATED } from '../text/works.ts';
import type { Block } from './paper.ts';
import { cut, led, row, type CertificateRow } from './rows.ts';

const MAX_WORKS = 20;
const MAX_DEPOSITS = 5;

/** No block where the case has no works. */
export function worksBlocks(works: readonly WorkView[]): readonly Block[] {
  if (works.length === 0) return [];
  const more = works.length - MAX_WORKS;
  return [
    {
      kind: 'facts',
      title: WORK_LABEL.part,
      rows: [
        row(WORK_LABEL.note, WORKS_ARE_STATED),
        ...works.slice(0, MAX_WORKS).map(workRow),
        ...(more > 0 ? [row(WORK_LABEL.work, filled(WORK_SAY.more, { count: more }))] : []),
      ],
    },
  ];
}

function workRow(work: WorkView): CertificateRow {
  const { registrationNo, date, dateKind, deposits } = work;
  const more = deposits.length - MAX_DEPOSITS;
  return row(
    WORK_LABEL.work,
    cut(work.title),
    WORK_KIND[work.kind],
    led(WORK_LABEL.rightHolder, cut(work.rightHolder)),
    led(WORK_LABEL.registration, registrationNo === null ? UNREGISTERED : cut(registrationNo)),
    ...(date === null ? [] : [led(WORK_DATE[dateKind], date)]),
    ...(deposits.length === 0 ? [WORK_SAY.noDeposit] : []),
    ...deposits
      .slice(0, MAX_DEPOSITS)
      .map(({ evidenceId, sealedAt }) =>
        led(WORK_LABEL.deposit, filled(WORK_SAY.deposit, { id: evidenceId, at: chinaTime(sealedAt) })),
      ),
    ...(more > 0 ? [filled(WORK_SAY.more, { count: more })] : []),
  );
}
