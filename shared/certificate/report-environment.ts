// Section 4: every item of the cleanliness check, before and after, with what was found and who went on in spite of it.

import {
  ENVIRONMENT_ITEMS,
  type EnvironmentItem,
  type EnvironmentItemCode,
} from '../evidence/environment.ts';
import { ENVIRONMENT_PATH } from '../evidence/package-paths.ts';
import { SAY } from '../text/certificate.ts';
import {
  ENVIRONMENT_ITEM,
  ENVIRONMENT_OUTCOME,
  ENVIRONMENT_RESULT,
  findingSentence,
} from '../text/environment.ts';
import { filled } from '../text/fill.ts';
import { HEAD, REPORT_LABEL, REPORT_SAY, SECTION } from '../text/report.ts';
import { overrideText, type CheckedEnvironment } from './environment.ts';
import type { Block, TableLine } from './paper.ts';
import { cut, digest, row, valueOf, type CertificateValue } from './rows.ts';

/** Findings of one item that are printed; the rest stand in data/environment.json. */
const MAX_FINDINGS = 5;

export function environmentBlocks(environment: CheckedEnvironment | null): readonly Block[] {
  if (environment === null) {
    return [
      { kind: 'heading', title: SECTION.environment },
      { kind: 'note', text: REPORT_SAY.notPerformed },
    ];
  }
  const { record, sha256 } = environment;
  const accepted = overrideText(record);
  const lines = ENVIRONMENT_ITEMS.flatMap((code): readonly TableLine[] => {
    const before = itemOf(record.before.items, code);
    const after = itemOf(record.after?.items, code);
    if (!before && !after) return [];
    return [
      [[valueOf(ENVIRONMENT_ITEM[code])], [resultOf(before)], [resultOf(after)], findingsOf(before, after)],
    ];
  });
  return [
    {
      kind: 'facts',
      title: SECTION.environment,
      rows: [
        row(
          REPORT_LABEL.checkOutcome,
          ENVIRONMENT_OUTCOME[record.result],
          digest(sha256, SAY.environmentReport),
        ),
        row(REPORT_LABEL.override, ...(accepted.length > 0 ? accepted : [REPORT_SAY.noOverride])),
      ],
    },
    {
      kind: 'table',
      columns: [
        { label: HEAD.item, share: 0.2 },
        { label: HEAD.before, share: 0.11 },
        { label: HEAD.after, share: 0.11 },
        { label: HEAD.finding, share: 0.58 },
      ],
      lines,
    },
  ];
}

function itemOf(
  items: readonly EnvironmentItem[] | undefined,
  code: EnvironmentItemCode,
): EnvironmentItem | undefined {
  return items?.find((each) => each.code === code);
}

function resultOf(item: EnvironmentItem | undefined): CertificateValue {
  return valueOf(item ? ENVIRONMENT_RESULT[item.result] : REPORT_SAY.noAfter);
}

/** What was found, once where it is the same before and after. */
function findingsOf(
  before: EnvironmentItem | undefined,
  after: EnvironmentItem | undefined,
): readonly CertificateValue[] {
  const sentences = new Map<string, string>();
  for (const finding of [...(before?.findings ?? []), ...(after?.findings ?? [])]) {
    sentences.set(cut(findingSentence(finding, 'zh-CN'), 200), cut(findingSentence(finding, 'en'), 200));
  }
  const all = [...sentences].map(([zh, en]) => valueOf({ zh, en }));
  const more = all.length - MAX_FINDINGS;
  return [
    ...all.slice(0, MAX_FINDINGS),
    ...(more > 0 ? [valueOf(filled(REPORT_SAY.listCut, { count: more, path: ENVIRONMENT_PATH }))] : []),
  ];
}
