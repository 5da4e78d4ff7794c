// What a batch export is started for.

import type { ListEvidenceInput } from '../../../shared/api/inputs.ts';
import type { StartExportInput } from '../../../shared/api/exports.ts';
import type { Text } from '../../locales/zh-CN.ts';
import { idsOf } from '../../stores/exports.ts';

export type ExportSubject =
  | { readonly kind: 'ids'; readonly ids: readonly string[]; readonly count: number }
  | { readonly kind: 'filter'; readonly query: ListEvidenceInput; readonly count: number }
  | { readonly kind: 'case'; readonly id: string; readonly name: string; readonly count: number }
  | { readonly kind: 'batch'; readonly id: string; readonly name: string; readonly count: number };

/** As many as a run takes by their ids. */
export const MAX_IDS = 10_000;

export function subjectText(subject: ExportSubject, t: Text): string {
  const words = t.exports.subject;
  if (subject.kind === 'ids' || subject.kind === 'filter') return words[subject.kind](subject.count);
  return words[subject.kind](subject.name, subject.count);
}

export async function sourceOf(subject: ExportSubject): Promise<StartExportInput['source']> {
  switch (subject.kind) {
    case 'ids':
      return { kind: 'ids', ids: [...subject.ids] };
    case 'filter':
      return { kind: 'ids', ids: [...(await idsOf(subject.query))] };
    case 'case':
      return { kind: 'case', caseId: subject.id };
    default:
      return { kind: 'batch', batchId: subject.id };
  }
}
