// Interactive captures as a person makes them: a real window on a real (virtual) screen, real input, and what came out
// judged by the film's pixels, the server's own log, and every byte of the package.

import { join } from 'node:path';
import { execFileSync, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { cp, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { assertDisplay } from '../../../electron/capture/interactive/display.ts';
import { salvageRecording } from '../../../electron/capture/interactive/salvage.ts';
import { planFilm } from '../../../electron/capture/interactive/webm.ts';
import type { CaptureResult } from '../../../electron/capture/types.ts';
import { recordingMisfit } from '../../../shared/evidence/recording-shape.ts';
import type { FilmMend, RecordingFacts } from '../../../shared/evidence/recording.ts';
import type { RandomAccess } from '../../../shared/zip/random-access.ts';
import { bandColour } from '../../sites/pictures.ts';
import { COOKIE, PASSWORD, TOKEN } from '../../sites/routes/session.ts';
import { startSites, type Site } from '../../sites/server.ts';
import { count, describeWith } from '../../tools.ts';
import { environmentOf, linuxFiles, portsOf } from '../../unit/environment/ports.ts';
import { openFilm, type Film } from './film.ts';
import { newFolder, pixels, removeFolders } from './harness.ts';
import { near, record, startScreen } from './person.ts';

const READER = `
import gzip, sys, zipfile
for path in sys.argv[1:]:
    data = open(path, 'rb').read()
    sys.stdout.buffer.write(data)
    if path.endswith('.wacz'):
        z = zipfile.ZipFile(path)
        for name in z.namelist():
            inner = z.read(name)
            sys.stdout.buffer.write(gzip.decompress(inner) if name.endswith('.gz') else inner)
`;

/** Every byte of these files, and of what is packed in them. */
function allBytes(files: CaptureResult['files']): Buffer {
  const sources = files.map(({ source }) => source);
  return execFileSync('python3', ['-c', READER, ...sources], { maxBuffer: 1 << 28 });
}

function eventsAreChained(text: string): boolean {
  let previous = '0'.repeat(64);
  return text
    .trimEnd()
    .split('\n')
    .every((line, index) => {
      const { prev, seq } = JSON.parse(line) as { prev: string; seq: number };
      const fits = prev === previous && seq === index;
      previous = createHash('sha256').update(line).digest('hex');
      return fits;
    });
}

const sourceOf = (result: CaptureResult, path: string): string =>
  result.files.find((file) => file.path === path)!.source;
const codesOf = ({ record: { reasons } }: CaptureResult): readonly string[] =>
  reasons.map(({ code }) => code);

it('a computer without a screen says so', () => {
  expect(() => assertDisplay({ platform: 'linux', env: {} })).toThrow('capture/no-display');
  expect(() => assertDisplay({ platform: 'linux', env: { DISPLAY: ':0' } })).not.toThrow();
  expect(() => assertDisplay({ platform: 'win32', env: {} })).not.toThrow();
});

describeWith(['Xvfb', 'python3'], 'a person signs in, looks around and marks what matters', () => {
  let site: Site;
  let screen: ChildProcess;
  let result: CaptureResult;
  let facts: RecordingFacts;
  let film: Film;
  const seen: { readonly colour: number; readonly seconds: number }[] = [];

  beforeAll(async () => {
    site = await startSites();
    screen = await startScreen();
    const person = await record(`${site.url}/shop/login`);
    const { recording } = person;
    const at = (path: string) => (): boolean => {
      const last = recording.state().navigations.at(-1);
      return last?.url === site.url + path && last.picture !== null;
    };
    const look = async (path: string, colour: number): Promise<void> => {
      await person.until(path, at(path));
      seen.push({ colour, seconds: await person.see(900, 600, bandColour(colour)) });
    };
    await look('/shop/login', 1);
    await person.click(100, 60);
    await person.type('alice');
    await person.click(100, 100);
    await person.type(PASSWORD);
    await recording.mark('登录前 before signing in');
    await person.click(100, 140);
    await look('/shop/home', 2);
    await person.click(100, 60);
    await look('/shop/item', 3);
    await person.pressMarkKey();
    await person.until('mark', () => recording.state().marks.length === 2);
    await recording.page.session.send('Page.navigate', { url: `${site.url}/shop/home` });
    await look('/shop/home', 2);
    await person.click(100, 110);
    await look('/shop/film', 4);
    await person.seeChanges(3);
    recording.stop();
    result = await recording.done;
    facts = result.record.recording!;
    film = await openFilm(await readFile(sourceOf(result, 'data/recording.webm')));
  }, 240_000);

  afterAll(async () => {
    await film?.close();
    await site?.close();
    screen?.kill();
    await removeFolders();
  });

  it('is complete and says how it was made', () => {
    // A machine too busy to encode in time has gaps, and says so.
    const busy = result.record.reasons.filter(({ code }) => code === 'recording-gap');
    expect(result.record.reasons).toEqual(busy);
    expect(result.record).toMatchObject({
      state: busy.length === 0 ? 'COMPLETE' : 'PARTIAL',
      method: 'process',
      title: 'Film',
    });
    expect(result.record.browser).toMatchObject({ headless: false, freshProfile: true });
    expect(facts).toMatchObject({ cut: null, videoAbsentReason: null, video: { whole: true } });
  });

  it('films every page in its time, from the start to the stop', async () => {
    expect(Math.abs(film.durationSeconds * 1_000 - facts.durationMs)).toBeLessThan(1_500);
    expect(film).toMatchObject({ width: facts.video!.widthPx, height: facts.video!.heightPx });
    const notFilmed = (ms: number): boolean =>
      facts.gaps.some(({ fromMs, toMs }) => ms >= fromMs && ms <= toMs + 2_000);
    const filmed = seen.filter(({ seconds }) => !notFilmed(seconds * 1_000));
    expect(filmed.length).toBeGreaterThanOrEqual(3);
    for (const { colour, seconds } of filmed) {
      const frame = await film.look(seconds);
      expect({ colour, ok: near(frame.at(900, 600), bandColour(colour), 12) }).toEqual({ colour, ok: true });
      // The strip below the page is ours: dark, with light letters.
      expect(near(frame.at(1_270, 816), [16, 24, 32], 20)).toBe(true);
    }
  });

  it('films what moves', async () => {
    const from = seen.at(-1)!.seconds;
    const squares: number[] = [];
    for (let seconds = from; seconds < facts.durationMs / 1_000; seconds += 0.3) {
      const frame = await film.look(seconds);
      const found = Array.from({ length: 700 }, (_, x) => x).find((x) =>
        near(frame.at(x, 225), [255, 255, 255], 25),
      );
      squares.push(found ?? -1);
    }
    expect(squares).not.toContain(-1);
    expect(new Set(squares).size).toBeGreaterThan(1);
  });

  it('records each move with its status and picture, and each mark with picture, page and note', async () => {
    const paths = facts.navigations.map(({ url }) => url.replace(site.url, ''));
    expect(paths).toEqual(['/shop/login', '/shop/home', '/shop/item', '/shop/home', '/shop/film']);
    expect(facts.navigations.every(({ status, picture }) => status === 200 && picture !== null)).toBe(true);
    expect(facts.marks).toMatchObject([
      { number: 1, by: 'app', note: '登录前 before signing in', title: 'Sign in', problems: [] },
      { number: 2, by: 'hotkey', note: '', title: 'Item', problems: [] },
    ]);
    for (const [index, mark] of facts.marks.entries()) {
      const picture = await pixels(await readFile(sourceOf(result, mark.picture!)));
      expect(near(picture.at(900, 600), bandColour(index === 0 ? 1 : 3), 1)).toBe(true);
      expect(await readFile(sourceOf(result, mark.mhtml!), 'utf8')).toContain('multipart/related');
    }
    expect(eventsAreChained(await readFile(sourceOf(result, 'data/events.jsonl'), 'utf8'))).toBe(true);
  });

  it('has everything that the server was asked for, and no key for pages to press', async () => {
    const recorded = result.record.resources.map(({ url }) => new URL(url).pathname).toSorted();
    const served = site
      .paths()
      .map((path) => path.split('?')[0]!)
      .filter((path) => path !== '/favicon.ico');
    expect(recorded.filter((path) => path !== '/favicon.ico')).toEqual(served.toSorted());
    const spoken = await readFile(sourceOf(result, 'data/console.jsonl'), 'utf8');
    expect(spoken).toContain('seen by the page: undefined,undefined,undefined,false');
  });

  it('holds the password nowhere, and can still prove what was sent', async () => {
    const bytes = allBytes(result.files);
    const forms = [
      PASSWORD,
      'Hunter2',
      encodeURIComponent(PASSWORD),
      new URLSearchParams({ '': PASSWORD }).toString().slice(1),
      Buffer.from(PASSWORD).toString('base64').replace(/=+$/, ''),
      TOKEN,
    ];
    expect(forms.filter((form) => bytes.includes(form))).toEqual([]);
    // The search finds what is there.
    expect(bytes.includes('alice') || bytes.includes('/shop/item')).toBe(true);
    expect(bytes.includes(COOKIE)).toBe(false);
    const lines = (await readFile(sourceOf(result, 'data/private/withheld.jsonl'), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { what: string; url: string; salt: string; sha256: string });
    const sent = new URLSearchParams({ user: 'alice', secret_word: PASSWORD }).toString();
    const proven = lines.filter(
      ({ salt, sha256 }) =>
        createHash('sha256').update(Buffer.from(salt, 'hex')).update(sent).digest('hex') === sha256,
    );
    expect(proven).toMatchObject([{ what: 'request-body', url: `${site.url}/shop/login` }]);
    expect(lines.map(({ what }) => what)).toContain('response-body');
    expect(facts.withheld).toBe(lines.length);
  });

  it('held back by the environment check, it is an attempt that is sealed', async () => {
    const hosts = '93.184.216.34 shop.example\n';
    const ports = portsOf({ files: { ...linuxFiles(), '/etc/hosts': hosts } });
    const { recording } = await record(
      'http://shop.example/',
      {},
      {
        resolve: async () => ['93.184.216.34'],
        environment: (asked) => environmentOf(ports).begin(asked),
      },
    );
    expect(await recording.mark('too late')).toBe(null);
    const { record: attempt, environment, files } = await recording.done;
    expect(attempt).toMatchObject({ state: 'FAILED', method: 'process', resources: [], redirects: [] });
    expect(attempt.reasons).toMatchObject([
      { code: 'no-main-document', details: { error: 'capture/environment-blocked', cause: 'hosts' } },
    ]);
    expect(attempt.dns[0]?.addresses).toEqual(['93.184.216.34']);
    expect(attempt.recording).toMatchObject({ video: null, durationMs: 0 });
    expect(recordingMisfit(attempt.recording)).toBe(null);
    expect(environment?.record).toMatchObject({ result: 'fail', blocking: ['hosts'], override: null });
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(['data/capture.json', 'data/environment.json', 'data/events.jsonl']),
    );
    expect(paths.some((path) => path.endsWith('.webm'))).toBe(false);
  });

  if (count(false, true))
    it('a browser that takes more memory than its share is ended, and the record says so', async () => {
      const memoryLimitBytes = 10_000_000;
      const { recording } = await record(`${site.url}/shop/film`, {}, { memoryLimitBytes });
      const over = await recording.done;
      expect(over.record.state).not.toBe('COMPLETE');
      expect(over.record.recording).toMatchObject({ cut: 'memory-limit', video: { whole: true } });
      expect(over.record.options['memoryLimitBytes']).toBe(memoryLimitBytes);
      expect(recordingMisfit(over.record.recording)).toBe(null);
      const log = await readFile(sourceOf(over, 'data/events.jsonl'), 'utf8');
      expect(log).toContain('"event":"memory-limit"');
    });

  it('keeps what there is when the browser dies, and when we do', async () => {
    const person = await record(`${site.url}/shop/film`);
    const { recording } = person;
    await person.until('film', () => recording.state().navigations.at(-1)?.picture !== undefined);
    await recording.mark('here');
    // Long enough for a second key frame.
    await delay(5_200);
    await recording.page.session.send('Page.navigate', { url: `${site.url}/shop/login` });
    const late = await person.see(900, 600, bandColour(1));
    await untilOnDisk(join(person.workDir, 'data', 'recording.webm'), late + 0.5);
    // What a kill of our own program would leave behind at this moment.
    const left = await newFolder();
    await cp(person.workDir, left, {
      recursive: true,
      filter: (path) => !/\/(profile|temp)-/.test(path.slice(person.workDir.length)),
    });
    const connection = recording.page.session.connection()!;
    const { processInfo } = await connection.send('SystemInfo.getProcessInfo');
    process.kill(processInfo.find(({ type }) => type === 'browser')!.id, 'SIGKILL');
    const killed = await recording.done;
    expect(killed.record.state).toBe('PARTIAL');
    expect(killed.record.reasons).toContainEqual({
      code: 'recording-cut',
      details: { cause: 'browser-ended' },
    });
    expect(killed.record.recording).toMatchObject({ video: { whole: true }, marks: [{ note: 'here' }] });

    const asFound = await readFile(join(left, 'data', 'recording.webm'));
    const salvaged = (await salvageRecording(left, clock, random))!;
    expect(salvaged.record).toMatchObject({ state: 'PARTIAL', method: 'process' });
    expect(codesOf(salvaged)[0]).toBe('interrupted');
    expect(salvaged.record.resources.some(({ url }) => url.endsWith('/shop/film'))).toBe(true);
    expect(salvaged.record.recording).toMatchObject({ cut: 'interrupted', marks: [{ note: 'here' }] });
    expect(recordingMisfit(salvaged.record.recording)).toBe(null);
    expect(eventsAreChained(await readFile(sourceOf(salvaged, 'data/events.jsonl'), 'utf8'))).toBe(true);
    await showsLateColours(await readFile(sourceOf(killed, 'data/recording.webm')), late);
    const salvagedFilm = await readFile(sourceOf(salvaged, 'data/recording.webm'));
    await showsLateColours(salvagedFilm, late);
    // What stood there before can be put back, to the last byte.
    const { mended, frames, sizeBytes, whole } = salvaged.record.recording!.video!;
    expect({ whole, sizeBytes }).toEqual({ whole: false, sizeBytes: salvagedFilm.length });
    expect(frames).toBeGreaterThan(8);
    expect(asWritten(salvagedFilm, mended!).equals(asFound)).toBe(true);
    expect(createHash('sha256').update(asFound).digest('hex')).toBe(mended!.sha256);
    await cutAnywhere(asFound);
    expect(await salvageRecording(await newFolder(), clock, random)).toBe(null);
  }, 180_000);
});

const clock = { now: () => new Date(), monotonicMs: () => 0 };
const random = { bytes: (length: number) => randomBytes(length) };

/** A busy machine writes what it films a while after. */
async function untilOnDisk(path: string, seconds: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const plan = await planFilm(inMemory(await readFile(path)));
    if ((plan?.durationMs ?? 0) > seconds * 1_000) return;
    await delay(100);
  }
  throw new Error('the film never got so far');
}

/** In a Chromium of the test's own, which is shown nothing but the file. */
async function showsLateColours(webm: Buffer, lateSeconds: number): Promise<void> {
  const mended = await openFilm(webm);
  expect(mended.durationSeconds).toBeGreaterThan(lateSeconds);
  for (const [seconds, colour] of [
    [1, 4],
    [lateSeconds + 0.3, 1],
    [mended.durationSeconds, 1],
    [2, 4],
  ] as const) {
    // A busy player draws a frame a while after it says that it found it.
    const isShown = async () => near((await mended.look(seconds)).at(900, 600), bandColour(colour), 12);
    await expect.poll(isShown, { timeout: 10_000, message: `at ${seconds} s` }).toBe(true);
  }
  await mended.close();
}

/** The film as it was found, made from the mended one and the record alone. */
function asWritten(film: Buffer, { sizeBytes, replaced }: FilmMend): Buffer {
  const bytes = Buffer.from(film);
  for (const { at, was } of replaced) bytes.write(was, at, 'hex');
  return bytes.subarray(0, sizeBytes);
}

/** Wherever the writing of a film ended: mended once, nothing is missing any more, and no frame is lost or changed. */
async function cutAnywhere(film: Buffer): Promise<void> {
  const step = Math.ceil(film.length / count(60, 2_000));
  let frames = 0;
  for (let size = 400; size <= film.length; size += step + (size % 3)) {
    const cut = film.subarray(0, size);
    const plan = await planFilm(inMemory(cut));
    if (plan === null) continue;
    expect(plan.frames).toBeGreaterThanOrEqual(frames);
    frames = plan.frames;
    const end = Math.max(size, ...plan.patches.map(({ at, bytes }) => at + bytes.length));
    const mended = Buffer.concat([cut], end);
    for (const { at, bytes } of plan.patches) mended.set(bytes, at);
    expect(await planFilm(inMemory(mended))).toEqual({ ...plan, patches: [] });
  }
  expect(frames).toBeGreaterThan(8);
}

function inMemory(bytes: Buffer): RandomAccess {
  return {
    name: 'film',
    size: bytes.length,
    read: async (offset, length) => Uint8Array.from(bytes.subarray(offset, offset + length)),
  };
}
