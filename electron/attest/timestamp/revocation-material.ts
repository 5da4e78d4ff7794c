// Fetches what the certificates of a time-stamp name about their revocation (lists, RFC 5280; OCSP responses, RFC 6960),
// so that it can be kept beside it: later, when the authority is gone, it still says that nothing was revoked when the
// token was made. Plain http is allowed: lists and responses are signed. Asked of trusted paths only, bounded, and a
// failure costs nothing but the answer.

import { isAppError } from '../../../shared/errors.ts';
import type { Platform } from '../../../shared/timestamp/algorithms.ts';
import { parseRevocationList } from '../../../shared/timestamp/crl.ts';
import { buildOcspRequest, parseOcspResponse } from '../../../shared/timestamp/ocsp.ts';
import { Refusal } from '../../../shared/timestamp/refusal.ts';
import type { Certificate } from '../../../shared/timestamp/x509.ts';
import type { Http, HttpRequest } from '../../platform/ports.ts';

export interface RevocationMaterial {
  /** DER, each once; that they can be read is all that is known of them. */
  readonly crls: readonly Uint8Array[];
  readonly ocsps: readonly Uint8Array[];
}

const MAX_ASKED = 4;
const MAX_LIST_BYTES = 2 << 20;
const MAX_RESPONSE_BYTES = 256 << 10;
const TIMEOUT_MS = 10_000;

/** @param path signer first, root last. */
export async function fetchRevocationMaterial(
  path: readonly Certificate[],
  http: Http,
  platform: Platform,
  signal: AbortSignal | undefined,
): Promise<RevocationMaterial> {
  const below = path.slice(0, -1).slice(0, MAX_ASKED);
  const urls = new Set(below.flatMap(({ extensions }) => extensions.crlUrls.filter(isHttp).slice(0, 1)));
  const ask = (
    request: Omit<HttpRequest, 'timeoutMs' | 'signal'>,
    parse: (bytes: Uint8Array) => unknown,
  ): Promise<Uint8Array | null> =>
    fetchOne({ ...request, timeoutMs: TIMEOUT_MS, ...(signal ? { signal } : {}) }, http, parse);
  const [crls, ocsps] = await Promise.all([
    Promise.all(
      [...urls].map((url) => ask({ method: 'GET', url, maxBytes: MAX_LIST_BYTES }, parseRevocationList)),
    ),
    Promise.all(
      below.map(async (certificate, at) => {
        const url = certificate.extensions.ocspUrls.find(isHttp);
        if (url === undefined) return null;
        const body = await buildOcspRequest(certificate, path[at + 1]!, platform);
        const headers = { 'content-type': 'application/ocsp-request', accept: 'application/ocsp-response' };
        const request = { method: 'POST', url, headers, body, maxBytes: MAX_RESPONSE_BYTES } as const;
        return ask(request, parseOcspResponse);
      }),
    ),
  ]);
  return { crls: crls.filter((list) => list !== null), ocsps: ocsps.filter((each) => each !== null) };
}

function isHttp(url: string): boolean {
  const protocol = URL.parse(url)?.protocol;
  return protocol === 'http:' || protocol === 'https:';
}

async function fetchOne(
  request: HttpRequest,
  http: Http,
  parse: (bytes: Uint8Array) => unknown,
): Promise<Uint8Array | null> {
  try {
    const { status, body } = await http.send(request);
    if (status !== 200) return null;
    parse(body);
    return body;
  } catch (error) {
    request.signal?.throwIfAborted();
    // Out of reach, too large or unreadable: the package then says how many certificates are covered.
    if (isAppError(error) || error instanceof Refusal || error instanceof Error) return null;
    throw error;
  }
}
