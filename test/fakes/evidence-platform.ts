// A reference evidence platform: what 至信链- or BTOE-like services offer over https (submit, poll, look up, HMAC of the
// request), on a loopback port. It can lose answers, double, lie, and be slow.

import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PlatformProfile } from '../../electron/attest/platform/ports.ts';

export const PLATFORM_KEY = 'a very secret key';

/** What the platform sends as its certificate. */
export const CERTIFICATE = Buffer.from('%PDF-1.7\n% 参考存证平台\n%%EOF\n');
/** How it is asked for. */
export const CERTIFICATE_CALL = {
  method: 'GET',
  path: '/v1/evidences/{handle}/certificate',
  body: null,
} as const;

export interface Trouble {
  /** The next submissions are taken and their answers lost. */
  loseAnswers?: number;
  /** Polls before it is confirmed. */
  pendingPolls?: number;
  /** In place of its certificate. */
  certificate?: { readonly status: number; readonly bytes: Uint8Array };
  /** Answer of the platform in place of its own. */
  answer?: (what: string, body: object) => { readonly status?: number; readonly text: string } | null;
}

export interface EvidencePlatform {
  readonly url: string;
  readonly trouble: Trouble;
  /** Submissions that were taken, by digest. */
  readonly taken: ReadonlyMap<string, number>;
  /** Every request in the order it came, by the time that the signed header gives (ms). */
  readonly arrivals: readonly number[];
  /** Requests that came without a good signature. */
  readonly refused: () => number;
  close(): Promise<void>;
}

interface Evidence {
  readonly id: string;
  readonly hash: string;
  readonly ref: string;
  polls: number;
}

export async function startEvidencePlatform(options: { idempotent: boolean }): Promise<EvidencePlatform> {
  const trouble: Trouble = {};
  const evidences: Evidence[] = [];
  const taken = new Map<string, number>();
  const arrivals: number[] = [];
  let refused = 0;

  const viewOf = (evidence: Evidence): object => {
    const done = evidence.polls >= (trouble.pendingPolls ?? 1);
    return {
      code: 0,
      data: {
        evidenceId: evidence.id,
        hash: evidence.hash,
        state: done ? 'ON_CHAIN' : 'WAITING',
        ...(done
          ? { txHash: `0x${evidence.hash}`, height: 88_123, time: '2026-11-24 19:30:00', certificate: '' }
          : {}),
      },
    };
  };

  const submit = (body: { hash: string; requestId: string }): Evidence => {
    const known = options.idempotent ? evidences.find(({ ref }) => ref === body.requestId) : undefined;
    if (known) return known;
    const made = { id: `EV${1000 + evidences.length}`, hash: body.hash, ref: body.requestId, polls: 0 };
    evidences.push(made);
    taken.set(body.hash, (taken.get(body.hash) ?? 0) + 1);
    return made;
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString('utf8');
    const timestamp = String(request.headers['x-timestamp']);
    arrivals.push(Number(timestamp));
    const expected = createHmac('sha256', PLATFORM_KEY).update(`${timestamp}\n${text}`).digest('hex');
    const say = (what: string, body: object, status = 200): void => {
      const other = trouble.answer?.(what, body) ?? null;
      response.writeHead(other?.status ?? status, {
        'content-type': 'application/json',
        connection: 'close',
      });
      response.end(other?.text ?? JSON.stringify(body));
    };
    if (request.headers['x-signature'] !== expected) {
      refused += 1;
      say('refuse', { code: 401, message: 'bad signature' }, 401);
      return;
    }
    const url = new URL(request.url!, 'http://platform');
    if (request.method === 'POST') {
      const evidence = submit(JSON.parse(text) as { hash: string; requestId: string });
      if ((trouble.loseAnswers ?? 0) > 0) {
        trouble.loseAnswers! -= 1;
        request.socket.destroy();
        return;
      }
      say('submit', viewOf(evidence));
      return;
    }
    if (url.pathname.endsWith('/certificate')) {
      const { status, bytes } = trouble.certificate ?? { status: 200, bytes: CERTIFICATE };
      response.writeHead(status, { 'content-type': 'application/pdf', connection: 'close' });
      response.end(bytes);
      return;
    }
    const hash = url.searchParams.get('hash');
    const id = url.pathname.split('/').at(-1);
    const found = evidences.find((each) => (hash === null ? each.id === id : each.hash === hash));
    if (!found) {
      say('absent', { code: 404, message: 'not found' }, 404);
      return;
    }
    found.polls += 1;
    say(hash === null ? 'poll' : 'lookup', viewOf(found));
  }

  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    trouble,
    taken,
    arrivals,
    refused: () => refused,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** How that platform is described. */
export function platformProfile(url: string, change: Partial<PlatformProfile> = {}): PlatformProfile {
  return {
    name: 'reference',
    title: '参考存证平台',
    baseUrl: url,
    simulated: true,
    digest: 'sm3',
    headers: [
      { name: 'X-Timestamp', value: '{timestamp}' },
      { name: 'X-Signature', value: '{hmac:key}' },
    ],
    submit: {
      method: 'POST',
      path: '/v1/evidences',
      body: '{"name":"{evidenceId}","hash":"{digest}","requestId":"{clientRef}"}',
    },
    poll: { method: 'GET', path: '/v1/evidences/{handle}', body: null },
    lookup: { method: 'GET', path: '/v1/evidences?hash={digest}', body: null },
    certificate: null,
    idempotent: false,
    ratePerSec: null,
    maxMetaBytes: null,
    needsRealName: false,
    pointers: {
      handle: '/data/evidenceId',
      state: '/data/state',
      digest: '/data/hash',
      evidenceNumber: '/data/evidenceId',
      txHash: '/data/txHash',
      blockHeight: '/data/height',
      blockHash: null,
      time: '/data/time',
    },
    states: { confirmed: ['ON_CHAIN'], pending: ['WAITING'] },
    ...change,
  };
}
