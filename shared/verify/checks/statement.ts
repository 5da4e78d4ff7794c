// statement: canonical JSON, the closed shape of version 1, an id whose check character fits.

import { parseJson } from '../../bytes/json.ts';
import type { Digests, Statement } from '../../evidence/statement.ts';
import { parseStatement, STATEMENT_PATH } from '../../evidence/statement-file.ts';
import { STATEMENT_LIMITS } from '../../evidence/statement-shape.ts';
import { absent, fail, indeterminate, pass, type Checklist } from '../checklist.ts';
import type { Contents } from '../contents.ts';
import { attempt } from '../problem.ts';

export interface ReadStatement {
  readonly bytes: Uint8Array;
  readonly digests: Digests;
  readonly statement: Statement;
}

export function checkStatement(list: Checklist, contents: Contents): ReadStatement | null {
  const path = STATEMENT_PATH;
  const fact = contents.files.get(path);
  if (fact === undefined) {
    list.add('statement', absent('file-absent', { path }));
    return null;
  }
  const bytes = contents.bytes(path);
  if (bytes === null) {
    list.add('statement', fail('file-too-large', { path }));
    return null;
  }
  const parsed = attempt(() => parseStatement(bytes));
  if (!parsed.ok) {
    const type = newerType(bytes);
    list.add(
      'statement',
      type === null
        ? fail('statement-invalid', { reason: parsed.reason })
        : indeterminate('statement-newer', { type }),
    );
    return null;
  }
  const { id } = parsed.value.predicate;
  list.add('statement', pass('statement-ok', { id }));
  return { bytes, digests: { sha256: fact.sha256, sm3: fact.sm3 }, statement: parsed.value };
}

/** A later version of our own types is not wrong, only unknown here. */
function newerType(bytes: Uint8Array): string | null {
  const value = attempt(() =>
    parseJson(bytes, { maxBytes: STATEMENT_LIMITS.maxBytes, maxDepth: 32, maxTokens: 1_000_000 }),
  );
  const type =
    value.ok && typeof value.value === 'object' && value.value !== null && 'predicateType' in value.value
      ? value.value.predicateType
      : null;
  return typeof type === 'string' &&
    /^urn:cunan:(?:web-evidence|file-deposit):v(?:[2-9]|[1-9][0-9]{1,3})$/.test(type)
    ? type
    : null;
}
