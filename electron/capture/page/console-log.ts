// data/console.jsonl: console messages, uncaught errors, the browser's own log entries and dialogs, one canonical
// JSON object per line, in order, bounded.

import type { CDPSession, Protocol } from 'puppeteer-core';
import { canonicalJson } from '../../../shared/bytes/canonical-json.ts';
import type { Clock } from '../../platform/ports.ts';

const MAX_LINES = 10_000;
const MAX_TEXT = 10_000;
const MAX_ARGUMENTS = 50;
const MAX_CHARACTERS = 8_000_000;

export interface ConsoleLog {
  /** Uncaught errors of scripts. */
  readonly exceptions: number;
  attach(session: CDPSession, targetType: string): void;
  add(kind: string, level: string, text: string, url: string | null): void;
  /** Lines that did not fit; a session that had filled the log is not listened to any more. */
  readonly dropped: number;
  /** The file's text. */
  text(): string;
}

export function createConsoleLog(clock: Clock): ConsoleLog {
  const lines: string[] = [];
  const muted = new WeakSet<CDPSession>();
  let dropped = 0;
  let exceptions = 0;
  let characters = 0;
  const isFull = (): boolean => lines.length >= MAX_LINES || characters >= MAX_CHARACTERS;

  function add(kind: string, level: string, text: string, url: string | null): void {
    if (isFull()) {
      dropped += 1;
      return;
    }
    const line = canonicalJson({
      at: clock.now().toISOString(),
      kind,
      level,
      text: text.slice(0, MAX_TEXT).toWellFormed(),
      url: url === null ? null : url.slice(0, MAX_TEXT).toWellFormed(),
    });
    lines.push(line);
    characters += line.length;
  }

  /** A page that floods the log is not listened to any more: it would keep this process busy for nothing. */
  function muteWhenFull(session: CDPSession): void {
    if (!isFull() || muted.has(session)) return;
    muted.add(session);
    session.send('Runtime.disable').catch(() => undefined); // Gone by itself.
    session.send('Log.disable').catch(() => undefined);
  }

  return {
    get exceptions() {
      return exceptions;
    },
    add,
    attach(session, targetType) {
      session.on('Runtime.consoleAPICalled', (event) => {
        const text = event.args.slice(0, MAX_ARGUMENTS).map(describe).join(' ');
        add('console', event.type, text, event.stackTrace?.callFrames[0]?.url ?? targetType);
        muteWhenFull(session);
      });
      session.on('Runtime.exceptionThrown', ({ exceptionDetails }) => {
        exceptions += 1;
        const text = exceptionDetails.exception?.description ?? exceptionDetails.text;
        add('exception', 'error', text, exceptionDetails.url ?? null);
        muteWhenFull(session);
      });
      session.on('Log.entryAdded', ({ entry }) => add('log', entry.level, entry.text, entry.url ?? null));
    },
    get dropped() {
      return dropped;
    },
    text() {
      const end = dropped === 0 ? [] : [canonicalJson({ kind: 'limit', droppedLines: dropped })];
      return [...lines, ...end].map((line) => `${line}\n`).join('');
    },
  };
}

function describe(value: Protocol.Runtime.RemoteObject): string {
  if (value.type === 'string') return String(value.value);
  return value.description ?? (value.value === undefined ? value.type : String(value.value));
}
