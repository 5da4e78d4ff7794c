// What a step may add to the record: no more than its limits, each told, and nothing once its time is over.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { addArtefact } from '../../../electron/capture/artefacts.ts';
import {
  addNote,
  addReason,
  createAttempt,
  makeBeside,
  type Attempt,
} from '../../../electron/capture/attempt.ts';
import { createEventLog } from '../../../electron/capture/events-log.ts';
import { createLogin } from '../../../electron/capture/network/login.ts';
import { createPrivateHeaders } from '../../../electron/capture/network/private-headers.ts';
import { runStep } from '../../../electron/capture/run-step.ts';
import { createFakeIpProbe } from '../../../electron/capture/target/fake-ip.ts';
import { DEFAULT_CAPTURE_OPTIONS } from '../../../shared/api/capture-options.ts';
import { noteSentence } from '../../../shared/text/notes.ts';
import { reasonSentence } from '../../../shared/text/reasons.ts';

const workDir = mkdtempSync(join(tmpdir(), 'cunan-attempt-'));
afterAll(() => rmSync(workDir, { recursive: true }));

const clock = { now: () => new Date(), monotonicMs: () => performance.now() };
const resolve = async (): Promise<string[]> => [];
let made = 0;

function newAttempt(): Attempt {
  return createAttempt({
    request: { url: 'https://shop.example/', workDir, options: DEFAULT_CAPTURE_OPTIONS },
    deps: {
      clock,
      random: { bytes: (length) => new Uint8Array(length) },
      log: { info: () => undefined, warn: () => undefined, error: () => 'test' },
      browser: { path: '/no/browser', args: [], origin: 'configured' },
      softwareVersion: '0.0.0-test',
      ownPorts: [],
    },
    hooks: { signal: new AbortController().signal, onStep: () => undefined, onFrame: () => undefined },
    url: new URL('https://shop.example/'),
    resolve,
    fakeIpProbe: createFakeIpProbe(resolve),
    fakeIp: false,
    dataDir: join(workDir, 'data'),
    tempDir: workDir,
    events: createEventLog(join(workDir, `events-${made++}.jsonl`), clock),
    deadlineMs: Infinity,
    privateHeaders: createPrivateHeaders({ withoutValues: false }),
    login: createLogin(null),
    environment: null,
  });
}

test('reasons and notes beyond their limits are counted by a last entry with a sentence', () => {
  const attempt = newAttempt();
  for (let index = 0; index < 200; index++) addReason(attempt, 'resource-pending', { url: `${index}` });
  for (let index = 0; index < 500; index++) addNote(attempt, 'popup-closed', { url: `${index}` });
  expect(attempt.reasons.at(-1)).toEqual({ code: 'resource-pending', details: { url: '199' } });
  expect(attempt.notes.at(-1)).toEqual({ code: 'popup-closed', details: { url: '499' } });
  for (let index = 0; index < 3; index++) addReason(attempt, 'time-limit', { limitMs: index });
  for (let index = 0; index < 7; index++) addNote(attempt, 'waited', { waitedMs: index });
  expect([attempt.reasons.length, attempt.notes.length]).toEqual([201, 501]);
  const [reason, note] = [attempt.reasons.at(-1)!, attempt.notes.at(-1)!];
  expect(reason).toEqual({ code: 'reasons-more', details: { count: 3 } });
  expect(note).toEqual({ code: 'notes-more', details: { count: 7 } });
  expect(reasonSentence(reason, 'en')).toMatch(/^3 more/);
  expect(noteSentence(note, 'zh-CN')).toContain('另有 7 条');
});

test('what a step does after its limit does not enter the record; what it handed over before does', async () => {
  const attempt = newAttempt();
  const file = (name: string) => writeFileSync(join(workDir, name), 'made');
  const gate = Promise.withResolvers<void>();
  let work: Promise<void> = Promise.resolve();
  async function slow(own: Attempt): Promise<void> {
    makeBeside(own, 'beside.png', async (lasting) => {
      await gate.promise;
      file('beside.png');
      await addArtefact(lasting, 'viewport', 'beside.png', 'image/png', null);
    });
    addNote(own, 'waited', { waitedMs: 1 });
    await gate.promise;
    file('late.png');
    own.title = 'late';
    addNote(own, 'waited', { waitedMs: 2 });
    await addArtefact(own, 'screenshot', 'late.png', 'image/png', null);
  }
  await runStep(
    attempt,
    {
      name: 'screenshot',
      run: (own) => (work = slow(own)),
      limitMs: () => 10,
      skip: () => null,
      artefact: 'late.png',
    },
    0,
  );
  expect(attempt.steps).toMatchObject([{ status: 'failed', reason: 'no end within 10 ms' }]);
  gate.resolve();
  await expect(work).rejects.toThrow('revoked');
  await Promise.all(attempt.background);
  expect(attempt.title).toBeNull();
  expect(attempt.notes).toEqual([{ code: 'waited', details: { waitedMs: 1 } }]);
  expect(attempt.artefacts.map(({ path }) => path)).toEqual(['beside.png']);
  expect(attempt.files.map(({ path }) => path)).toEqual(['beside.png']);
  expect(attempt.reasons).toMatchObject([{ code: 'artefact-missing', details: { artefact: 'late.png' } }]);
  const log = await readFile(join(workDir, `events-${made - 1}.jsonl`), 'utf8');
  expect([log.includes('beside.png'), log.includes('late.png')]).toEqual([true, false]);
});
