// DNS over HTTPS (RFC 8484): addresses of a host name as public resolvers give them, A and AAAA.

import { decode, encode, RECURSION_DESIRED, type Answer } from 'dns-packet';
import { isIP } from 'node:net';
import type { EnvironmentPorts } from '../ports.ts';

const MEDIA_TYPE = 'application/dns-message';
const MAX_BYTES = 65_535;

export interface DohAnswer {
  readonly resolver: string;
  readonly addresses: readonly string[];
  /** DNS response code, e.g. NOERROR, NXDOMAIN. */
  readonly rcode: string;
}

/** Rejects where the resolver does not answer, or answers something else than what was asked. */
export async function askDoh(
  url: string,
  host: string,
  { ports, timeoutMs }: { readonly ports: EnvironmentPorts; readonly timeoutMs: number },
): Promise<DohAnswer> {
  const answers = await Promise.all(
    (['A', 'AAAA'] as const).map(async (type) => {
      const { status, headers, body } = await ports.https.send({
        method: 'POST',
        url,
        // Id 0: section 4.1, so that answers can be kept by caches.
        body: new Uint8Array(
          encode({
            type: 'query',
            id: 0,
            flags: RECURSION_DESIRED,
            questions: [{ type, name: host, class: 'IN' }],
          }),
        ),
        headers: { 'content-type': MEDIA_TYPE, accept: MEDIA_TYPE },
        timeoutMs,
        maxBytes: MAX_BYTES,
      });
      if (status !== 200) throw new Error(`HTTP ${status}`);
      if (!(headers['content-type'] ?? '').startsWith(MEDIA_TYPE)) throw new Error('not a DNS message');
      return readAnswer(body, host, type);
    }),
  );
  return {
    resolver: new URL(url).host,
    addresses: [...new Set(answers.flatMap(({ addresses }) => addresses))],
    rcode: answers.map(({ rcode }) => rcode).find((rcode) => rcode !== 'NOERROR') ?? 'NOERROR',
  };
}

/** Throws for anything but an answer to this question. */
function readAnswer(
  body: Uint8Array,
  host: string,
  type: 'A' | 'AAAA',
): { readonly addresses: readonly string[]; readonly rcode: string } {
  const message = decode(Buffer.from(body));
  // The library's types leave out the response code, which it decodes.
  const { rcode } = message as typeof message & { readonly rcode?: string };
  const [question] = message.questions ?? [];
  if (message.type !== 'response') throw new Error('not an answer');
  if (question === undefined || question.type !== type || !sameName(question.name, host))
    throw new Error('an answer to another question');
  const addresses = (message.answers ?? []).flatMap((answer: Answer) =>
    answer.type === type && 'data' in answer && typeof answer.data === 'string' && isIP(answer.data) !== 0
      ? [answer.data]
      : [],
  );
  return { addresses, rcode: rcode ?? 'NOERROR' };
}

function sameName(a: string, b: string): boolean {
  return plain(a) === plain(b);
}

function plain(name: string): string {
  return name.replace(/\.$/, '').toLowerCase();
}
