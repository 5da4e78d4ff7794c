// The pipe to a browser as puppeteer's transport, made for browsers that show hostile pages: a page chooses the length
// of many messages (console texts, DOM snapshots), and one that is longer than a JavaScript string can be would end
// our process. Longer ones are dropped and counted; whoever waits for one as an answer gets an error.

import type { Readable, Writable } from 'node:stream';
import type { ConnectionTransport } from 'puppeteer-core';

/** An answer was asked for and may be large (pictures, MHTML): still below what a string holds (512 MiB). */
const MAX_ANSWER_BYTES = 400 * 1024 * 1024;
/** Nobody asked for an event; the largest useful ones carry what a page posts. */
const MAX_EVENT_BYTES = 32 * 1024 * 1024;
/** Read ahead of what has been handled; then the browser waits. */
const MAX_QUEUED_BYTES = 16 * 1024 * 1024;
const EDGE_BYTES = 256;

export interface PipeTransport extends ConnectionTransport {
  /** Messages that were longer than the limit. */
  readonly dropped: number;
}

export interface PipeLimits {
  readonly maxAnswerBytes: number;
  readonly maxEventBytes: number;
}

export function createPipeTransport(
  write: Writable,
  read: Readable,
  limits: PipeLimits = { maxAnswerBytes: MAX_ANSWER_BYTES, maxEventBytes: MAX_EVENT_BYTES },
): PipeTransport {
  const queue: Buffer[] = [];
  let queuedBytes = 0;
  let parts: Buffer[] = [];
  let length = 0;
  let limit = 0;
  let head = '';
  let tail = Buffer.alloc(0);
  let closed = false;
  let dropped = 0;

  const transport: PipeTransport = {
    get dropped() {
      return dropped;
    },
    send(message) {
      if (closed) return;
      write.write(message);
      write.write('\0');
    },
    close() {
      closed = true;
      read.destroy();
      write.destroy();
    },
  };

  function take(piece: Buffer): void {
    if (length === 0) {
      head = piece.toString('latin1', 0, EDGE_BYTES);
      limit = /^\s*\{\s*"id"/.test(head) ? limits.maxAnswerBytes : limits.maxEventBytes;
    }
    length += piece.length;
    if (length <= limit) parts.push(piece);
    else {
      parts = [];
      tail = Buffer.concat([tail, piece.subarray(-EDGE_BYTES)]).subarray(-EDGE_BYTES);
    }
  }

  function end(): void {
    const whole = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    const message = length <= limit ? whole : refusal();
    parts = [];
    length = 0;
    tail = Buffer.alloc(0);
    if (message === null) return;
    queue.push(message);
    queuedBytes += message.length;
    if (queuedBytes > MAX_QUEUED_BYTES) read.pause();
    // One at a time: what waits for an answer goes on before the next message is heard.
    setImmediate(deliver);
  }

  /** What stands in an answer's place; null for an event. */
  function refusal(): Buffer | null {
    dropped += 1;
    const id = /"id"\s*:\s*(\d+)/.exec(head)?.[1];
    if (limit !== limits.maxAnswerBytes || id === undefined) return null;
    const sessionId = /"sessionId"\s*:\s*"([^"]+)"\s*\}$/.exec(tail.toString('latin1'))?.[1];
    const error = { code: -32_000, message: `the browser's answer is longer than ${limit} bytes` };
    return Buffer.from(JSON.stringify({ id: Number(id), error, ...(sessionId ? { sessionId } : {}) }));
  }

  function deliver(): void {
    const message = queue.shift();
    if (message === undefined) return;
    queuedBytes -= message.length;
    if (queuedBytes <= MAX_QUEUED_BYTES && read.isPaused()) read.resume();
    if (!closed) transport.onmessage?.(message.toString());
  }

  read.on('data', (chunk: Buffer) => {
    let start = 0;
    for (let zero = chunk.indexOf(0); zero !== -1; zero = chunk.indexOf(0, start)) {
      take(chunk.subarray(start, zero));
      end();
      start = zero + 1;
    }
    if (start < chunk.length) take(chunk.subarray(start));
  });
  read.on('close', () => transport.onclose?.());
  // A browser that ended takes its pipe with it; the close event tells.
  read.on('error', () => undefined);
  write.on('error', () => undefined);
  return transport;
}
