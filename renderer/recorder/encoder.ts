// The page in which a recording is encoded: JPEG frames in, WebM out, piece by piece. It runs in a browser of its own
// that has no network, driven over the debugging pipe (electron/capture/interactive/video.ts).

import { CanvasSource, Output, Quality, StreamTarget, WebMOutputFormat, canEncodeVideo } from 'mediabunny';

declare global {
  interface Window {
    /** Set by the driver: takes "<position> <base64>". */
    cunanChunk(text: string): void;
    cunanVideo: typeof video;
  }
}

export interface VideoSetup {
  readonly width: number;
  /** Of the page alone, without the strip below it. */
  readonly height: number;
  readonly stripHeight: number;
  readonly frameRate: number;
  readonly bitsPerSecond: number;
}

const CODECS = ['vp8', 'vp9'] as const;
const KEY_FRAME_SECONDS = 5;
const STRIP_FONT = '14px "DejaVu Sans Mono", Menlo, Consolas, monospace';

interface Running {
  readonly output: Output;
  readonly source: CanvasSource;
  readonly context: OffscreenCanvasRenderingContext2D;
  readonly setup: VideoSetup;
}

let running: Running | null = null;

const video = {
  /** The codec that is used; null where this browser can encode none. */
  async open(setup: VideoSetup): Promise<string | null> {
    if (typeof VideoEncoder === 'undefined') return null;
    const size = { width: setup.width, height: setup.height + setup.stripHeight };
    const quality = new Quality({ bitrate: setup.bitsPerSecond, bitrateMode: 'variable' });
    const options = { ...size, quality, frameRate: setup.frameRate, latencyMode: 'realtime' } as const;
    for (const codec of CODECS) {
      if (!(await canEncodeVideo(codec, options))) continue;
      const canvas = new OffscreenCanvas(size.width, size.height);
      const context = canvas.getContext('2d', { alpha: false })!;
      const source = new CanvasSource(canvas, {
        codec,
        quality,
        latencyMode: 'realtime',
        keyFrameInterval: KEY_FRAME_SECONDS,
      });
      const output = new Output({ format: new WebMOutputFormat(), target: new StreamTarget(chunks()) });
      output.addVideoTrack(source, { frameRate: setup.frameRate });
      await output.start();
      running = { output, source, context, setup };
      return codec;
    }
    return null;
  },

  /** One picture of the film; jpeg null: the one before stands still, with a new strip below it. */
  async frame(jpeg: string | null, seconds: number, strip: string): Promise<void> {
    if (running === null) throw new Error('no video is open');
    const { context, setup, source } = running;
    if (jpeg !== null) {
      const picture = await createImageBitmap(new Blob([bytesOf(jpeg)], { type: 'image/jpeg' }));
      const scale = Math.min(setup.width / picture.width, setup.height / picture.height);
      const width = Math.round(picture.width * scale);
      const height = Math.round(picture.height * scale);
      context.fillStyle = '#000';
      context.fillRect(0, 0, setup.width, setup.height);
      context.drawImage(picture, 0, 0, width, height);
      picture.close();
    }
    context.fillStyle = '#101820';
    context.fillRect(0, setup.height, setup.width, setup.stripHeight);
    context.fillStyle = '#fff';
    context.font = STRIP_FONT;
    context.textBaseline = 'middle';
    context.fillText(strip, 10, setup.height + setup.stripHeight / 2);
    await source.add(seconds);
  },

  async finish(): Promise<void> {
    await running?.output.finalize();
    running = null;
  },
};

window.cunanVideo = video;

function chunks(): WritableStream<{ readonly data: Uint8Array; readonly position: number }> {
  return new WritableStream({
    write({ data, position }) {
      window.cunanChunk(`${position} ${base64Of(data)}`);
    },
  });
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}

const PIECE = 0x8000;

function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += PIECE) {
    text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  }
  return btoa(text);
}
