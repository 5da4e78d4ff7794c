// renewal: each folder attest/renewal/<nnn>/ lists what was there before it, is a leaf of the tree whose head was
// time-stamped, and the files are still as listed. The tokens over the head are timestamp.ts's matter.

import type { Hashers } from '../../bytes/hashers.ts';
import {
  isInRenewalTree,
  parseRenewalHead,
  parseRenewalProof,
  parseRenewalRecord,
  RENEWAL_FILES,
  RENEWAL_PATH,
  renewalFolder,
} from '../../evidence/renewal.ts';
import { STATEMENT_PATH } from '../../evidence/statement-file.ts';
import { fail, indeterminate, pass, type Checklist, type Outcome } from '../checklist.ts';
import type { Contents } from '../contents.ts';
import { attempt } from '../problem.ts';
import type { ReadStatement } from './statement.ts';

export interface Renewal {
  readonly folder: string;
  /** Paths of files that are in the package as the renewal lists them. */
  readonly covers: ReadonlySet<string>;
  /** What its tokens stamp: the bytes of head.json. */
  readonly head: Uint8Array;
}

/** Looked at; a package with more is reported. */
const MAX_RENEWALS = 32;

/** Newest first. */
export function checkRenewals(
  list: Checklist,
  contents: Contents,
  read: ReadStatement | null,
  hashers: Hashers,
): readonly Renewal[] {
  const found = [...contents.files.keys()].flatMap((path) => RENEWAL_PATH.exec(path)?.[1] ?? []);
  const numbers = [...new Set(found)].map(Number).sort((a, b) => b - a);
  if (numbers.length > MAX_RENEWALS)
    list.add('renewal', indeterminate('renewal-too-many', { count: numbers.length - MAX_RENEWALS }));
  return numbers.slice(0, MAX_RENEWALS).flatMap((number) => {
    const folder = renewalFolder(number);
    const { outcome, renewal } = checkOne(contents, read, hashers, number);
    list.add('renewal', outcome, folder.slice(0, -1));
    return renewal ?? [];
  });
}

interface Answer {
  readonly outcome: Outcome;
  readonly renewal: Renewal | null;
}

function without(outcome: Outcome): Answer {
  return { outcome, renewal: null };
}

function checkOne(contents: Contents, read: ReadStatement | null, hashers: Hashers, number: number): Answer {
  if (read === null) return without(indeterminate('needs-other-check', { check: 'statement' }));
  const folder = renewalFolder(number);
  const bytes = new Map<string, Uint8Array>();
  for (const name of Object.values(RENEWAL_FILES)) {
    const path = `${folder}${name}`;
    const kept = contents.bytes(path);
    if (kept === null)
      return without(indeterminate(contents.files.has(path) ? 'file-too-large' : 'file-absent', { path }));
    bytes.set(name, kept);
  }
  const recordBytes = bytes.get(RENEWAL_FILES.record)!;
  const head = bytes.get(RENEWAL_FILES.head)!;
  const parsed = attempt(() => ({
    record: parseRenewalRecord(recordBytes),
    head: parseRenewalHead(head),
    proof: parseRenewalProof(bytes.get(RENEWAL_FILES.proof)!),
  }));
  if (!parsed.ok) return without(fail('renewal-malformed', { reason: parsed.reason }));
  const { record, proof } = parsed.value;
  const { id } = read.statement.predicate;
  if (record.id !== id || record.number !== number)
    return without(fail('renewal-other', { id: record.id, number: record.number }));
  if (!record.files.some(({ path }) => path === STATEMENT_PATH))
    return without(fail('renewal-malformed', { reason: `${STATEMENT_PATH} is not listed` }));
  if (!isInRenewalTree(recordBytes, proof, parsed.value.head, hashers))
    return without(fail('renewal-not-in-tree'));
  const covers = new Set<string>();
  let missing: string | null = null;
  for (const { path, size, sha256, sm3 } of record.files) {
    const fact = contents.files.get(path);
    if (fact === undefined) missing ??= path;
    else if (fact.size !== size || fact.sha256 !== sha256 || fact.sm3 !== sm3)
      return without(fail('renewal-differs', { path }));
    else covers.add(path);
  }
  const outcome =
    missing === null
      ? pass('renewal-ok', { number, files: record.files.length })
      : indeterminate('renewal-missing', { path: missing });
  return { outcome, renewal: { folder, covers, head } };
}
