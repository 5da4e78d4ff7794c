// index, index.tree, files: the index has the digests that were signed, its tree has the signed roots, and every payload
// file is exactly as its line says. The set is closed: one file more or less is a failure.

import type { Hashers } from '../../bytes/hashers.ts';
import { INDEX_PATH, parseIndex, type PackageIndex } from '../../evidence/index-file.ts';
import type { FileDigest, IndexLine } from '../../evidence/index-line.ts';
import { indexRoots } from '../../evidence/statement-file.ts';
import { absent, fail, indeterminate, pass, type Checklist, type Outcome } from '../checklist.ts';
import type { Contents } from '../contents.ts';
import { isPayload } from '../../evidence/package-paths.ts';
import { attempt } from '../problem.ts';
import type { ReadStatement } from './statement.ts';

/** Beyond these, differing files are counted, not listed. */
const LISTED = 50;

export function checkIndex(
  list: Checklist,
  contents: Contents,
  read: ReadStatement | null,
  hashers: Hashers,
): PackageIndex | null {
  const path = INDEX_PATH;
  const fact = contents.files.get(path);
  const bytes = contents.bytes(path);
  if (fact === undefined || bytes === null) {
    list.add(
      'index',
      fact === undefined ? absent('file-absent', { path }) : fail('file-too-large', { path }),
    );
    return null;
  }
  const parsed = attempt(() => parseIndex(bytes));
  if (!parsed.ok) {
    const reason = parsed.line === null ? parsed.reason : `${parsed.reason}, ${parsed.line}`;
    list.add('index', fail('index-malformed', { reason }));
    return null;
  }
  const index = parsed.value;
  list.add('index', indexOutcome(index, fact, read));
  list.add('index.tree', treeOutcome(index, read, hashers));
  checkFiles(list, contents, index);
  return index;
}

function indexOutcome(index: PackageIndex, fact: FileDigest, read: ReadStatement | null): Outcome {
  if (read === null) return indeterminate('needs-other-check', { check: 'statement' });
  const { digest } = read.statement.subject[0];
  if (digest.sha256 !== fact.sha256) return fail('index-digest-differs', { algorithm: 'SHA-256' });
  if (digest.sm3 !== fact.sm3) return fail('index-digest-differs', { algorithm: 'SM3' });
  const bytes = index.lines.reduce((sum, line) => sum + line.size, 0);
  return pass('index-ok', { files: index.lines.length, bytes });
}

function treeOutcome(index: PackageIndex, read: ReadStatement | null, hashers: Hashers): Outcome {
  if (read === null) return indeterminate('needs-other-check', { check: 'statement' });
  const { tree } = read.statement.predicate;
  if (tree.size !== index.lines.length) return fail('tree-differs', { field: 'size' });
  const roots = indexRoots(index, hashers);
  if (roots.sha256 !== tree.sha256) return fail('tree-differs', { field: 'SHA-256' });
  if (roots.sm3 !== tree.sm3) return fail('tree-differs', { field: 'SM3' });
  return pass('tree-ok', { size: tree.size });
}

function checkFiles(list: Checklist, contents: Contents, index: PackageIndex): void {
  const listed = new Map(index.lines.map((line) => [line.path, line]));
  const problems: { readonly path: string; readonly outcome: Outcome }[] = [];
  for (const line of index.lines) {
    const outcome = fileOutcome(line, contents.files.get(line.path));
    if (outcome !== null) problems.push({ path: line.path, outcome });
  }
  for (const path of contents.files.keys()) {
    if (isPayload(path) && !listed.has(path))
      problems.push({ path, outcome: fail('file-unlisted', { path }) });
  }
  for (const { path, outcome } of problems.slice(0, LISTED)) list.add('files', outcome, path);
  if (problems.length > LISTED) list.add('files', fail('files-more', { count: problems.length - LISTED }));
  if (problems.length === 0) list.add('files', pass('files-ok', { files: index.lines.length }));
}

function fileOutcome(line: IndexLine, fact: FileDigest | undefined): Outcome | null {
  const { path } = line;
  if (fact === undefined) return fail('file-missing', { path });
  if (fact.size !== line.size)
    return fail('file-size-differs', { path, expected: line.size, actual: fact.size });
  if (fact.sha256 !== line.sha256) return fail('file-sha256-differs', { path });
  if (fact.sm3 !== line.sm3) return fail('file-sm3-differs', { path });
  return null;
}
