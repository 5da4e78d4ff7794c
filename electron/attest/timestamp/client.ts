// Asks time-stamping authorities (RFC 3161 over HTTP, section 3.4) and returns only what was verified: over these
// bytes, for this request, signed by a certificate for time-stamping that leads to the configured root.

import { webcrypto } from 'node:crypto';
import type { Hashers } from '../../../shared/bytes/hashers.ts';
import { isOid } from '../../../shared/der/writer.ts';
import { AppError, isAppError, type ErrorCode } from '../../../shared/errors.ts';
import { digestBytes } from '../../../shared/timestamp/algorithms.ts';
import { certificatesOfPem, pemOf } from '../../../shared/timestamp/pem.ts';
import { buildTimestampRequest, type ImprintName } from '../../../shared/timestamp/request.ts';
import type { TsaConfig, TimestampReport } from '../../../shared/timestamp/types.ts';
import { checkTimestamp } from '../../../shared/timestamp/verify.ts';
import type { Clock, Http, HttpReply, Random } from '../../platform/ports.ts';
import { networkProblem } from '../network-problem.ts';
import { fetchRevocationMaterial, type RevocationMaterial } from './revocation-material.ts';

export interface TimestampOrder {
  readonly tsa: TsaConfig;
  readonly data: Uint8Array;
  /** Digest that the request names; absent: SHA-256. */
  readonly imprint?: ImprintName;
  readonly http: Http;
  readonly random: Random;
  readonly clock: Clock;
  readonly hashers: Hashers;
  readonly signal?: AbortSignal;
}

/** What of it covers certificates of the chain, report.revocation says. */
export interface ObtainedTimestamp extends RevocationMaterial {
  /** The whole TimeStampResp as it came. */
  readonly tsr: Uint8Array;
  /** Certificates from the signer up, the root last where one was reached. */
  readonly chainPem: string;
  /** status 'pass', or 'untrusted' where no root is configured. */
  readonly report: TimestampReport;
}

const TIMEOUT_MS = 15_000;
const MAX_REPLY_BYTES = 1 << 20;
/** Further from the device's clock than this, one of the two is wrong enough that a person must look. */
const MAX_CLOCK_DIFFERENCE_MS = 24 * 3_600_000;

/**
 * One time-stamp over `data`. A reply that is not good is not kept: AppError tsa/unreachable, tsa/rejected,
 * tsa/bad-response, tsa/wrong-imprint, tsa/wrong-nonce, tsa/wrong-policy, tsa/untrusted, tsa/bad-signature,
 * tsa/time-implausible; input/invalid where the configuration itself cannot be used. An abort rejects with its reason.
 */
export async function requestTimestamp(order: TimestampOrder): Promise<ObtainedTimestamp> {
  const { tsa, data, imprint = 'sha256', http, random, clock, hashers, signal } = order;
  checkConfig(tsa);
  // A cleared top bit keeps the nonce a positive INTEGER of at most 8 octets for every authority.
  const nonce = random.bytes(8);
  nonce[0] = nonce[0]! & 0x7f;
  const body = buildTimestampRequest({
    digest: await digestBytes(imprint, { hashers, subtle: webcrypto.subtle }, data),
    imprint,
    nonce,
    policy: tsa.policy,
  });
  const tsr = responseOf(await post(tsa, body, http, signal), tsa);
  const input = {
    tsr,
    data,
    nonce,
    ...(tsa.policy === null ? {} : { policy: tsa.policy }),
    roots: [{ pem: tsa.rootsPem, name: tsa.name }],
    hashers,
    subtle: webcrypto.subtle,
  };
  const { report, path } = await checkTimestamp(input);
  checkReport(report, tsa);
  checkTime(report, tsa, clock.now());
  const chainPem = path.map(({ raw }) => pemOf(raw)).join('');
  const material =
    report.status === 'pass'
      ? await fetchRevocationMaterial(path, http, { hashers, subtle: webcrypto.subtle }, signal)
      : { crls: [], ocsps: [] };
  const { report: again } = await checkTimestamp({ ...input, ...material });
  checkReport(again, tsa);
  return { tsr, chainPem, ...material, report: again };
}

function checkConfig(tsa: TsaConfig): void {
  const invalid = (field: string): AppError =>
    new AppError('input/invalid', { field: `${tsa.name} ${field}`, problem: 'not usable' });
  const protocol = URL.parse(tsa.url)?.protocol;
  if (protocol !== 'http:' && protocol !== 'https:') throw invalid('url');
  if (tsa.policy !== null && !isOid(tsa.policy)) throw invalid('policy');
  // An unreadable root must not turn into "no root configured".
  const { certificates, unreadable } = certificatesOfPem(tsa.rootsPem);
  if (unreadable > 0 || (tsa.rootsPem.trim() !== '' && certificates.length === 0)) throw invalid('rootsPem');
}

async function post(
  tsa: TsaConfig,
  body: Uint8Array,
  http: Http,
  signal: AbortSignal | undefined,
): Promise<HttpReply> {
  try {
    return await http.send({
      method: 'POST',
      url: tsa.url,
      headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
      body,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_REPLY_BYTES,
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    signal?.throwIfAborted();
    if (isAppError(error)) throw error;
    // The port refuses an answer above maxBytes with a RangeError: the authority was reached.
    const code = error instanceof RangeError ? 'tsa/bad-response' : 'tsa/unreachable';
    throw refused(code, tsa, networkProblem(error), error);
  }
}

/** RFC 3161 3.4: the body of a 200 reply; the type is not checked, the bytes are. */
function responseOf({ status, body }: HttpReply, tsa: TsaConfig): Uint8Array {
  if (status >= 500 || status === 429) throw refused('tsa/unreachable', tsa, `HTTP ${status}`);
  if (status !== 200) throw refused('tsa/rejected', tsa, `HTTP ${status}`);
  if (body.length > MAX_REPLY_BYTES) throw refused('tsa/bad-response', tsa, `${body.length} bytes`);
  return body;
}

const ERRORS: Readonly<Record<string, ErrorCode>> = {
  'tst-status': 'tsa/rejected',
  'tst-imprint': 'tsa/wrong-imprint',
  'tst-nonce': 'tsa/wrong-nonce',
  'tst-policy': 'tsa/wrong-policy',
  'tst-message-digest': 'tsa/bad-signature',
  'tst-ess-cert-id': 'tsa/bad-signature',
  'tst-signer-cert': 'tsa/bad-signature',
  'tst-signature': 'tsa/bad-signature',
  'tst-signer-eku': 'tsa/untrusted',
  'tst-chain': 'tsa/untrusted',
  'tst-revoked': 'tsa/untrusted',
  'tst-untrusted': 'tsa/untrusted',
};

function checkReport(report: TimestampReport, tsa: TsaConfig): void {
  if (report.status === 'pass') return;
  if (report.status === 'untrusted' && tsa.rootsPem.trim() === '') return;
  const problem = report.detail === null ? report.code : `${report.code}: ${report.detail}`;
  const code = report.status === 'unsupported' ? 'tsa/bad-response' : ERRORS[report.code];
  throw refused(code ?? 'tsa/bad-response', tsa, problem, undefined, { policy: report.info?.policy ?? null });
}

function checkTime({ info }: TimestampReport, tsa: TsaConfig, now: Date): void {
  if (info === null) throw refused('tsa/bad-response', tsa, 'no time');
  const differenceMs = Date.parse(info.genTime) - now.getTime();
  if (!(Math.abs(differenceMs) <= MAX_CLOCK_DIFFERENCE_MS))
    throw refused('tsa/time-implausible', tsa, 'more than 24 h from the device clock', undefined, {
      genTime: info.genTime,
      differenceMs,
    });
}

function refused(
  code: ErrorCode,
  tsa: TsaConfig,
  problem: string,
  cause?: unknown,
  more: Readonly<Record<string, string | number | null>> = {},
): AppError {
  return new AppError(code, { tsa: tsa.name, problem: problem.slice(0, 300), ...more }, { cause });
}
