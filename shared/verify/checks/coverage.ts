// coverage: which files no digest or signature binds. Known names only: a stranger's file is a failure unless the
// signed tag manifest lists it.

import {
  BAG_INFO_PATH,
  BAGIT_PATH,
  MANIFEST_SHA256_PATH,
  MANIFEST_SM3_PATH,
  TAG_MANIFEST_PATH,
} from '../../evidence/bag.ts';
import { EXPORT_DSSE_PATH, STATEMENT_DSSE_PATH } from '../../evidence/dsse.ts';
import { INDEX_PATH } from '../../evidence/index-file.ts';
import { EXPORTER_PEM_PATH, SIGNER_PEM_PATH } from '../../evidence/public-key.ts';
import { STATEMENT_PATH } from '../../evidence/statement-file.ts';
import { fail, pass, type Checklist } from '../checklist.ts';
import type { Contents } from '../contents.ts';
import {
  CERTIFICATE_PATH,
  isPayload,
  README_PATH,
  REPORT_PATH,
  VERIFIER_PAGE_PATH,
} from '../../evidence/package-paths.ts';

/** Bound to the statement's signature by the other checks, with or without an export signature. */
const BOUND: ReadonlySet<string> = new Set([
  BAGIT_PATH,
  BAG_INFO_PATH,
  MANIFEST_SHA256_PATH,
  MANIFEST_SM3_PATH,
  INDEX_PATH,
  STATEMENT_PATH,
  STATEMENT_DSSE_PATH,
  SIGNER_PEM_PATH,
]);

/** Names that this version of the format gives to files which only the export signature covers. */
const KNOWN: ReadonlySet<string> = new Set([
  README_PATH,
  VERIFIER_PAGE_PATH,
  CERTIFICATE_PATH,
  REPORT_PATH,
  EXPORTER_PEM_PATH,
  EXPORT_DSSE_PATH,
  TAG_MANIFEST_PATH,
]);

const KNOWN_PROOF = /^attest\/(?:sm2|tsa|tlog|chain|platform|renewal\/[0-9]{3})\/[^/]+$/;

/** Who signed the tag manifest: the statement's signer or a key of the policy, anybody, or nobody. */
export type Voucher = 'known' | 'stranger' | 'none';

/** Paths for which neither the signer nor a known exporter vouches, in byte order. */
export function checkCoverage(list: Checklist, contents: Contents, voucher: Voucher): readonly string[] {
  const files = contents.files.size;
  const loose = [...contents.files.keys()].filter((path) => !isPayload(path) && !BOUND.has(path));
  const unknown = loose.filter((path) => !KNOWN.has(path) && !KNOWN_PROOF.test(path));
  if (voucher === 'none' && unknown.length > 0) {
    for (const path of unknown.slice(0, 50))
      list.add('coverage', fail('coverage-unknown-file', { path }), path);
    return loose;
  }
  if (voucher === 'known' || loose.length === 0) {
    list.add('coverage', pass('coverage-complete', { files }));
    return [];
  }
  // Anybody can exchange a certificate and sign the list of files anew with a key of his own.
  const code = voucher === 'stranger' ? 'coverage-stranger' : 'coverage-unsigned';
  list.add('coverage', pass(code, { files, count: loose.length }));
  return loose;
}
