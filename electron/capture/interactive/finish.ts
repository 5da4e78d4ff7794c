// The end of a recording: film closed, last state of the page kept, network record packed without credentials, record
// written. What cannot be made any more is a reason, never a rejection.

import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { CaptureRecord, Redirect } from '../../../shared/evidence/capture-record.ts';
import type { RecordingCut } from '../../../shared/evidence/recording.ts';
import { addArtefact } from '../artefacts.ts';
import { addNote, addReason, type Attempt } from '../attempt.ts';
import { redirectsOf } from '../outcomes.ts';
import type { OpenPage } from '../page/open-page.ts';
import { writeThumbnail } from '../picture/check.ts';
import { runStep } from '../run-step.ts';
import { domStep } from '../steps/dom.ts';
import { recheck, writeEnvironment } from '../steps/environment.ts';
import { errorCodeOf } from '../steps/navigate.ts';
import { buildRecord, readTls, writeLogs, writeRecord } from '../steps/record.ts';
import { screenshotStep } from '../steps/screenshot.ts';
import { textStep } from '../steps/text.ts';
import { viewportStep } from '../steps/viewport.ts';
import { waczStep } from '../steps/wacz.ts';
import type { CaptureResult, EnvironmentReport } from '../types.ts';
import { explainRecording, recordingFacts } from './facts.ts';
import { titleOf } from './navigations.ts';
import { savePage } from './pictures.ts';
import { chosen, plainStep, type Session } from './session.ts';
import type { RecordingHooks } from './types.ts';
import { withholdCredentials, withholdMessages } from './withhold.ts';

const CLOSE_LIMIT_MS = 15_000;
/** A browser that is gone answers nothing more. */
const CLOSE_DEAD_MS = 2_000;
const MAX_MASKED_BYTES = 64 * 1024 * 1024;
const LIVES: ReadonlySet<RecordingCut | null> = new Set([null, 'time-limit', 'size-limit', 'interrupted']);

export async function finishRecording(
  session: Session,
  cut: RecordingCut | null,
  hooks: RecordingHooks,
): Promise<CaptureResult> {
  const { attempt, persons } = session;
  const { clock } = attempt.deps;
  hooks.onStep('film', null);
  const end = { cut, at: clock.now(), offsetMs: clock.monotonicMs() - session.beganMs };
  session.filmed = (await session.film?.stop()) ?? null;
  await session.navigations.stop();
  await session.marks.stop();
  const moves = session.navigations.list;
  attempt.finalUrl = moves.at(-1)?.url ?? null;
  if (moves.every(({ status }) => status === null)) noPage(attempt);
  if (LIVES.has(cut)) {
    await keepLastState(session, hooks);
  } else {
    const reason = `not reached: ${cut}`;
    for (const name of ['viewport', 'screenshot', 'mhtml', 'dom', 'text']) skipped(attempt, name, reason);
  }
  await Promise.allSettled(attempt.background);
  await persons.page.recorder.close(LIVES.has(cut) ? CLOSE_LIMIT_MS : CLOSE_DEAD_MS);
  const sealed = withoutCredentials(session);
  const tls = await readTls(sealed);
  await runStep(sealed, plainStep('wacz', waczStep, 600_000, 'page.wacz'), 0);
  const browser = (await attempt.browserFacts?.catch(() => null)) ?? null;
  if (browser === null) addReason(attempt, 'step-failed', { step: 'browser', error: 'facts unreadable' });
  const [environment] = await Promise.all([
    recheck(sealed, browser, tls, session.filmed !== null),
    attempt.browser?.dispose(),
  ]);
  if (environment !== null) await writeEnvironment(sealed, environment);
  await writeLogs(sealed);
  await keepFiles(session);
  if (hooks.signal.aborted) throw new AppError('capture/cancelled');
  const facts = recordingFacts(session, end);
  explainRecording(attempt, facts, session.navigations.dropped);
  const record: CaptureRecord = {
    ...buildRecord(sealed, browser, tls, environment?.record.clock),
    method: 'process',
    redirects: firstRedirects(sealed.page!),
    options: chosen(session.request, attempt.deps),
    recording: facts,
  };
  return sealRecording(sealed, record, environment);
}

/** Writes the record and says which files belong to it. */
export async function sealRecording(
  attempt: Attempt,
  record: CaptureRecord,
  environment: EnvironmentReport | null,
): Promise<CaptureResult> {
  await writeRecord(attempt, record);
  attempt.events.add('recording-end', { state: record.state, reasons: record.reasons.length });
  const failed = attempt.events.failure ?? attempt.page?.bodies.failure ?? null;
  // A full disk, not a finding about the page: what stands on disk is found at the next start.
  if (failed !== null) throw failed.error;
  attempt.files.push({ path: 'data/events.jsonl', source: join(attempt.dataDir, 'events.jsonl') });
  return { record, files: attempt.files.toSorted((a, b) => (a.path < b.path ? -1 : 1)), environment };
}

/** No server answered to anything that the person opened. */
function noPage(attempt: Attempt): void {
  const asked = attempt.steps.find(({ name }) => name === 'navigate');
  const error = asked?.reason ?? 'net::ERR_ABORTED';
  attempt.failure = { code: errorCodeOf(error), error };
}

async function keepLastState(session: Session, hooks: RecordingHooks): Promise<void> {
  const { attempt, secrets, request } = session;
  const page = session.persons.page;
  attempt.title = await titleOf(page, secrets);
  const skip = (): string | null =>
    attempt.failure === null ? null : `not reached: ${attempt.failure.code}`;
  const measured = await page
    .evaluate<OpenPage['viewport']>(
      '({ width: innerWidth, height: innerHeight, deviceScaleFactor: devicePixelRatio })',
    )
    .catch(() => page.viewport);
  attempt.page = { ...page, viewport: request.window === 'visible' ? measured : page.viewport };
  attempt.addressAtScreenshot = session.navigations.list.at(-1)?.url ?? null;
  const steps = [
    plainStep('viewport', viewportStep, 20_000, 'viewport.png', skip),
    plainStep('screenshot', screenshotStep, 60_000, 'screenshot.png', skip),
    plainStep('mhtml', (each) => mhtml(each, session), 30_000, 'page.mhtml', skip),
    plainStep(
      'dom',
      async (each) => masked(each, session, 'data/dom.json', domStep),
      30_000,
      'dom.json',
      skip,
    ),
    plainStep(
      'text',
      async (each) => masked(each, session, 'data/text.txt', textStep),
      30_000,
      'text.txt',
      skip,
    ),
  ];
  for (const step of steps) {
    hooks.onStep(step.name, null);
    await runStep(attempt, step, 0);
  }
}

async function mhtml(attempt: Attempt, { persons, secrets }: Session): Promise<void> {
  await savePage(persons.page, secrets, join(attempt.dataDir, 'page.mhtml'));
  await addArtefact(attempt, 'mhtml', 'data/page.mhtml', 'multipart/related', 'no password in it');
}

/** Passwords in what the browser knows of form fields are replaced before anything is sealed. */
async function masked(
  attempt: Attempt,
  { secrets }: Session,
  path: string,
  make: (attempt: Attempt) => Promise<void>,
): Promise<void> {
  await make(attempt);
  if (!secrets.any) return;
  const file = join(attempt.request.workDir, ...path.split('/'));
  const at = attempt.artefacts.findIndex((artefact) => artefact.path === path);
  const { size } = await stat(file);
  if (size > MAX_MASKED_BYTES) {
    attempt.artefacts.splice(at, 1);
    attempt.files.splice(
      attempt.files.findIndex((each) => each.path === path),
      1,
    );
    throw new Error('too large to be searched for passwords');
  }
  const text = await readFile(file, 'utf8');
  const clean = secrets.mask(text);
  if (clean === text) return;
  await writeFile(file, clean);
  attempt.artefacts[at] = { ...attempt.artefacts[at]!, sizeBytes: Buffer.byteLength(clean) };
  addNote(attempt, 'credentials-masked', { path });
}

/** The same attempt with a record that holds no credential. */
function withoutCredentials({ attempt, persons, secrets }: Session): Attempt {
  const { page } = persons;
  const exchanges = page.recorder.exchanges.map((exchange) => withholdCredentials(exchange, secrets));
  return {
    ...attempt,
    page: {
      ...(attempt.page ?? page),
      // What is left to do needs no page any more.
      crashed: new Promise(() => undefined),
      recorder: { ...page.recorder, exchanges, close: async () => undefined },
      messages: withholdMessages(page.messages, secrets),
      console: { ...page.console, text: () => secrets.mask(page.console.text()) },
    },
  };
}

/** Film, marks, pictures and what was withheld. */
async function keepFiles(session: Session): Promise<void> {
  const { attempt, filmed, secrets } = session;
  if (filmed !== null && filmed.sizeBytes > 0) {
    const { codec, frames, whole } = filmed;
    const checked = whole ? `${codec}, ${frames} frames, end written` : null;
    await addArtefact(attempt, 'video', filmed.path, 'video/webm', checked);
  }
  for (const { picture, mhtml: page } of session.marks.list) {
    if (picture !== null) await addArtefact(attempt, 'mark', picture, 'image/png', null);
    if (page !== null) await addArtefact(attempt, 'mark', page, 'multipart/related', null);
  }
  for (const { picture } of session.navigations.list) {
    if (picture !== null) await addArtefact(attempt, 'navigation', picture, 'image/jpeg', null);
  }
  await ensureThumbnail(session);
  const withheld = secrets.text();
  if (withheld === '') return;
  const path = 'data/private/withheld.jsonl';
  await mkdir(join(attempt.dataDir, 'private'), { recursive: true });
  await writeFile(join(attempt.request.workDir, path), withheld);
  await addArtefact(attempt, 'withheld', path, 'application/x-ndjson', null);
}

/** Where the last state could not be photographed, the newest picture stands for the item. */
async function ensureThumbnail({ attempt, navigations, marks }: Session): Promise<void> {
  if (attempt.artefacts.some(({ kind }) => kind === 'thumbnail')) return;
  const pictures = [...marks.list, ...navigations.list].filter(({ picture }) => picture !== null);
  const newest = pictures.toSorted((a, b) => a.offsetMs - b.offsetMs).at(-1)?.picture;
  if (!newest) return;
  const small = await writeThumbnail(
    await readFile(join(attempt.request.workDir, newest)),
    join(attempt.dataDir, 'thumbnail.jpg'),
  );
  await addArtefact(attempt, 'thumbnail', 'data/thumbnail.jpg', 'image/jpeg', small);
}

/** Hops of the address that the person began with; later moves are navigations. */
function firstRedirects(page: OpenPage): readonly Redirect[] {
  const first = page.recorder.exchanges.find((each) => each.mainDocument);
  const hops = page.recorder.exchanges.filter(
    (each) => each.mainDocument && each.requestId === first?.requestId,
  );
  return redirectsOf({ ...page, recorder: { ...page.recorder, exchanges: hops } });
}

function skipped(attempt: Attempt, name: string, reason: string): void {
  const startedAt = attempt.deps.clock.now().toISOString();
  attempt.steps.push({ name, status: 'skipped', startedAt, durationMs: 0, reason });
}
