// Asks a witness for its cosignature over the newest checkpoint (c2sp.org/tlog-witness), and what it knows of the ledger.
// Only what proves itself is kept; where the witness knows another history, that is handed back as a finding.

import { createHash } from 'node:crypto';
import { equalBytes, fromUtf8 } from '../../../shared/bytes/utf8.ts';
import { AppError, isAppError, type ErrorCode } from '../../../shared/errors.ts';
import { buildAddCheckpoint } from '../../../shared/ledger/add-checkpoint.ts';
import { parseCheckpointText, parseDecimal } from '../../../shared/ledger/checkpoint.ts';
import { checkCosignatures, type Cosignature } from '../../../shared/ledger/cosignature.ts';
import { parseNote, parseSignatureLines, verifyNote } from '../../../shared/ledger/note.ts';
import { parseVkey } from '../../../shared/ledger/vkey.ts';
import type { Http, HttpReply } from '../../platform/ports.ts';
import type { KnownCheckpoint, Ledger } from '../ledger/ledger.ts';
import { networkProblem } from '../network-problem.ts';
import type { Transport, WitnessConfig } from './ports.ts';

const TIMEOUT_MS = 10_000;
/** Sixteen signatures of 5 kB and their checkpoint stay below. */
const MAX_REPLY_BYTES = 128 * 1024;

export interface WitnessOrder {
  readonly witness: WitnessConfig;
  readonly ledger: Ledger;
  readonly http: Http;
  readonly signal?: AbortSignal;
}

export type WitnessAnswer =
  | { readonly state: 'cosigned'; readonly cosignature: Cosignature; readonly size: number }
  /** Its last checkpoint, signed by our own key, is not continued by our ledger. */
  | { readonly state: 'contradicts'; readonly known: KnownCheckpoint }
  /** It says that it cosigned a larger ledger (or another one: size null), and does not show it. */
  | { readonly state: 'claims'; readonly size: number | null };

/** @param env of the process: Node's switch that turns the checking of certificates off is told. */
export function transportOf(url: string, env: NodeJS.ProcessEnv = process.env): Transport {
  if (URL.parse(url)?.protocol !== 'https:') return 'http';
  return env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0' ? 'tls-unverified' : 'tls-verified';
}

/**
 * @param oldSize what the witness is known to have cosigned last; 0 where nothing is known: it answers with its own
 * Throws witness/unreachable, witness/rejected, witness/bad-response. An abort rejects with its reason.
 */
export async function askWitness(order: WitnessOrder, oldSize: number): Promise<WitnessAnswer> {
  const { witness, ledger } = order;
  const newest = ledger.newestCheckpoint();
  if (!newest) throw refused('witness/rejected', witness, 'no checkpoint yet');
  const post = (from: number): Promise<HttpReply> =>
    send(order, 'POST', '/add-checkpoint', {
      body: buildAddCheckpoint({
        oldSize: from,
        hashes: ledger.consistency(from, newest.size),
        checkpointNote: newest.note,
      }),
    });
  let reply = await post(Math.min(oldSize, newest.size));
  if (reply.status === 409) {
    const size = sizeOf(reply, witness);
    if (size > newest.size) return contradiction(order, size);
    reply = await post(size);
  }
  if (reply.status === 409 || reply.status === 422) {
    return contradiction(order, reply.status === 409 ? sizeOf(reply, witness) : null);
  }
  if (reply.status !== 200) throw refusedBy(reply, witness);
  return { state: 'cosigned', cosignature: cosignatureIn(reply, newest.note, witness), size: newest.size };
}

/**
 * The last checkpoint of this ledger that the witness shows; null where it has none. Signed by the ledger's own key, or
 * it is no answer. Throws as above.
 */
export async function readWitness(order: WitnessOrder): Promise<KnownCheckpoint | null> {
  const { witness, ledger } = order;
  const hash = createHash('sha256').update(ledger.origin).digest('hex');
  const reply = await send(order, 'GET', `/${hash}/checkpoint`);
  if (reply.status === 404) return null;
  if (reply.status !== 200) throw refusedBy(reply, witness);
  const verdict = verifyNote(fromUtf8(reply.body) ?? '', [parseVkey(ledger.vkey)]);
  const problem = verdict.status === 'fail' ? verdict.code : null;
  const checkpoint = verdict.status === 'pass' ? parseOrNull(verdict.text) : null;
  if (checkpoint?.origin !== ledger.origin) {
    throw refused('witness/bad-response', witness, problem ?? 'not a checkpoint of this ledger');
  }
  return { size: checkpoint.size, root: checkpoint.root };
}

async function contradiction(order: WitnessOrder, claimed: number | null): Promise<WitnessAnswer> {
  const { ledger, witness } = order;
  let known: KnownCheckpoint | null;
  try {
    known = await readWitness(order);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { state: 'claims', size: claimed };
  }
  if (known === null) return { state: 'claims', size: claimed };
  if (known.size > ledger.size() || !equalBytes(ledger.rootAt(known.size), known.root)) {
    return { state: 'contradicts', known };
  }
  // What it shows agrees with us: its refusal has another reason.
  throw refused('witness/rejected', witness, claimed === null ? 'HTTP 422' : 'HTTP 409');
}

function cosignatureIn(reply: HttpReply, note: string, witness: WitnessConfig): Cosignature {
  const { text } = parseNote(note);
  try {
    const signatures = parseSignatureLines(fromUtf8(reply.body) ?? '');
    const { good } = checkCosignatures({ text, signatures }, [parseVkey(witness.vkey, 'witness')]);
    if (good[0]) return good[0];
  } catch (cause) {
    if (!isAppError(cause)) throw cause;
    throw refused('witness/bad-response', witness, 'not signature lines', cause);
  }
  throw refused('witness/bad-response', witness, 'no good cosignature by its key');
}

function sizeOf({ body }: HttpReply, witness: WitnessConfig): number {
  const size = parseDecimal((fromUtf8(body) ?? '').replace(/\n$/, ''));
  if (size === null) throw refused('witness/bad-response', witness, 'HTTP 409 without a size');
  return size;
}

function parseOrNull(text: string) {
  try {
    return parseCheckpointText(text);
  } catch {
    return null; // A signed text that is no checkpoint says nothing about the ledger.
  }
}

async function send(
  { witness, http, signal }: WitnessOrder,
  method: 'GET' | 'POST',
  path: string,
  content: { readonly body?: Uint8Array } = {},
): Promise<HttpReply> {
  try {
    return await http.send({
      method,
      url: `${witness.url.replace(/\/+$/, '')}${path}`,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_REPLY_BYTES,
      ...content,
      ...(witness.caPem !== undefined && { caPem: witness.caPem }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    signal?.throwIfAborted();
    if (isAppError(error)) throw error;
    const code = error instanceof RangeError ? 'witness/bad-response' : 'witness/unreachable';
    throw refused(code, witness, networkProblem(error), error);
  }
}

function refusedBy({ status }: HttpReply, witness: WitnessConfig): AppError {
  const code = status >= 500 || status === 429 ? 'witness/unreachable' : 'witness/rejected';
  return refused(code, witness, `HTTP ${status}`);
}

function refused(code: ErrorCode, witness: WitnessConfig, problem: string, cause?: unknown): AppError {
  return new AppError(code, { witness: witness.name, problem: problem.slice(0, 300) }, { cause });
}
