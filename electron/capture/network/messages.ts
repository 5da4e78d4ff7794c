// data/messages.jsonl: what went over WebSockets and event streams, one canonical JSON object per line, in order, bounded.
// A WARC has no record for them. Each message is kept up to a limit, with its true length beside it.

import { createHash } from 'node:crypto';
import type { CDPSession, Protocol } from 'puppeteer-core';
import { canonicalJson } from '../../../shared/bytes/canonical-json.ts';
import type { Clock } from '../../platform/ports.ts';
import type { BodySink, BodyStore, StoredBody } from './body-store.ts';
import { headerText, type HeaderList } from './exchange.ts';
import type { PrivateHeaders } from './private-headers.ts';

const MESSAGE_LIMITS = {
  lines: 20_000,
  messageBytes: 65_536,
  totalBytes: 32_000_000,
  urlChars: 8_192,
};

export interface MessageLog {
  readonly lines: number;
  /** Not written because a limit was reached. */
  readonly dropped: number;
  attach(session: CDPSession): void;
  /** The file; null where there was no message. Nothing is written afterwards. */
  finish(): StoredBody | null;
}

type Line = Readonly<Record<string, unknown>>;

export function createMessageLog(store: BodyStore, privateHeaders: PrivateHeaders, clock: Clock): MessageLog {
  let sink: BodySink | null = null;
  let lines = 0;
  let dropped = 0;
  let finished = false;
  /** Short numbers for the browser's request ids, and the addresses they belong to. */
  const sources = new Map<string, { readonly id: number; readonly url: string }>();

  function add(requestId: string, kind: string, fields: Line): void {
    const source = sources.get(requestId) ?? { id: sources.size + 1, url: '' };
    if (finished) return;
    if (lines >= MESSAGE_LIMITS.lines || (sink?.length ?? 0) >= MESSAGE_LIMITS.totalBytes) {
      dropped += 1;
      return;
    }
    sink ??= store.createSink();
    const line = canonicalJson({
      at: clock.now().toISOString(),
      kind,
      source: source.id,
      url: source.url,
      ...fields,
    });
    sink.write(Buffer.from(`${line}\n`));
    lines += 1;
  }

  function open(requestId: string, url: string): void {
    if (sources.size >= MESSAGE_LIMITS.lines) return;
    sources.set(requestId, {
      id: sources.size + 1,
      url: url.slice(0, MESSAGE_LIMITS.urlChars).toWellFormed(),
    });
  }

  function head(
    requestId: string,
    message: 'request' | 'response',
    headers: Protocol.Network.Headers,
  ): HeaderList {
    const list = Object.entries(headers).flatMap(([name, value]) =>
      value.split('\n').map((each): readonly [string, string] => [name, each]),
    );
    return privateHeaders
      .withhold(sources.get(requestId)?.url ?? '', message, list)
      .map(([name, value]) => [name.toWellFormed(), headerText(value).toWellFormed()] as const);
  }

  return {
    get lines() {
      return lines;
    },
    get dropped() {
      return dropped;
    },
    attach(session) {
      session.on('Network.webSocketCreated', ({ requestId, url }) => {
        open(requestId, url);
        add(requestId, 'websocket-open', {});
      });
      session.on('Network.webSocketHandshakeResponseReceived', ({ requestId, response }) => {
        add(requestId, 'websocket-handshake', {
          status: response.status,
          requestHeaders: head(requestId, 'request', response.requestHeaders ?? {}),
          responseHeaders: head(requestId, 'response', response.headers),
        });
      });
      session.on('Network.webSocketFrameSent', ({ requestId, response }) =>
        add(requestId, 'websocket-sent', frameOf(response)),
      );
      session.on('Network.webSocketFrameReceived', ({ requestId, response }) =>
        add(requestId, 'websocket-received', frameOf(response)),
      );
      session.on('Network.webSocketFrameError', ({ requestId, errorMessage }) =>
        add(requestId, 'websocket-error', { error: errorMessage.slice(0, 1_000).toWellFormed() }),
      );
      session.on('Network.webSocketClosed', ({ requestId }) => add(requestId, 'websocket-closed', {}));
      session.on('Network.requestWillBeSent', ({ requestId, type, request }) => {
        if (type === 'EventSource') open(requestId, request.url);
      });
      session.on('Network.eventSourceMessageReceived', ({ requestId, eventName, eventId, data }) =>
        add(requestId, 'event-source', {
          event: eventName.slice(0, 1_000).toWellFormed(),
          eventId: eventId.slice(0, 1_000).toWellFormed(),
          ...contentOf(Buffer.from(data), true),
        }),
      );
    },
    finish() {
      finished = true;
      if (sink === null) return null;
      if (dropped > 0)
        sink.write(Buffer.from(`${canonicalJson({ kind: 'limit', droppedMessages: dropped })}\n`));
      return sink.finish();
    },
  };
}

/** RFC 6455 5.6: opcode 1 is text, everything else comes as base64. */
function frameOf({ opcode, payloadData }: Protocol.Network.WebSocketFrame): Line {
  const text = opcode === 1;
  return { opcode, ...contentOf(Buffer.from(payloadData, text ? 'utf8' : 'base64'), text) };
}

function contentOf(bytes: Buffer, text: boolean): Line {
  const kept = bytes.subarray(0, MESSAGE_LIMITS.messageBytes);
  return {
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    ...(kept.length < bytes.length ? { truncated: true } : {}),
    ...(text ? { text: kept.toString('utf8') } : { base64: kept.toString('base64') }),
  };
}
