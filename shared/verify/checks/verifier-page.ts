// verifier-page: verify.html inside a package is a convenience, not a root of trust. Compared with known releases; a remark only.

import { absent, indeterminate, pass, type Checklist } from '../checklist.ts';
import type { Contents } from '../contents.ts';
import { VERIFIER_PAGE_PATH } from '../../evidence/package-paths.ts';

/** Releases of the page by SHA-256 hex. Null: the caller has no list. */
export type KnownVerifierPages = ReadonlyMap<string, string>;

export function checkVerifierPage(
  list: Checklist,
  contents: Contents,
  known: KnownVerifierPages | null,
): void {
  const page = contents.files.get(VERIFIER_PAGE_PATH);
  if (page === undefined) {
    list.add('verifier-page', absent('verifier-page-absent'));
    return;
  }
  if (known === null) {
    list.add('verifier-page', indeterminate('verifier-page-unchecked'));
    list.remark('verifier-page-unchecked');
    return;
  }
  const version = known.get(page.sha256);
  if (version !== undefined) {
    list.add('verifier-page', pass('verifier-page-known', { version }));
    return;
  }
  list.add('verifier-page', indeterminate('verifier-page-unknown'));
  list.remark('verifier-page-unknown');
}
