// Fetches the revocation lists that the certificates of a time-stamp name, so that they can be kept beside it: later,
// when the authority is gone, they still say that nothing was revoked when the token was made. Plain http is allowed:
// a list is signed. Asked of trusted paths only, bounded, and a failure costs nothing but the list.

import { isAppError } from '../../../shared/errors.ts';
import { parseRevocationList } from '../../../shared/timestamp/crl.ts';
import type { Certificate } from '../../../shared/timestamp/x509.ts';
import type { Http } from '../../platform/ports.ts';

const MAX_LISTS = 4;
const MAX_BYTES = 2 << 20;
const TIMEOUT_MS = 10_000;

/** @param path signer first, root last. Resolves with the lists (DER) that came and can be read, each once. */
export async function fetchRevocationLists(
  path: readonly Certificate[],
  http: Http,
  signal: AbortSignal | undefined,
): Promise<readonly Uint8Array[]> {
  const urls = path
    .slice(0, -1)
    .flatMap(({ extensions }) => extensions.crlUrls.filter(isHttp).slice(0, 1))
    .slice(0, MAX_LISTS);
  const lists = await Promise.all([...new Set(urls)].map((url) => fetchList(url, http, signal)));
  return lists.filter((list) => list !== null);
}

function isHttp(url: string): boolean {
  const protocol = URL.parse(url)?.protocol;
  return protocol === 'http:' || protocol === 'https:';
}

async function fetchList(
  url: string,
  http: Http,
  signal: AbortSignal | undefined,
): Promise<Uint8Array | null> {
  try {
    const { status, body } = await http.send({
      method: 'GET',
      url,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      ...(signal ? { signal } : {}),
    });
    if (status !== 200) return null;
    parseRevocationList(body);
    return body;
  } catch (error) {
    signal?.throwIfAborted();
    // Out of reach, too large or no list: the package then says how many certificates are covered.
    if (isAppError(error) || error instanceof Error) return null;
    throw error;
  }
}
