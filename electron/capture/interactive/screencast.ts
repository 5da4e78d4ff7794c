// The browser's own screencast -> frames of the film, stamped by our clock when they arrive. At most ten a second; a
// page that stands still is filmed once a second with the time running on below it, and is asked whether it lives.

import type { VideoFacts } from '../../../shared/evidence/recording.ts';
import type { Clock } from '../../platform/ports.ts';
import type { OpenPage } from '../page/open-page.ts';
import type { Gaps } from './gaps.ts';
import { stripText } from './strip.ts';
import { FRAMES_PER_SECOND, STRIP_HEIGHT, type Video, type VideoSize } from './video.ts';

const FRAME_MS = 1_000 / FRAMES_PER_SECOND;
const BEAT_MS = 1_000;
/** After so long without a picture the page is asked whether it answers. */
const ASK_AFTER_MS = 2_000;
const ANSWER_LIMIT_MS = 2_000;
/** After the last change of the page, pictures that fell between two acknowledgements are asked for once. */
const REFRESH_AFTER_MS = 400;
const LATE_MS = 2_000;
const JPEG_QUALITY = 80;

export interface Screencast {
  /** Base64 of the newest picture of the page; null before the first. */
  readonly newest: string | null;
  /** Ends the film at this moment. */
  stop(): Promise<VideoFacts>;
}

export interface ScreencastInput {
  readonly page: OpenPage;
  readonly video: Video;
  readonly size: VideoSize;
  readonly clock: Clock;
  readonly gaps: Gaps;
  /** Monotonic clock at the film's first frame. */
  readonly beganMs: number;
  /** What the strip says of the address. */
  readonly address: () => string;
}

export async function startScreencast(input: ScreencastInput): Promise<Screencast> {
  const { page, video, size, clock, gaps } = input;
  const { session } = page;
  const counts = { frames: 0, repeated: 0, dropped: 0 };
  const timers = new Set<NodeJS.Timeout>();
  let newest: string | null = null;
  let waiting: { readonly jpeg: string; readonly atMs: number } | null = null;
  let encoding: Promise<void> | null = null;
  let stopped = false;
  let changed = false;
  let refreshing = false;
  let lastPictureMs = clock.monotonicMs();
  let lastEncodedMs = -Infinity;
  let asking = false;

  const offset = (): number => clock.monotonicMs() - input.beganMs;

  function later(milliseconds: number, work: () => unknown): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (!stopped) void work();
    }, milliseconds);
    timers.add(timer);
  }

  /** One frame at a time; of those that come meanwhile the newest is kept. */
  function encode(jpeg: string | null, arrivedMs = offset()): Promise<void> {
    if (encoding !== null) {
      if (jpeg === null) return encoding;
      if (waiting !== null) counts.dropped += 1;
      waiting = { jpeg, atMs: arrivedMs };
      return encoding;
    }
    encoding = encodeNow(jpeg, arrivedMs);
    return encoding;
  }

  async function encodeNow(jpeg: string | null, arrivedMs: number): Promise<void> {
    const began = clock.monotonicMs();
    const atMs = Math.max(arrivedMs, lastEncodedMs + 1);
    lastEncodedMs = atMs;
    try {
      if (video.failure !== null) throw new Error(video.failure);
      await video.frame(jpeg, atMs / 1_000, stripText(clock.now(), atMs, input.address(), gaps.open));
      counts.frames += 1;
      if (jpeg === null) counts.repeated += 1;
      if (clock.monotonicMs() - began > LATE_MS) {
        gaps.begin('encoder', atMs);
        gaps.end('encoder', offset());
      }
    } catch {
      gaps.begin('encoder', atMs); // Why stands in video.failure.
    }
    encoding = null;
    const next = waiting;
    waiting = null;
    if (next !== null) later(0, () => encode(next.jpeg, next.atMs));
  }

  session.on('Page.screencastFrame', (frame) => {
    if (stopped) return;
    newest = frame.data;
    lastPictureMs = clock.monotonicMs();
    gaps.end('unresponsive', offset());
    changed = !refreshing;
    refreshing = false;
    later(FRAME_MS * 0.9, () => {
      session.send('Page.screencastFrameAck', { sessionId: frame.sessionId }).catch(() => undefined);
    });
    void encode(frame.data);
  });
  session.on('Page.screencastVisibilityChanged', ({ visible }) => {
    if (stopped || refreshing) return;
    if (visible) gaps.end('hidden', offset());
    else gaps.begin('hidden', offset());
  });
  session.on('Page.javascriptDialogOpening', () => gaps.begin('dialog', offset()));
  session.on('Page.javascriptDialogClosed', () => gaps.end('dialog', offset()));

  async function ask(): Promise<void> {
    if (asking || gaps.open.length > 0) return;
    asking = true;
    const fromMs = offset();
    const answer = session.send('Runtime.evaluate', { expression: '1' }).then(
      () => true,
      () => false, // The page is gone, which ends the recording.
    );
    const limit = new Promise<null>((resolve) => {
      later(ANSWER_LIMIT_MS, () => resolve(null));
    });
    if ((await Promise.race([answer, limit])) === null && !gaps.open.includes('dialog')) {
      gaps.begin('unresponsive', fromMs);
      await answer;
      gaps.end('unresponsive', offset());
    }
    asking = false;
  }

  async function refresh(): Promise<void> {
    changed = false;
    refreshing = true;
    await session.send('Page.stopScreencast');
    if (!stopped) await start();
  }

  const start = (): Promise<unknown> =>
    session.send('Page.startScreencast', {
      format: 'jpeg',
      quality: JPEG_QUALITY,
      maxWidth: size.width,
      maxHeight: size.height,
      everyNthFrame: 1,
    });

  const beat = setInterval(() => {
    const now = clock.monotonicMs();
    if (encoding === null && offset() - lastEncodedMs > BEAT_MS * 0.9) void encode(null);
    if (changed && now - lastPictureMs > REFRESH_AFTER_MS) refresh().catch(() => undefined);
    else if (now - lastPictureMs > ASK_AFTER_MS) void ask();
  }, BEAT_MS);

  await start();
  await encode(null);

  return {
    get newest() {
      return newest;
    },
    async stop() {
      const endMs = offset();
      stopped = true;
      clearInterval(beat);
      for (const timer of timers) clearTimeout(timer);
      session.send('Page.stopScreencast').catch(() => undefined);
      await encoding;
      const last = waiting;
      waiting = null;
      if (last !== null) await encode(last.jpeg, last.atMs);
      await encode(null, endMs);
      if (video.failure !== null) gaps.begin('encoder', endMs);
      gaps.endAll(endMs);
      const whole = await video.finish();
      return {
        path: 'data/recording.webm',
        codec: video.codec,
        widthPx: size.width & ~1,
        heightPx: (size.height & ~1) + STRIP_HEIGHT,
        stripPx: STRIP_HEIGHT,
        framesPerSecond: FRAMES_PER_SECOND,
        ...counts,
        sizeBytes: video.sizeBytes,
        whole,
      };
    },
  };
}
