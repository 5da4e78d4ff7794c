// A person at work in a recorded browser: a screen (Xvfb), a recording, and a hand that clicks and types by the
// browser's own input events.

import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { startRecording } from '../../../electron/capture/interactive/recording.ts';
import type { Recording, RecordingRequest } from '../../../electron/capture/interactive/types.ts';
import type { CaptureDeps } from '../../../electron/capture/types.ts';
import { captureOptionsInput } from '../../../shared/api/inputs.ts';
import type { Rgb } from '../../sites/pictures.ts';
import { findBrowser, newFolder, pixels } from './harness.ts';

const ENCODER = join(import.meta.dirname, '../../../out/recorder/encoder.js');

/** Starts a screen and makes it this process's own. */
export async function startScreen(): Promise<ChildProcess> {
  const screen = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp', '-noreset'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const [number] = (await once(createInterface(screen.stdio[3] as Readable), 'line')) as [string];
  process.env['DISPLAY'] = `:${number.trim()}`;
  delete process.env['WAYLAND_DISPLAY'];
  return screen;
}

export interface Person {
  readonly recording: Recording;
  readonly workDir: string;
  click(x: number, y: number): Promise<void>;
  type(text: string): Promise<void>;
  pressMarkKey(): Promise<void>;
  /** Waits until the page is seen in this colour; says when in the film that was, in seconds. */
  see(x: number, y: number, colour: Rgb): Promise<number>;
  /** Waits for so many pictures that differ from the one before. */
  seeChanges(count: number): Promise<void>;
  /** Until the recording has seen it. */
  until(what: string, seen: () => boolean): Promise<void>;
}

export async function record(
  url: string,
  change: Partial<RecordingRequest> = {},
  surroundings: Pick<CaptureDeps, 'environment' | 'resolve' | 'memoryLimitBytes'> = {},
): Promise<Person> {
  if (!existsSync(ENCODER)) throw new Error('npm run build:recorder comes first');
  const workDir = await newFolder();
  let frame: Uint8Array | null = null;
  const recording = await startRecording(
    {
      url,
      workDir,
      options: captureOptionsInput.parse({ allowPrivateHosts: ['127.0.0.1'] }),
      limits: { maxDurationMs: 120_000, maxBytes: 1_000_000_000 },
      window: 'visible',
      encoderScript: ENCODER,
      ...change,
    },
    {
      clock: { now: () => new Date(), monotonicMs: () => performance.now() },
      random: { bytes: (length) => randomBytes(length) },
      log: { info: () => undefined, warn: () => undefined, error: () => 'test' },
      browser: await findBrowser(),
      softwareVersion: '0.0.0-test',
      ownPorts: [],
      ...surroundings,
    },
    {
      signal: new AbortController().signal,
      onStep: () => undefined,
      onFrame: (jpeg) => {
        frame = jpeg;
      },
      onState: () => undefined,
    },
  );
  const { session } = recording.page;
  return {
    recording,
    workDir,
    async click(x, y) {
      const at = { x, y, button: 'left', clickCount: 1 } as const;
      await session.send('Input.dispatchMouseEvent', { type: 'mousePressed', ...at });
      await session.send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...at });
    },
    async type(text) {
      for (const char of text) await session.send('Input.dispatchKeyEvent', { type: 'char', text: char });
    },
    async pressMarkKey() {
      const key = { key: 'M', code: 'KeyM', modifiers: 9, windowsVirtualKeyCode: 77 };
      await session.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key });
      await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
    },
    async see(x, y, colour) {
      for (let tries = 0; ; tries++) {
        if (tries > 300) throw new Error(`never seen: ${colour.join()}`);
        if (frame !== null && near((await pixels(Buffer.from(frame))).at(x, y), colour, 12)) {
          return recording.state().elapsedMs / 1_000;
        }
        await delay(200);
      }
    },
    async seeChanges(count) {
      for (let left = count, before = frame, tries = 0; left > 0; tries++) {
        if (tries > 300) throw new Error('nothing moves');
        if (frame !== before) left -= 1;
        before = frame;
        await delay(200);
      }
    },
    async until(what, seen) {
      for (let tries = 0; !seen(); tries++) {
        if (tries > 600) throw new Error(`never seen: ${what}`);
        await delay(50);
      }
    },
  };
}

/** Films and JPEG pictures are lossy: the colour of a page that is all one colour. */
export function near(found: Rgb, wanted: Rgb, tolerance: number): boolean {
  return found.every((channel, part) => Math.abs(channel - wanted[part]!) <= tolerance);
}
