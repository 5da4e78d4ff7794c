// bag, manifest.sha256, manifest.sm3: the text files for standard tools hold exactly what index and statement yield.
// They are not signed themselves: rebuilding and comparing them binds them to what is.

import { sha256Of } from '../../bytes/digest.ts';
import type { Hashers } from '../../bytes/hashers.ts';
import { toHex } from '../../bytes/hex.ts';
import {
  BAG_INFO_PATH,
  BAGIT_PATH,
  buildBagInfo,
  buildBagit,
  buildPayloadManifest,
  MANIFEST_SHA256_PATH,
  MANIFEST_SM3_PATH,
} from '../../evidence/bag.ts';
import type { PackageIndex } from '../../evidence/index-file.ts';
import { absent, fail, indeterminate, pass, type Checklist, type Outcome } from '../checklist.ts';
import type { Contents } from '../contents.ts';
import type { ReadStatement } from './statement.ts';

export function checkBag(
  list: Checklist,
  contents: Contents,
  read: ReadStatement | null,
  index: PackageIndex | null,
  hashers: Hashers,
): void {
  const same = (path: string, expected: Uint8Array): boolean =>
    contents.files.get(path)?.sha256 === toHex(sha256Of(hashers, expected));

  list.add('bag', bagOutcome(contents, read, index, same));
  const manifests = [
    ['manifest.sha256', MANIFEST_SHA256_PATH, 'sha256'],
    ['manifest.sm3', MANIFEST_SM3_PATH, 'sm3'],
  ] as const;
  for (const [id, path, algorithm] of manifests) {
    list.add(
      id,
      manifestOutcome(contents, index, path, (lines) => same(path, buildPayloadManifest(lines, algorithm))),
    );
  }
}

function bagOutcome(
  contents: Contents,
  read: ReadStatement | null,
  index: PackageIndex | null,
  same: (path: string, expected: Uint8Array) => boolean,
): Outcome {
  for (const path of [BAGIT_PATH, BAG_INFO_PATH]) {
    if (!contents.files.has(path)) return absent('file-absent', { path });
  }
  if (!same(BAGIT_PATH, buildBagit())) return fail('bag-differs', { path: BAGIT_PATH });
  if (read === null || index === null)
    return indeterminate('needs-other-check', { check: read === null ? 'statement' : 'index' });
  const info = buildBagInfo(read.statement.predicate, index.lines);
  return same(BAG_INFO_PATH, info) ? pass('bag-ok') : fail('bag-differs', { path: BAG_INFO_PATH });
}

function manifestOutcome(
  contents: Contents,
  index: PackageIndex | null,
  path: string,
  same: (lines: PackageIndex['lines']) => boolean,
): Outcome {
  if (!contents.files.has(path)) return absent('file-absent', { path });
  if (index === null) return indeterminate('needs-other-check', { check: 'index' });
  return same(index.lines)
    ? pass('manifest-ok', { files: index.lines.length })
    : fail('manifest-differs', { path });
}
