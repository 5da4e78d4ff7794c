// JSON-RPC 2.0 over the Http port: one request, one bounded answer, everything in it hostile.

import { toUtf8, fromUtf8 } from '../../../shared/bytes/utf8.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Http, HttpReply } from '../../platform/ports.ts';
import { networkProblem } from '../network-problem.ts';

/** The node understood and said no. */
export class RpcRefusal extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = 'RpcRefusal';
    this.code = code;
  }
}

export interface Rpc {
  /** Rejects with AppError chain/unreachable or chain/bad-response, or with an RpcRefusal. */
  call(method: string, params: readonly unknown[], signal?: AbortSignal): Promise<unknown>;
}

const TIMEOUT_MS = 20_000;
const MAX_REPLY_BYTES = 33_554_432;

/** @param chain the profile's name; the address may hold a credential and never goes into an error. */
export function createRpc({
  http,
  url,
  chain,
}: {
  readonly http: Http;
  readonly url: string;
  readonly chain: string;
}): Rpc {
  let lastId = 0;
  return {
    async call(method, params, signal) {
      lastId += 1;
      const id = lastId;
      let reply: HttpReply;
      try {
        reply = await http.send({
          method: 'POST',
          url,
          headers: { 'content-type': 'application/json' },
          body: toUtf8(JSON.stringify({ jsonrpc: '2.0', id, method, params })),
          timeoutMs: TIMEOUT_MS,
          maxBytes: MAX_REPLY_BYTES,
          ...(signal ? { signal } : {}),
        });
      } catch (error) {
        signal?.throwIfAborted();
        throw new AppError('chain/unreachable', { chain, problem: networkProblem(error) }, { cause: error });
      }
      return resultOf(reply, id, { chain, method });
    },
  };
}

function resultOf(
  reply: HttpReply,
  id: number,
  { chain, method }: { readonly chain: string; readonly method: string },
): unknown {
  let body: unknown;
  try {
    body = JSON.parse(fromUtf8(reply.body) ?? '');
  } catch {
    body = null;
  }
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  if (!isObject && reply.status !== 200) {
    throw new AppError('chain/unreachable', { chain, problem: `HTTP ${reply.status}` });
  }
  const answer = (isObject ? body : {}) as Record<string, unknown>;
  if (typeof answer['error'] === 'object' && answer['error'] !== null) {
    const { code, message } = answer['error'] as Record<string, unknown>;
    const text = typeof message === 'string' ? message.slice(0, 300) : '';
    throw new RpcRefusal(typeof code === 'number' ? code : 0, text);
  }
  if (answer['id'] !== id || !('result' in answer)) {
    throw new AppError('chain/bad-response', { problem: `${method}: no result` });
  }
  return answer['result'];
}
