// A generic evidence-platform gateway: submits a statement's digest, waits for the platform's word, keeps every answer as
// it came. Written before it is sent; after a lost answer the platform is asked before anything is sent again.

import { fromBase64, toBase64 } from '../../../shared/bytes/base64.ts';
import { fromUtf8, toUtf8 } from '../../../shared/bytes/utf8.ts';
import { parseJson } from '../../../shared/bytes/json.ts';
import { readPointer } from '../../../shared/chain/json-pointer.ts';
import {
  fieldsOf,
  PLATFORM_FIELDS,
  PLATFORM_RECEIPT_FORMAT,
  type PlatformExchange,
  type PlatformReceipt,
  receiptProblem,
} from '../../../shared/chain/platform-receipt.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Clock, Http, HttpReply } from '../../platform/ports.ts';
import { assertConfidential } from '../chain/transport.ts';
import { networkProblem } from '../network-problem.ts';
import { certificateProblem, MAX_CERTIFICATE_BYTES, MIN_SECRET_CHARS } from './certificate.ts';
import type {
  PlatformAdapter,
  PlatformCall,
  PlatformProfile,
  PlatformStore,
  PlatformSubject,
  PlatformSubmission,
} from './ports.ts';
import type { Pace } from './pace.ts';
import { fillCall, metaBytesOf, valuesOf } from './template.ts';

const TIMEOUT_MS = 20_000;
const MAX_REPLY_BYTES = 200_000;
/**
 * Of a submission: more answers than these are not kept, the first and the newest are. Of the largest ones a receipt is
 * still one that verifiers read (4 MiB).
 */
const MAX_EXCHANGES = 12;
/** Of a handle, as an address writes it; with the rest the address stays one that verifiers read. */
const MAX_HANDLE_CHARS = 768;

export interface GatewayDeps {
  readonly profile: PlatformProfile;
  readonly http: Http;
  readonly store: PlatformStore;
  readonly clock: Clock;
  readonly pace: Pace;
  /** By name, read when a request is made. */
  readonly secrets: () => Promise<ReadonlyMap<string, string>>;
}

/** Throws input/invalid where the address is plain http over a network. */
export function createGateway(deps: GatewayDeps): PlatformAdapter {
  const { profile, store, clock } = deps;
  const transport = assertConfidential(profile.baseUrl, 'platforms.baseUrl');

  async function step(subject: PlatformSubject, signal?: AbortSignal): Promise<PlatformReceipt | null> {
    const digestHex = subject.digests[profile.digest];
    const row = store.insert({
      evidenceId: subject.evidenceId,
      platform: profile.name,
      clientRef: `cunan-${digestHex.slice(0, 40)}`,
      digestHex,
      state: 'prepared',
      handle: null,
      exchanges: [],
      updatedAt: clock.now().toISOString(),
    });
    const next = await advance(row, subject, signal);
    return next.state === 'confirmed' ? receiptOf(next, subject) : null;
  }

  async function advance(
    row: PlatformSubmission,
    { operatorVerified }: PlatformSubject,
    signal?: AbortSignal,
  ): Promise<PlatformSubmission> {
    if (row.state === 'confirmed') return row;
    if (row.state === 'submitted') {
      const how = profile.poll ?? profile.lookup;
      return how ? take(row, profile.poll ? 'poll' : 'lookup', how, signal) : row;
    }
    if (row.state === 'sent' && profile.lookup) {
      const found = await take(row, 'lookup', profile.lookup, signal, { mayBeAbsent: true });
      if (found.state !== 'sent') return found;
    } else if (row.state === 'sent' && !profile.idempotent) {
      throw new AppError('platform/unknown-outcome', { platform: profile.name });
    }
    if (profile.needsRealName && !operatorVerified) {
      throw new AppError('platform/needs-real-name', { platform: profile.name });
    }
    return take(row, 'submit', profile.submit, signal);
  }

  function kept(row: PlatformSubmission): PlatformSubmission {
    const next = { ...row, updatedAt: clock.now().toISOString() };
    store.update(next);
    return next;
  }

  /** Asks, keeps the answer, and draws the conclusion. */
  async function take(
    row: PlatformSubmission,
    what: PlatformExchange['what'],
    call: PlatformCall,
    signal?: AbortSignal,
    { mayBeAbsent = false } = {},
  ): Promise<PlatformSubmission> {
    // Before it is filled in: its time and what is signed over it are those of the sending.
    await deps.pace.turn(profile.baseUrl, profile.ratePerSec, signal);
    const at = clock.now();
    const secrets = await deps.secrets();
    const request = fillCall(profile, call, valuesOf(row, at), secrets);
    if (what === 'submit') {
      assertMetaFits(metaBytesOf(request, row.digestHex));
      // Counted as sent first: where the answer is lost, it may have arrived all the same.
      kept({ ...row, state: 'sent' });
    }
    const reply = await ask(request, call, signal);
    if (mayBeAbsent && reply.status === 404) return row;
    if (reply.status < 200 || reply.status > 299) {
      // The platform understood and said no: what was sent is not there.
      if (what === 'submit' && reply.status < 500) kept({ ...row, state: 'prepared' });
      throw new AppError('platform/rejected', { platform: profile.name, problem: `HTTP ${reply.status}` });
    }
    const read = readerOf(reply.body);
    if (!read) throw bad('no JSON');
    // Answers are kept in packages as they came: one that quotes a credential is not kept.
    if (repeatsSecret(reply.body, secrets)) throw bad('repeats a credential');
    const digest = read(profile.pointers.digest);
    if (digest !== null && digest.toLowerCase().replace(/^0x/, '') !== row.digestHex)
      throw bad('another digest');
    const handle = read(profile.pointers.handle) ?? row.handle;
    if (handle?.isWellFormed() === false) throw bad('no handle');
    if (encodeURIComponent(handle ?? '').length > MAX_HANDLE_CHARS) throw bad('the handle is too long');
    const word = read(profile.pointers.state);
    if (mayBeAbsent && handle === null && word === null) return row;
    const exchange: PlatformExchange = {
      what,
      at: at.toISOString(),
      url: request.url,
      status: reply.status,
      request: toBase64(toUtf8(request.body ?? '')),
      response: toBase64(reply.body),
    };
    const exchanges = [...row.exchanges, exchange];
    const state = stateOf(word, handle);
    return kept({
      ...row,
      state,
      handle,
      exchanges:
        exchanges.length <= MAX_EXCHANGES
          ? exchanges
          : [...exchanges.slice(0, 2), ...exchanges.slice(2 - MAX_EXCHANGES)],
    });
  }

  function assertMetaFits(bytes: number): void {
    const { name: platform, maxMetaBytes: limit } = profile;
    if (limit !== null && bytes > limit)
      throw new AppError('platform/meta-too-large', { platform, bytes, limit });
  }

  function stateOf(word: string | null, handle: string | null): PlatformSubmission['state'] {
    const { confirmed, pending } = profile.states;
    if (word !== null && confirmed.includes(word)) return 'confirmed';
    if (word === null && profile.pointers.state === null && profile.poll === null) return 'confirmed';
    if (word !== null && !pending.includes(word)) {
      throw new AppError('platform/rejected', { platform: profile.name, problem: word });
    }
    if (handle === null) throw bad('no handle');
    return 'submitted';
  }

  async function ask(
    { url, body, headers }: ReturnType<typeof fillCall>,
    { method }: PlatformCall,
    signal?: AbortSignal,
    maxBytes = MAX_REPLY_BYTES,
  ): Promise<HttpReply> {
    try {
      return await deps.http.send({
        method,
        url,
        headers,
        ...(body === null ? {} : { body: toUtf8(body) }),
        timeoutMs: TIMEOUT_MS,
        maxBytes,
        ...(signal ? { signal } : {}),
      });
    } catch (cause) {
      signal?.throwIfAborted();
      // Without the request: its headers hold credentials.
      throw new AppError(
        'platform/unreachable',
        { platform: profile.name, problem: networkProblem(cause) },
        { cause },
      );
    }
  }

  async function probe(signal?: AbortSignal): Promise<number | null> {
    if (!profile.lookup) return null;
    await deps.pace.turn(profile.baseUrl, profile.ratePerSec, signal);
    const at = clock.now();
    const unknown = {
      digest: '0'.repeat(64),
      clientRef: 'cunan-probe',
      evidenceId: 'cunan-probe',
      handle: 'cunan-probe',
      timestamp: String(at.getTime()),
    };
    const request = fillCall(profile, profile.lookup, unknown, await deps.secrets());
    const { status } = await ask(request, profile.lookup, signal);
    if (status === 404 || (status >= 200 && status <= 299)) return status;
    throw new AppError('platform/rejected', { platform: profile.name, problem: `HTTP ${status}` });
  }

  async function certificate(evidenceId: string, signal?: AbortSignal): Promise<Uint8Array | null> {
    const row = store.get(evidenceId, profile.name);
    const call = profile.certificate;
    if (call === null || row?.state !== 'confirmed') return null;
    await deps.pace.turn(profile.baseUrl, profile.ratePerSec, signal);
    const secrets = await deps.secrets();
    const request = fillCall(profile, call, valuesOf(row, clock.now()), secrets);
    const { status, body } = await ask(request, call, signal, MAX_CERTIFICATE_BYTES);
    if (status !== 200) {
      throw new AppError('platform/rejected', { platform: profile.name, problem: `HTTP ${status}` });
    }
    const problem = certificateProblem(body, secrets);
    if (problem !== null) throw bad(problem);
    return body;
  }

  function receiptOf(row: PlatformSubmission, { digests }: PlatformSubject): PlatformReceipt {
    const pointers = Object.fromEntries(
      PLATFORM_FIELDS.map((name) => [name, profile.pointers[name]]),
    ) as PlatformReceipt['pointers'];
    const last = row.exchanges.at(-1)!;
    const fields = fieldsOf(fromBase64(last.response) ?? new Uint8Array(0), pointers);
    if (!fields) throw bad('no JSON');
    const receipt: PlatformReceipt = {
      format: PLATFORM_RECEIPT_FORMAT,
      platform: profile.name,
      title: profile.title,
      simulated: profile.simulated,
      transport,
      digest: { algorithm: profile.digest, hex: row.digestHex },
      clientRef: row.clientRef,
      fields,
      pointers,
      exchanges: row.exchanges,
    };
    const problem = receiptProblem(receipt, digests);
    if (problem) throw bad(problem);
    return receipt;
  }

  function bad(problem: string): AppError {
    return new AppError('platform/bad-response', { platform: profile.name, problem });
  }

  return {
    profile,
    step,
    certificate,
    probe,
  };
}

function readerOf(body: Uint8Array): ((pointer: string | null) => string | null) | null {
  try {
    const value = parseJson(body, { maxBytes: MAX_REPLY_BYTES, maxDepth: 32, maxTokens: 20_000 });
    return (pointer) => (pointer === null ? null : readPointer(value, pointer));
  } catch {
    return null;
  }
}

/** As it is, as JSON or an address writes it, and behind JSON's escapes. */
function repeatsSecret(body: Uint8Array, secrets: ReadonlyMap<string, string>): boolean {
  const text = fromUtf8(body) ?? '';
  const texts = [text, JSON.stringify(JSON.parse(text))];
  return [...secrets.values()]
    .filter((secret) => secret.length >= MIN_SECRET_CHARS)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
    .some((form) => texts.some((each) => each.includes(form)));
}
