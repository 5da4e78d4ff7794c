// What the steps of one capture share: the request, the open page, and the record that grows as they go.

import type {
  Artefact,
  BrowserFacts,
  DnsAnswer,
  Note,
  PageFacts,
  StepOutcome,
} from '../../shared/evidence/capture-record.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Reason } from '../../shared/evidence/states.ts';
import type { LaunchedBrowser } from './browser/launch.ts';
import type { DiskWatch } from './disk-watch.ts';
import type { EventLog } from './events-log.ts';
import type { Fingerprint } from './page/fingerprint.ts';
import type { OpenPage } from './page/open-page.ts';
import type { LoginAnswers } from './network/login.ts';
import type { Settler } from './page/settling.ts';
import type { Exchange } from './network/exchange.ts';
import type { PrivateHeaders } from './network/private-headers.ts';
import type { FakeIpProbe, Resolve } from './target/fake-ip.ts';
import type { ArchivePlace } from './wacz/write-exchange.ts';
import type { CaptureDeps, CaptureHooks, CaptureRequest, EnvironmentCheck } from './types.ts';

export interface Attempt {
  readonly request: CaptureRequest;
  readonly deps: CaptureDeps;
  readonly hooks: CaptureHooks;
  readonly url: URL;
  readonly resolve: Resolve;
  readonly fakeIpProbe: FakeIpProbe;
  /** The main host's addresses are a local proxy's invention. */
  readonly fakeIp: boolean;
  readonly dataDir: string;
  /** Removed at the end: tiles, bodies. */
  readonly tempDir: string;
  readonly events: EventLog;
  readonly startedAt: Date;
  /** Our monotonic clock when the page's budget is used up. */
  deadlineMs: number;
  /** What the capture puts on the disk; set while it runs. */
  disk: DiskWatch | null;
  /** The limit of ours that the capture went over, for which its browser was ended. */
  overrun: Reason | null;
  readonly privateHeaders: PrivateHeaders;
  /** Answers of a person's session to servers that ask. */
  readonly login: LoginAnswers;
  /** Running since the attempt began; null where none was asked for. */
  readonly environment: EnvironmentCheck | null;
  browser: LaunchedBrowser | null;
  /** Ready when the digest of the binary is. */
  browserFacts: Promise<BrowserFacts> | null;
  page: OpenPage | null;
  /** Requests that the page waited for and that never were answered, in the first try: refused in the second. */
  readonly heldUpBy: Set<string>;
  /** From the moment the document is there. */
  settler: Settler | null;
  /** Set where there is no main document: the capture is FAILED. */
  failure: { readonly code: ErrorCode; readonly error: string } | null;
  /** Loader of the document that was scrolled through; a reload of the same address has another. */
  settledLoader: string | undefined;
  /** Painted requests that were given up before the picture: whatever comes of them later, it does not show them. */
  absent: ReadonlySet<Exchange>;
  /** Addresses of answers too short to tell, which shown elements have as their background. */
  shownAsBackground: ReadonlySet<string>;
  /** The main document is a file, kept as it is. */
  download: boolean;
  finalUrl: string | null;
  addressAtScreenshot: string | null;
  /** The page when its picture was begun. */
  photographed: Fingerprint | null;
  /** The page takes content away that is scrolled out of sight. */
  takesAway: boolean;
  title: string | null;
  pageFacts: PageFacts | null;
  readonly dns: DnsAnswer[];
  readonly steps: StepOutcome[];
  readonly artefacts: Artefact[];
  readonly reasons: Reason[];
  readonly notes: Note[];
  /** Where each answered exchange lies in the archive; empty before it is written. */
  places: ReadonlyMap<Exchange, ArchivePlace>;
  readonly files: { readonly path: string; readonly source: string }[];
  /** Work that runs beside the steps (pictures are checked while the browser goes on); the record waits for it. */
  readonly background: Promise<void>[];
  /** The attempt itself, for work that outlasts the step that began it: a step's own view may be taken from it. */
  readonly lasting: () => Attempt;
}

/** What is known before the first step. */
type AttemptBegin = Pick<
  Attempt,
  | 'request'
  | 'deps'
  | 'hooks'
  | 'url'
  | 'resolve'
  | 'fakeIpProbe'
  | 'fakeIp'
  | 'dataDir'
  | 'tempDir'
  | 'events'
  | 'deadlineMs'
  | 'privateHeaders'
  | 'login'
  | 'environment'
>;

/** What one try finds out about the browser and the page: nothing yet. */
export function untried() {
  return {
    browser: null,
    browserFacts: null,
    page: null,
    settler: null,
    absent: new Set<Exchange>(),
    shownAsBackground: new Set<string>(),
    failure: null,
    settledLoader: undefined,
    download: false,
    finalUrl: null,
    addressAtScreenshot: null,
    photographed: null,
    takesAway: false,
    title: null,
    pageFacts: null,
  } satisfies Partial<Attempt>;
}

export function createAttempt(begin: AttemptBegin): Attempt {
  const attempt: Attempt = {
    ...begin,
    ...untried(),
    startedAt: begin.deps.clock.now(),
    disk: null,
    overrun: null,
    heldUpBy: new Set(),
    dns: [],
    steps: [],
    artefacts: [],
    reasons: [],
    notes: [...(begin.request.notes ?? [])],
    files: [],
    places: new Map(),
    background: [],
    lasting: () => attempt,
  };
  return attempt;
}

/** Thrown by a step that has nothing to do; the reason stands in the record. */
export class StepSkipped extends Error {
  override readonly name = 'StepSkipped';
}

const MAX_REASONS = 200;
const MAX_NOTES = 500;

export function addReason(attempt: Attempt, code: Reason['code'], details: Reason['details'] = {}): void {
  addBounded<Reason>(attempt.reasons, { code, details: printable(details) }, MAX_REASONS, 'reasons-more');
}

/**
 * Makes an artefact while the steps go on, also where the step that asked for it ends badly; what goes wrong is a reason
 * that names it.
 */
export function makeBeside(
  attempt: Attempt,
  artefact: string,
  work: (attempt: Attempt) => Promise<void>,
): void {
  const lasting = attempt.lasting();
  lasting.background.push(
    work(lasting).catch((error: unknown) =>
      addReason(lasting, 'artefact-missing', { artefact, error: String(error) }),
    ),
  );
}

export function addNote(attempt: Attempt, code: string, details: Note['details'] = {}): void {
  addBounded<Note>(attempt.notes, { code, details: printable(details) }, MAX_NOTES, 'notes-more');
}

/** What a full list leaves out is counted by its last entry, {count}. */
function addBounded<T extends Reason | Note>(list: T[], entry: T, limit: number, more: T['code']): void {
  const last = list.at(-1);
  if (last?.code === more) list[list.length - 1] = { ...last, details: { count: countOf(last) + 1 } };
  else if (list.length >= limit) list.push({ ...entry, code: more, details: { count: 1 } });
  else list.push(entry);
}

function countOf({ details }: Reason | Note): number {
  return Number(details?.['count'] ?? 0);
}

/** Milliseconds left of the page's budget, at least the given floor: the last artefacts get a fair chance. */
export function remainingMs(attempt: Attempt, floorMs = 0): number {
  return Math.max(floorMs, Math.round(attempt.deadlineMs - attempt.deps.clock.monotonicMs()));
}

export function openPageOf(attempt: Attempt): OpenPage {
  if (attempt.page === null) throw new StepSkipped('no page is open');
  return attempt.page;
}

export const MAX_TEXT = 8_192;

/** Text that a page chose, for the record: bounded and well formed. */
export function pageText(text: string): string {
  return text.slice(0, MAX_TEXT).toWellFormed();
}

function printable(
  details: Readonly<Record<string, string | number>>,
): Readonly<Record<string, string | number>> {
  return Object.fromEntries(
    Object.entries(details).map(([key, value]) => [
      key,
      typeof value === 'string' ? pageText(value) : Math.round(value),
    ]),
  );
}
