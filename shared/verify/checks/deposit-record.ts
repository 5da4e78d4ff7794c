// capture-record of a file deposit: data/deposit.json has its closed shape, tells what was signed, and names exactly the
// copies that are in the package with exactly their digests. Digests without copies are as good as who signed them: that
// the originals exist, and what they say, is not proven by the package alone.

import { canonicalJson } from '../../bytes/canonical-json.ts';
import { parseCanonicalJson } from '../../bytes/json.ts';
import {
  DEPOSIT_FILES,
  DEPOSIT_FORMAT,
  DEPOSIT_RECORD_PATH,
  DEPOSIT_RENAMED,
  type DepositRecord,
} from '../../evidence/deposit-record.ts';
import { depositMisfit } from '../../evidence/deposit-shape.ts';
import { absent, fail, indeterminate, pass, type Checklist, type Outcome } from '../checklist.ts';
import type { Contents } from '../contents.ts';
import { attempt } from '../problem.ts';
import type { ReadStatement } from './statement.ts';

const LIMITS = { maxBytes: 32 * 1024 * 1024, maxDepth: 6, maxTokens: 4_000_000 };
const SHARED_FIELDS = ['title', 'state', 'reasons', 'startedAt', 'endedAt'] as const;

/** The record where it can be used, else null; its finding stands under 'capture-record' either way. */
export function checkDepositRecord(
  list: Checklist,
  contents: Contents,
  read: ReadStatement,
): DepositRecord | null {
  const { record, outcome } = judge(contents, read);
  list.add('capture-record', outcome);
  if (record?.mode === 'digest-only') list.remark('deposit-digest-only', { files: record.files.length });
  return outcome.status === 'pass' ? record : null;
}

interface Judged {
  readonly record: DepositRecord | null;
  readonly outcome: Outcome;
}

function no(outcome: Outcome): Judged {
  return { record: null, outcome };
}

function judge(contents: Contents, { statement }: ReadStatement): Judged {
  const path = DEPOSIT_RECORD_PATH;
  if (!contents.files.has(path)) return no(absent('file-absent', { path }));
  const bytes = contents.bytes(path);
  if (bytes === null) return no(indeterminate('file-too-large', { path }));
  const parsed = attempt(() => parseCanonicalJson(bytes, LIMITS));
  if (!parsed.ok) return no(fail('deposit-malformed', { reason: parsed.reason }));
  const { value } = parsed;
  if (typeof value !== 'object' || value === null || !('format' in value)) {
    return no(fail('deposit-malformed', { reason: 'format' }));
  }
  if (value.format !== DEPOSIT_FORMAT) {
    return no(indeterminate('deposit-newer', { format: String(value.format).slice(0, 64) }));
  }
  const misfit = depositMisfit(value);
  if (misfit !== null) return no(fail('deposit-malformed', { reason: misfit.slice(0, 200) }));
  const record = value as DepositRecord;
  const facts = statement.predicate;
  const field = SHARED_FIELDS.find((name) => canonicalJson(record[name]) !== canonicalJson(facts[name]));
  if (field !== undefined) return { record, outcome: fail('deposit-differs', { field }) };
  return { record, outcome: copiesOutcome(record, contents) };
}

function copiesOutcome(record: DepositRecord, contents: Contents): Outcome {
  const named = new Set<string>();
  for (const { stored, size, sha256, sm3 } of record.files) {
    if (stored === null) continue;
    named.add(stored);
    const fact = contents.files.get(stored);
    const same = fact?.size === size && fact.sha256 === sha256 && fact.sm3 === sm3;
    if (!same) return fail('deposit-file-differs', { path: stored });
  }
  for (const path of contents.files.keys()) {
    const copy = path.startsWith(DEPOSIT_FILES) || path.startsWith(DEPOSIT_RENAMED);
    if (copy && !named.has(path)) return fail('deposit-file-unnamed', { path });
  }
  const files = record.files.filter(({ sha256 }) => sha256 !== null).length;
  return record.mode === 'copy' ? pass('deposit-ok', { files }) : pass('deposit-digests-ok', { files });
}
