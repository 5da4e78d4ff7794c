// capture-record: what data/capture.json says of state, addresses and times is what was signed. The record is a payload
// file, so its bytes are covered already; this finds a statement that tells another story than its own record.

import { canonicalJson } from '../../bytes/canonical-json.ts';
import { parseJson } from '../../bytes/json.ts';
import { CAPTURE_RECORD_FORMAT } from '../../evidence/capture-record.ts';
import type { DepositRecord } from '../../evidence/deposit-record.ts';
import { recordingMisfit } from '../../evidence/recording-shape.ts';
import type { Predicate } from '../../evidence/statement.ts';
import { absent, fail, indeterminate, pass, type Checklist, type Outcome } from '../checklist.ts';
import type { Contents } from '../contents.ts';
import { CAPTURE_RECORD_PATH } from '../../evidence/package-paths.ts';
import { attempt } from '../problem.ts';
import { checkDepositRecord } from './deposit-record.ts';
import type { ReadStatement } from './statement.ts';

const LIMITS = { maxBytes: 32 * 1024 * 1024, maxDepth: 24, maxTokens: 4_000_000 };
const SHARED_FIELDS = [
  'state',
  'reasons',
  'requestedUrl',
  'finalUrl',
  'title',
  'httpStatus',
  'startedAt',
  'endedAt',
] as const;

/** The record of a file deposit where there is one that can be used, else null. */
export function checkCaptureRecord(
  list: Checklist,
  contents: Contents,
  read: ReadStatement | null,
): DepositRecord | null {
  if (read?.statement.predicate.kind === 'file-deposit') return checkDepositRecord(list, contents, read);
  list.add('capture-record', outcome(contents, read));
  return null;
}

function outcome(contents: Contents, read: ReadStatement | null): Outcome {
  const path = CAPTURE_RECORD_PATH;
  if (read === null) return indeterminate('needs-other-check', { check: 'statement' });
  const facts = read.statement.predicate;
  if (!contents.files.has(path)) return absent('file-absent', { path });
  const bytes = contents.bytes(path);
  if (bytes === null) return indeterminate('file-too-large', { path });
  const parsed = attempt(() => parseJson(bytes, LIMITS));
  if (!parsed.ok) return fail('record-malformed', { reason: parsed.reason });
  const record = parsed.value;
  if (typeof record !== 'object' || record === null || !('format' in record)) {
    return fail('record-malformed', { reason: 'format' });
  }
  if (record.format !== CAPTURE_RECORD_FORMAT)
    return indeterminate('record-newer', { format: String(record.format).slice(0, 64) });
  if ('method' in record && record.method === 'process') {
    const misfit = recordingMisfit((record as Record<string, unknown>)['recording']);
    if (misfit !== null) return fail('record-malformed', { reason: `recording${misfit}` });
  }
  const field = SHARED_FIELDS.find((name) => !agrees((record as Record<string, unknown>)[name], facts[name]));
  return field === undefined ? pass('record-ok') : fail('record-differs', { field });
}

/** Same JSON value; lone surrogates were replaced when the statement was made. */
function agrees(recorded: unknown, stated: Predicate[(typeof SHARED_FIELDS)[number]]): boolean {
  try {
    const text = typeof recorded === 'string' ? recorded.toWellFormed() : recorded;
    return canonicalJson(text) === canonicalJson(stated);
  } catch {
    // A value without canonical form cannot be the stated one, which has one.
    return false;
  }
}
