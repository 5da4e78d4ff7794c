// Index lines of a WACZ: "<SURT> <yyyyMMddHHmmssSSS> {json}", sorted by bytes (WACZ 1.1.1, CDXJ).

export interface CdxEntry {
  readonly url: string;
  readonly at: Date;
  readonly digest: string;
  readonly mime: string;
  readonly filename: string;
  readonly offset: number;
  readonly length: number;
  readonly status: number;
}

export function cdxjText(entries: readonly CdxEntry[]): string {
  const lines = entries.map(({ url, at, digest, mime, filename, offset, length, status }) =>
    Buffer.from(
      `${surt(url)} ${timestamp17(at)} ${JSON.stringify({
        url: url.toWellFormed(),
        digest,
        mime,
        filename,
        offset: String(offset),
        length: String(length),
        status: String(status),
      })}\n`,
    ),
  );
  return Buffer.concat(lines.sort(Buffer.compare)).toString('utf8');
}

/** Sort-friendly form: host reversed, port kept, path and query in lower case with the query's fields sorted. */
export function surt(url: string): string {
  // urn:pageinfo:, urn:view:, …: viewers look them up as they are.
  if (!/^https?:/i.test(url)) return url.replaceAll(' ', '%20');
  const { hostname, port, pathname, search } = new URL(url.toLowerCase());
  const host = hostname
    .replace(/^www\d*\./, '')
    .split('.')
    .reverse()
    .join(',');
  const query = search.length > 1 ? `?${search.slice(1).split('&').sort().join('&')}` : '';
  // Spaces end the key; URLs have none, hosts of odd schemes might.
  return `${host}${port === '' ? '' : `:${port}`})${pathname}${query}`.replaceAll(' ', '%20');
}

export function timestamp17(at: Date): string {
  return at.toISOString().replace(/\D/g, '').slice(0, 17);
}
