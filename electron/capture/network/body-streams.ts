// Bodies of exchanges: streamed where the browser allows it, else read from its buffer when they are complete.

import type { BodyStore } from './body-store.ts';
import { expectsBody, type Exchange } from './exchange.ts';
import type { RecordLimits } from './limits.ts';

const READ_LIMIT_MS = 10_000;

export interface BodyStreams {
  /** Asks for the body's bytes as they arrive. */
  start(exchange: Exchange): void;
  /** Resolves when the browser has answered whether it streams; at once for what is not streamed. */
  ready(exchange: Exchange): Promise<void>;
  data(exchange: Exchange, base64: string | undefined): void;
  /** A body that was read in another way (interception); replaces what was streamed. */
  replace(exchange: Exchange, bytes: Uint8Array): void;
  /** More bytes of a body that is read in another way. */
  append(exchange: Exchange, bytes: Uint8Array): void;
  /** Closes the body; reads it again from the browser where bytes are missing. */
  complete(exchange: Exchange): Promise<void>;
}

interface Stream {
  ready: Promise<void>;
  /** Chunks that came before the browser's answer; null once it has answered. */
  waiting: string[] | null;
  whole: boolean;
}

export function createBodyStreams(store: BodyStore, limits: RecordLimits, changed: () => void): BodyStreams {
  const streams = new Map<string, Stream>();
  /** Every chunk is decoded into the same memory: thousands of them would pile up before they are collected. */
  let scratch = Buffer.alloc(0);

  /** Holds until the next call. */
  function decoded(base64: string): Uint8Array {
    const most = Math.ceil((base64.length * 3) / 4);
    if (scratch.length < most) scratch = Buffer.allocUnsafeSlow(most);
    return scratch.subarray(0, scratch.write(base64, 'base64'));
  }

  function write(exchange: Exchange, bytes: Uint8Array): void {
    const sink = (exchange.sink ??= store.createSink());
    const room = Math.min(limits.maxBodyBytes - sink.length, limits.maxTotalBytes - store.totalBytes);
    if (bytes.length > room) exchange.truncated = 'length';
    sink.write(bytes.length > room ? bytes.subarray(0, Math.max(0, room)) : bytes);
  }

  async function openStream(exchange: Exchange, stream: Stream): Promise<void> {
    try {
      const answer = await exchange.session.send('Network.streamResourceContent', {
        requestId: exchange.requestId,
      });
      if (answer.bufferedData !== '') write(exchange, decoded(answer.bufferedData));
    } catch {
      // Already over, or streaming since an earlier hop: the byte count decides.
    }
    for (const chunk of stream.waiting ?? []) write(exchange, decoded(chunk));
    stream.waiting = null;
  }

  async function readAgain(exchange: Exchange): Promise<void> {
    try {
      const answer = await within(
        exchange.session.send('Network.getResponseBody', { requestId: exchange.requestId }),
        READ_LIMIT_MS,
      );
      const bytes = Buffer.from(answer.body, answer.base64Encoded ? 'base64' : 'utf8');
      if (bytes.length < (exchange.sink?.length ?? 0)) return;
      // Text comes decoded: other charsets than UTF-8 do not have the bytes that were sent any more.
      const exact = answer.base64Encoded || bytes.length === exchange.receivedBytes;
      if (!exact) exchange.truncated ??= 'unspecified';
      exchange.sink?.discard();
      exchange.sink = null;
      write(exchange, bytes);
    } catch {
      // The browser no longer has it (worker ended, page moved on): the missing bytes show in the outcome.
    }
  }

  return {
    start(exchange) {
      const stream: Stream = { ready: Promise.resolve(), waiting: [], whole: false };
      stream.ready = openStream(exchange, stream);
      streams.set(exchange.requestId, stream);
      changed();
    },
    async ready(exchange) {
      await streams.get(exchange.requestId)?.ready;
    },
    data(exchange, base64) {
      if (base64 === undefined || base64 === '') return;
      const stream = streams.get(exchange.requestId);
      if (stream?.whole === true) return;
      if (stream && stream.waiting !== null) stream.waiting.push(base64);
      else write(exchange, decoded(base64));
    },
    replace(exchange, bytes) {
      exchange.sink?.discard();
      exchange.sink = null;
      streams.set(exchange.requestId, { ready: Promise.resolve(), waiting: null, whole: true });
      write(exchange, bytes);
    },
    append: write,
    async complete(exchange) {
      if (exchange.body !== null) return;
      const stream = streams.get(exchange.requestId);
      await stream?.ready;
      streams.delete(exchange.requestId);
      if (!expectsBody(exchange)) {
        exchange.sink?.discard();
        exchange.sink = null;
        return;
      }
      // Bodies that scripts read as blobs go past the events: only the declared length tells of them.
      const got = exchange.sink?.length ?? 0;
      const missing = exchange.receivedBytes !== got || (got === 0 && carriedBytes(exchange) > 0);
      if (missing && stream?.whole !== true && exchange.truncated !== 'length') await readAgain(exchange);
      if (carriedBytes(exchange) > 0 && (exchange.sink?.length ?? 0) === 0)
        exchange.truncated ??= 'unspecified';
      exchange.body = (exchange.sink ?? store.createSink()).finish();
      exchange.sink = null;
    },
  };
}

/** What ends an empty body costs bytes too: 5 for a last chunk, 9 for a frame of HTTP/2. */
const EMPTY_BODY_BYTES = 16;

/** Bytes of the body on the wire, as far as the browser counted them. */
function carriedBytes({ encodedBytes, response }: Exchange): number {
  const bytes = (encodedBytes ?? 0) - (response?.encodedDataLength ?? 0);
  return bytes > EMPTY_BODY_BYTES ? bytes : 0;
}

async function within<T>(promise: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), limitMs);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
    promise.catch(() => undefined);
  }
}
