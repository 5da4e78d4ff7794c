// What a certificate says of a file deposit: how it was kept, the category with its fields, what became of the files. What
// the depositor and the file system say is marked as their word.

import { DEPOSIT_TEMPLATES, isDepositCategory } from '../deposit/categories.ts';
import {
  DEPOSIT_RECORD_PATH,
  depositState,
  type DepositedFile,
  type DepositRecord,
} from '../evidence/deposit-record.ts';
import type { FileDigest } from '../evidence/index-line.ts';
import type { Predicate } from '../evidence/statement.ts';
import { DEPOSIT_SAY, LABEL, SAY, WORD } from '../text/certificate.ts';
import { categoryLabel, DEPOSIT_MODE, fieldLabel } from '../text/deposit.ts';
import { filled, type Bilingual } from '../text/fill.ts';
import { EVIDENCE_KIND } from '../text/words.ts';
import { cut, fieldRow, row, url, type CertificateRow } from './rows.ts';

const MAX_ROOTS = 10;
/** Longer lists stand in the package. */
const MAX_FILES = 300;

export function depositMethodRow(predicate: Predicate, record: DepositRecord | null): CertificateRow {
  return fieldRow(
    6,
    LABEL.depositMethod,
    EVIDENCE_KIND[predicate.kind],
    ...(record === null ? [] : [DEPOSIT_MODE[record.mode]]),
    ...(record?.mode === 'digest-only' ? [DEPOSIT_SAY.originalsElsewhere] : []),
  );
}

export function depositRows(record: DepositRecord | null): readonly CertificateRow[] {
  if (record === null) return [];
  const { files, source } = record;
  const fields = inTemplateOrder(record).map(([key, value]) =>
    row(fieldLabel(key), ...cut(value).split('\n')),
  );
  const read = files.filter(({ sha256 }) => sha256 !== null);
  const bytes = read.reduce((sum, { size }) => sum + (size ?? 0), 0);
  const roots = source.roots.slice(0, MAX_ROOTS).map((name) => url(cut(name), WORD.none));
  const moreRoots = source.roots.length - roots.length;
  return [
    row(
      LABEL.category,
      categoryLabel(record.category),
      ...(fields.length > 0 ? [DEPOSIT_SAY.depositorsWord] : []),
    ),
    ...fields,
    row(
      LABEL.chosen,
      ...roots,
      ...(moreRoots > 0 ? [filled(DEPOSIT_SAY.moreRoots, { count: moreRoots })] : []),
    ),
    ...(source.location === null ? [] : [row(LABEL.location, url(source.location, WORD.none))]),
    row(
      LABEL.filesAndSize,
      filled(DEPOSIT_SAY.count, { count: read.length, bytes }),
      ...(depositState(record) === 'COMPLETE' ? [DEPOSIT_SAY.unchanged] : []),
      DEPOSIT_SAY.changeTimes,
    ),
  ];
}

/** Canonical JSON sorts names; people read them as they were asked for. */
function inTemplateOrder({ category, fields }: DepositRecord): readonly (readonly [string, string])[] {
  const template = isDepositCategory(category) ? DEPOSIT_TEMPLATES[category] : [];
  const order = new Map<string, number>(template.map(({ key }, index) => [key, index]));
  const place = (key: string): number => order.get(key) ?? order.size;
  return Object.entries(fields).toSorted(([a], [b]) => place(a) - place(b));
}

/** The files a paper lists; digest-only ones by their own paths. */
export function certificateFiles(
  files: readonly FileDigest[],
  record: DepositRecord | null,
): { readonly files: readonly FileDigest[]; readonly count: number; readonly omitted: Bilingual | null } {
  const digests = record?.mode === 'digest-only' ? record.files.flatMap(digestOnly) : [];
  const all = [...digests, ...files];
  const shown = record === null ? all : all.slice(0, MAX_FILES);
  const count = all.length - shown.length;
  const omitted = count === 0 ? null : filled(SAY.filesMore, { count, path: DEPOSIT_RECORD_PATH });
  return { files: shown, count: all.length, omitted };
}

function digestOnly({ path, size, sha256, sm3 }: DepositedFile): readonly FileDigest[] {
  if (size === null || sha256 === null || sm3 === null) return [];
  return [{ path: `${path}（${SAY.digestOnlyFile.zh}）`, size, sha256, sm3 }];
}
