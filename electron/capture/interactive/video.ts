// data/recording.webm: frames are encoded in a browser of its own, so that the end of the recorded one does not take
// the film with it. That browser has no network: its page is answered by us. Pieces are on disk as soon as they come.

import { closeSync, openSync, writeSync } from 'node:fs';
import type { CDPSession } from 'puppeteer-core';
import { proxyFlags } from '../browser/address-rules.ts';
import { launchBrowser, type LaunchedBrowser } from '../browser/launch.ts';
import type { BrowserBinary } from '../types.ts';

/** https: WebCodecs are for secure pages only. Nothing is ever asked for under this name. */
const ENCODER_URL = 'https://encoder.invalid/';
const OPEN_LIMIT_MS = 20_000;
const FRAME_LIMIT_MS = 10_000;
const FINISH_LIMIT_MS = 20_000;
const BITS_PER_SECOND = 1_500_000;

/** The strip below the page, drawn by us: time, place in the film, address. */
export const STRIP_HEIGHT = 32;
export const FRAMES_PER_SECOND = 10;

export interface VideoSize {
  readonly width: number;
  readonly height: number;
}

export interface Video {
  readonly codec: string;
  /** Of the file so far. */
  readonly sizeBytes: number;
  /** Why nothing more is encoded (the encoder ended, the disk is full); null while all is well. */
  readonly failure: string | null;
  /** jpeg in base64, null: as before. Resolves when the encoder takes the next; rejects where it does not. */
  frame(jpeg: string | null, seconds: number, strip: string): Promise<void>;
  /** Writes the file's end (duration, index). False where it could not be written: the film still plays from its start. */
  finish(): Promise<boolean>;
  dispose(): Promise<void>;
}

export interface VideoInput {
  readonly binary: BrowserBinary;
  /** The built renderer/recorder. */
  readonly script: string;
  readonly tempDir: string;
  readonly target: string;
  readonly size: VideoSize;
  readonly signal: AbortSignal;
}

/** Rejects where no browser starts or it encodes no video; nothing is left running then. */
export async function openVideo(input: VideoInput): Promise<Video> {
  const { binary, tempDir, size, signal } = input;
  const launched = await launchBrowser({
    binary: { ...binary, args: [...binary.args, ...proxyFlags(null)] },
    workDir: tempDir,
    viewport: { width: 320, height: 240 },
    hostRules: 'MAP * ~NOTFOUND',
    signal,
    window: 'hidden',
  });
  try {
    return await within(openIn(launched, input, even(size)), OPEN_LIMIT_MS);
  } catch (error) {
    await launched.dispose();
    throw error;
  }
}

async function openIn(launched: LaunchedBrowser, input: VideoInput, size: VideoSize): Promise<Video> {
  const session = await openEncoderPage(launched, input.script);
  const setup = {
    ...size,
    stripHeight: STRIP_HEIGHT,
    frameRate: FRAMES_PER_SECOND,
    bitsPerSecond: BITS_PER_SECOND,
  };
  const file = openFile(input.target);
  session.on('Runtime.bindingCalled', ({ name, payload }) => {
    if (name === 'cunanChunk') file.write(payload);
  });
  const state = { failure: null as string | null };
  launched.browser.on('disconnected', () => {
    state.failure ??= 'the encoding browser ended';
  });
  const codec = await call<string | null>(session, `cunanVideo.open(${JSON.stringify(setup)})`);
  if (codec === null) {
    file.close();
    throw new Error('this browser encodes no video');
  }
  const failed = (error: unknown): void => {
    state.failure ??= (error instanceof Error ? error.message : String(error)).slice(0, 300);
  };
  return {
    codec,
    get sizeBytes() {
      return file.sizeBytes;
    },
    get failure() {
      return state.failure ?? file.failure;
    },
    async frame(jpeg, seconds, strip) {
      const values = [jpeg, seconds, strip].map((value) => JSON.stringify(value)).join(',');
      try {
        await within(call(session, `cunanVideo.frame(${values})`), FRAME_LIMIT_MS);
      } catch (error) {
        failed(error);
        throw error;
      }
    },
    async finish() {
      if (state.failure !== null || file.failure !== null) return false;
      try {
        await within(call(session, 'cunanVideo.finish()'), FINISH_LIMIT_MS);
      } catch (error) {
        failed(error);
      }
      return state.failure === null && file.failure === null;
    },
    async dispose() {
      await launched.dispose();
      file.close();
    },
  };
}

async function openEncoderPage({ session: browser }: LaunchedBrowser, script: string): Promise<CDPSession> {
  const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
  const session = browser.connection()?.session(sessionId);
  if (!session) throw new Error('the encoding page ended');
  session.on('Fetch.requestPaused', ({ requestId, request }) => {
    const answered =
      request.url === ENCODER_URL
        ? session.send('Fetch.fulfillRequest', {
            requestId,
            responseCode: 200,
            responseHeaders: [{ name: 'content-type', value: 'text/html; charset=utf-8' }],
            body: Buffer.from('<!doctype html><title>encoder</title>').toString('base64'),
          })
        : session.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
    answered.catch(() => undefined); // The page ended, which every call on it tells.
  });
  await session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
  await session.send('Runtime.enable');
  await session.send('Runtime.addBinding', { name: 'cunanChunk' });
  const { errorText } = await session.send('Page.navigate', { url: ENCODER_URL });
  if (errorText) throw new Error(errorText);
  await call(session, script);
  return session;
}

async function call<T = unknown>(session: CDPSession, expression: string): Promise<T> {
  const answer = await session.send('Runtime.evaluate', {
    expression,
    awaitPromise: true,
    returnByValue: true,
  });
  if (answer.exceptionDetails) {
    throw new Error(answer.exceptionDetails.exception?.description ?? answer.exceptionDetails.text);
  }
  return answer.result.value as T;
}

/** Writes happen inside event handlers: a full disk is remembered, never thrown. */
function openFile(path: string) {
  const fd = openSync(path, 'w', 0o600);
  const state = { sizeBytes: 0, failure: null as string | null, open: true };
  return {
    get sizeBytes() {
      return state.sizeBytes;
    },
    get failure() {
      return state.failure;
    },
    /** "<position> <base64>" */
    write(piece: string): void {
      if (state.failure !== null || !state.open) return;
      const blank = piece.indexOf(' ');
      const position = Number(piece.slice(0, blank));
      const bytes = Buffer.from(piece.slice(blank + 1), 'base64');
      try {
        let done = 0;
        while (done < bytes.length) {
          done += writeSync(fd, bytes, done, bytes.length - done, position + done);
        }
        state.sizeBytes = Math.max(state.sizeBytes, position + bytes.length);
      } catch (error) {
        state.failure = String(error).slice(0, 300);
      }
    },
    close(): void {
      if (!state.open) return;
      state.open = false;
      closeSync(fd);
    },
  };
}

/** Chroma is halved in both directions. */
function even({ width, height }: VideoSize): VideoSize {
  return { width: width & ~1, height: height & ~1 };
}

async function within<T>(promise: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
    promise.catch(() => undefined); // Lost the race: told already.
  }
}
