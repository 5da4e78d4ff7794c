// What a certificate says of a file deposit: how it was kept, the category with its fields, what became of the files. What
// the depositor and the file system say is marked as their word.

import { DEPOSIT_TEMPLATES, isDepositCategory } from '../deposit/categories.ts';
import { depositState, type DepositedFile, type DepositRecord } from '../evidence/deposit-record.ts';
import type { FileDigest } from '../evidence/index-line.ts';
import type { Predicate } from '../evidence/statement.ts';
import { categoryLabel, DEPOSIT_MODE, fieldLabel } from '../text/deposit.ts';
import { reasonSentence } from '../text/reasons.ts';
import { chinaTime } from '../text/time.ts';
import { CAPTURE_STATE, EVIDENCE_KIND } from '../text/words.ts';
import { cut, row, url, type CertificateRow } from './rows.ts';

const MAX_REASONS = 20;
const MAX_ROOTS = 10;
/** Longer lists stand in the package. */
const MAX_FILES = 300;

/** @param clock how the times below are known. */
export function depositRows(
  predicate: Predicate,
  record: DepositRecord | null,
  clock: string,
): readonly CertificateRow[] {
  const state = CAPTURE_STATE[predicate.state];
  const reasons = predicate.reasons.slice(0, MAX_REASONS).map((each) => cut(reasonSentence(each, 'zh-CN')));
  const more = predicate.reasons.length - reasons.length;
  if (more > 0) reasons.push(`另有 ${more} 项，见证据声明 ${more} more, see the statement`);
  const kind = EVIDENCE_KIND[predicate.kind];
  return [
    row(
      '存证方式',
      'Method',
      `${kind.zh} ${kind.en}`,
      ...(record === null ? [] : [`${DEPOSIT_MODE[record.mode].zh} ${DEPOSIT_MODE[record.mode].en}`]),
      ...(record?.mode === 'digest-only'
        ? [
            '证据包内没有原件；须将原件与下列摘要比对。 The originals are not in the package: compare them with the digests below.',
          ]
        : []),
    ),
    row('结果', 'Outcome', `${state.zh} ${state.en}`, ...reasons),
    ...(record === null ? [] : described(record)),
    row('存证开始', 'Deposit start', chinaTime(predicate.startedAt)),
    row('存证结束', 'Deposit end', chinaTime(predicate.endedAt)),
    row('时钟', 'Clock', clock),
  ];
}

function described(record: DepositRecord): readonly CertificateRow[] {
  const { files, source } = record;
  const category = categoryLabel(record.category);
  const fields = inTemplateOrder(record).map(([key, value]) => {
    const label = fieldLabel(key);
    return row(label.zh, label.en, ...cut(value).split('\n'));
  });
  const read = files.filter(({ sha256 }) => sha256 !== null);
  const bytes = read.reduce((sum, { size }) => sum + (size ?? 0), 0);
  const roots = source.roots.slice(0, MAX_ROOTS).map((name) => url(cut(name)));
  const moreRoots = source.roots.length - roots.length;
  return [
    row(
      '数据类别',
      'Data category',
      `${category.zh} ${category.en}`,
      ...(fields.length > 0
        ? ['类别各项由存证人填写，未经核实 Fields are stated by the depositor, not verified']
        : []),
    ),
    ...fields,
    row('所选文件', 'Chosen', ...roots, ...(moreRoots > 0 ? [`另有 ${moreRoots} 个 more`] : [])),
    ...(source.location === null ? [] : [row('原所在文件夹', 'Where they stood', url(source.location))]),
    row(
      '文件数与大小',
      'Files and size',
      `${read.length} 个文件 files · ${bytes} B`,
      ...(depositState(record) === 'COMPLETE'
        ? [
            '每个文件读取前后的大小与时间一致 Size and times of each file were the same before and after reading',
          ]
        : []),
      '文件系统所述的修改时间见 data/deposit.json，未经证明 Times of change in data/deposit.json are unproven',
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

/** The files a certificate lists; digest-only ones by their own paths. */
export function certificateFiles(
  files: readonly FileDigest[],
  record: DepositRecord | null,
): { readonly files: readonly FileDigest[]; readonly omitted: number } {
  const digests = record?.mode === 'digest-only' ? record.files.flatMap(digestOnly) : [];
  const all = [...digests, ...files];
  const shown = record === null ? all : all.slice(0, MAX_FILES);
  return { files: shown, omitted: all.length - shown.length };
}

function digestOnly({ path, size, sha256, sm3 }: DepositedFile): readonly FileDigest[] {
  if (size === null || sha256 === null || sm3 === null) return [];
  return [{ path: `${path}（仅摘要 digest only）`, size, sha256, sm3 }];
}
