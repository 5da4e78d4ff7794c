// Captures fixture pages for the tests and reads what came out: pixels and bytes, never the capture's own word alone.

import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { discoverBrowser } from '../../../electron/capture/browser/discover.ts';
import { captureUrl } from '../../../electron/capture/capture.ts';
import type {
  BrowserBinary,
  CaptureDeps,
  CaptureHooks,
  CaptureResult,
} from '../../../electron/capture/types.ts';
import { captureOptionsInput, type CaptureOptions } from '../../../shared/api/inputs.ts';
import type { SessionInput } from '../../../shared/api/session-input.ts';
import { bandColour, type Rgb } from '../../sites/pictures.ts';

export interface Captured extends CaptureResult {
  readonly workDir: string;
  /** Bytes of a file of the result by its path in the package. */
  read(path: string): Promise<Buffer>;
  readonly frames: readonly Uint8Array[];
}

export interface CaptureSetup {
  readonly options?: Partial<CaptureOptions>;
  readonly session?: SessionInput;
  readonly deps?: Partial<CaptureDeps>;
  readonly hooks?: Partial<CaptureHooks>;
  readonly browserArgs?: readonly string[];
  /** A folder of newFolder(); a new one where it is left out. */
  readonly workDir?: string;
}

const folders: string[] = [];

export async function findBrowser(): Promise<BrowserBinary> {
  return discoverBrowser(process.env['CUNAN_BROWSER'] ?? null);
}

export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cunan-capture-'));
  folders.push(folder);
  return folder;
}

export async function removeFolders(): Promise<void> {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
}

export async function capture(url: string, setup: CaptureSetup = {}): Promise<Captured> {
  const workDir = setup.workDir ?? (await newFolder());
  const browser = await findBrowser();
  const frames: Uint8Array[] = [];
  const result = await captureUrl(
    {
      url,
      workDir,
      ...(setup.session && { session: setup.session }),
      options: captureOptionsInput.parse({ allowPrivateHosts: ['127.0.0.1'], ...setup.options }),
    },
    {
      clock: { now: () => new Date(), monotonicMs: () => performance.now() },
      random: { bytes: (length) => randomBytes(length) },
      log: { info: () => undefined, warn: () => undefined, error: () => 'test' },
      browser: { ...browser, args: [...browser.args, ...(setup.browserArgs ?? [])] },
      softwareVersion: '0.0.0-test',
      ownPorts: [],
      ...setup.deps,
    },
    {
      signal: new AbortController().signal,
      onStep: () => undefined,
      onFrame: (jpeg) => frames.push(jpeg),
      ...setup.hooks,
    },
  );
  return {
    ...result,
    workDir,
    frames,
    read: (path) => {
      const file = result.files.find((each) => each.path === path);
      if (!file) throw new Error(`not in the result: ${path}`);
      return readFile(file.source);
    },
  };
}

export function codes(captured: CaptureResult): readonly string[] {
  return captured.record.reasons.map(({ code }) => code);
}

export interface Pixels {
  readonly width: number;
  readonly height: number;
  at(x: number, y: number): Rgb;
}

export async function pixels(png: Buffer): Promise<Pixels> {
  const { data, info } = await sharp(png, { limitInputPixels: false, unlimited: true })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    at(x, y) {
      const start = (y * info.width + x) * 3;
      return [data[start]!, data[start + 1]!, data[start + 2]!];
    },
  };
}

/** Numbers of the bands (height css px each) whose middle has not the colour that belongs to them. */
export function wrongBands(
  picture: Pixels,
  count: number,
  height: number,
  x: number,
  scale = 1,
): readonly number[] {
  return Array.from({ length: count }, (_, index) => index).filter((index) => {
    const wanted = bandColour(index);
    const found = picture.at(x * scale, (index * height + (height >> 1)) * scale);
    return wanted.some((channel, part) => Math.abs(channel - found[part]!) > 2);
  });
}
