// environment: data/environment.json has its closed shape, its results follow from its findings, and clock, public address
// and state agree with what was signed. That the check was made honestly is the capturing program's word.

import { canonicalJson } from '../../bytes/canonical-json.ts';
import { parseJson } from '../../bytes/json.ts';
import { ENVIRONMENT_FORMAT, type EnvironmentRecord } from '../../evidence/environment.ts';
import { environmentMisfit } from '../../evidence/environment-shape.ts';
import { ENVIRONMENT_PATH } from '../../evidence/package-paths.ts';
import { absent, fail, indeterminate, pass, type Checklist, type Outcome } from '../checklist.ts';
import type { Contents } from '../contents.ts';
import { attempt } from '../problem.ts';
import type { ReadStatement } from './statement.ts';

const LIMITS = { maxBytes: 4 * 1024 * 1024, maxDepth: 8, maxTokens: 200_000 };

export function checkEnvironment(list: Checklist, contents: Contents, read: ReadStatement | null): void {
  list.add('environment', outcome(contents, read));
}

function outcome(contents: Contents, read: ReadStatement | null): Outcome {
  const path = ENVIRONMENT_PATH;
  if (read === null) return indeterminate('needs-other-check', { check: 'statement' });
  const facts = read.statement.predicate;
  if (!contents.files.has(path)) return absent('environment-absent');
  const bytes = contents.bytes(path);
  if (bytes === null) return indeterminate('file-too-large', { path });
  const parsed = attempt(() => parseJson(bytes, LIMITS));
  if (!parsed.ok) return fail('environment-malformed', { reason: parsed.reason });
  const { value } = parsed;
  if (typeof value !== 'object' || value === null || !('format' in value)) {
    return fail('environment-malformed', { reason: 'format' });
  }
  if (value.format !== ENVIRONMENT_FORMAT)
    return indeterminate('environment-newer', { format: String(value.format).slice(0, 64) });
  const misfit = environmentMisfit(value);
  if (misfit !== null) return fail('environment-malformed', { reason: misfit });
  const record = value as EnvironmentRecord;
  if (canonicalJson(record.clock) !== canonicalJson(facts.clock))
    return fail('environment-differs', { field: 'clock' });
  if (record.publicIp !== facts.vantage.publicIp) return fail('environment-differs', { field: 'publicIp' });
  // Reading files is not held back; what would block a capture stands in the record.
  const heldBack = facts.kind === 'web-capture' && record.blocking.length > 0 && record.override === null;
  if (heldBack && facts.state === 'COMPLETE') return fail('environment-differs', { field: 'state' });
  return pass('environment-ok', { result: record.result });
}
