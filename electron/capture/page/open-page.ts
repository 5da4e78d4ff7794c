// One page in the browser with its record: sessions, network, console, dialogs, popups, crash.

import type { CDPSession } from 'puppeteer-core';
import type { Clock } from '../../platform/ports.ts';
import type { LaunchedBrowser } from '../browser/launch.ts';
import type { EventLog } from '../events-log.ts';
import { createBodyStore, type BodyStore } from '../network/body-store.ts';
import { createInterception, type Interception } from '../network/intercept.ts';
import type { Exchange } from '../network/exchange.ts';
import { createMessageLog, type MessageLog } from '../network/messages.ts';
import type { PrivateHeaders } from '../network/private-headers.ts';
import { createRecorder, type Recorder } from '../network/recorder.ts';
import { asksForItself, attachTargets, type TargetTree } from '../network/targets.ts';
import type { Guard } from '../target/guard.ts';
import { overrideCertificateErrors, type CertificateErrors } from './certificate-errors.ts';
import { createConsoleLog, type ConsoleLog } from './console-log.ts';
import { watchDialogs, type Dialogs } from './dialogs.ts';
import type { Emulation } from './emulation.ts';
import { watchMoves, type Moves } from './moves.ts';
import { watchPopups, type Popups } from './popups.ts';
import { watchSecurity, type SecurityWatch } from './security.ts';
import type { LoginAnswers } from '../network/login.ts';
import { OBSERVER_SCRIPT, WORLD_NAME } from './scripts.ts';
import { boundStorage, refuseDownloads, type RefusedDownloads } from './refusals.ts';
import { createWatchdog, type Watchdog } from './watchdog.ts';

export interface PageViewport {
  readonly width: number;
  readonly height: number;
  readonly deviceScaleFactor: number;
}

export interface OpenPage {
  readonly session: CDPSession;
  readonly mainFrameId: string;
  readonly viewport: PageViewport;
  readonly tree: TargetTree;
  readonly bodies: BodyStore;
  readonly recorder: Recorder;
  readonly interception: Interception;
  readonly console: ConsoleLog;
  readonly messages: MessageLog;
  readonly dialogs: Dialogs;
  readonly popups: Popups;
  readonly moves: Moves;
  readonly security: SecurityWatch;
  readonly certificateErrors: CertificateErrors;
  readonly watchdog: Watchdog;
  readonly downloads: RefusedDownloads;
  /** Rejects when the page or the browser is gone; every wait is raced against it. */
  readonly crashed: Promise<never>;
  isCrashed(): boolean;
  /** A value from the page, computed in a world of our own that page scripts cannot see or change. */
  evaluate<T>(expression: string): Promise<T>;
}

/** How a page is opened that a person uses; see electron/capture/interactive. */
export interface PersonAtWork {
  /** A window that the person sees: its size, dialogs and requests to sign in are the person's. */
  readonly visible: boolean;
  /** Hears of every page and iframe before it runs. */
  onFrameSession(session: CDPSession): void;
  /** A window that the page opened after the person did something there. */
  onPopup(url: string): void;
}

const EVALUATE_TRIES = 5;

/** Thrown by waits when the renderer is gone. */
export class PageCrashed extends Error {
  override readonly name = 'PageCrashed';
}

/** What a page is opened with. */
export interface PageSetup {
  readonly launched: LaunchedBrowser;
  readonly viewport: PageViewport;
  readonly emulation: Emulation;
  /** For the bodies of answers. */
  readonly tempDir: string;
  readonly guard: Guard;
  readonly login: LoginAnswers;
  readonly clock: Clock;
  readonly events: EventLog;
  readonly privateHeaders: PrivateHeaders;
  /** Null: nobody uses the page. */
  readonly person: PersonAtWork | null;
  /** Whose certificate errors are passed over, because the user named them. */
  readonly badCertificateHosts: readonly string[];
  /** See InterceptionSetup. */
  readonly documentLimitMs?: number;
}

export async function openPage(setup: PageSetup): Promise<OpenPage> {
  const { launched, viewport, emulation, clock, events, privateHeaders, person } = setup;
  const { session: browser } = launched;
  const connection = browser.connection();
  if (!connection) throw new PageCrashed('the browser ended');
  const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
  const session = connection.session(sessionId);
  if (!session) throw new PageCrashed('the page ended');

  const bodies = createBodyStore(setup.tempDir);
  const recorder = createRecorder(targetId, bodies, clock);
  const moves = watchMoves(session, targetId, events);
  const withPerson = person?.visible === true;
  // What a person clicks on may be a file that is wanted.
  const isShown = (): boolean => !withPerson && moves.documents.length > 0;
  const interception = createInterception({
    mainFrameId: targetId,
    recorder,
    guard: setup.guard,
    login: setup.login,
    person: withPerson,
    isShown,
    documentLimitMs: setup.documentLimitMs,
  });
  const consoleLog = createConsoleLog(clock);
  const messages = createMessageLog(bodies, privateHeaders, clock);
  const dialogs = watchDialogs(consoleLog, events, withPerson);
  const security = watchSecurity(session);
  const certificateErrors = overrideCertificateErrors(session, setup.badCertificateHosts, events);
  let gone = false;
  const crashed = watchCrash(launched, session, () => {
    gone = true;
  });
  crashed.catch(() => undefined); // Raced by every wait; unheard where nothing waits.

  let tree: TargetTree | null = null;
  const popups = await watchPopups(browser, session, events, person?.onPopup, (worker, info) =>
    tree?.adopt(worker, info),
  );
  const downloads = await refuseDownloads(browser, events);
  let emulated: Promise<void> = Promise.resolve();
  const attached = await attachTargets(session, (child, type) => {
    const taken = emulation.attach(child, type);
    if (type === 'page') emulated = taken;
    taken.catch(() => undefined); // The page's own is awaited below; an iframe or worker may have ended meanwhile.
    recorder.attach(child);
    consoleLog.attach(child, type);
    messages.attach(child);
    if (asksForItself(type)) interception.attach(child);
    if (type === 'page' || type === 'iframe') {
      person?.onFrameSession(child);
      boundStorage(child);
      dialogs.attach(child);
    }
  });
  tree = attached;
  await Promise.all([
    emulated,
    certificateErrors.ready,
    session.send('Page.setLifecycleEventsEnabled', { enabled: true }),
    session.send('Page.addScriptToEvaluateOnNewDocument', { source: OBSERVER_SCRIPT, worldName: WORLD_NAME }),
    session.send('Security.enable').catch(() => undefined), // Absent from the headless shell.
  ]);

  async function evaluate<T>(expression: string): Promise<T> {
    const { executionContextId } = await session!.send('Page.createIsolatedWorld', {
      frameId: targetId,
      worldName: WORLD_NAME,
    });
    const answer = await session!.send('Runtime.evaluate', {
      expression,
      contextId: executionContextId,
      awaitPromise: true,
      returnByValue: true,
      userGesture: false,
    });
    if (answer.exceptionDetails) {
      throw new Error(answer.exceptionDetails.exception?.description ?? answer.exceptionDetails.text);
    }
    return answer.result.value as T;
  }

  return {
    session,
    mainFrameId: targetId,
    viewport,
    tree: attached,
    bodies,
    recorder,
    interception,
    console: consoleLog,
    messages,
    dialogs,
    popups,
    moves,
    security,
    certificateErrors,
    watchdog: createWatchdog(session, events),
    downloads,
    crashed,
    isCrashed: () => gone,
    evaluate: (expression) => Promise.race([retried(() => evaluate(expression)), crashed]) as Promise<never>,
  };
}

/** The newest document request of the main frame. */
export function mainExchange(page: OpenPage): Exchange | null {
  return page.recorder.exchanges.findLast((exchange) => exchange.mainDocument) ?? null;
}

/** Asked for by a document that the main frame no longer shows. */
export function isSuperseded(page: OpenPage, exchange: Exchange): boolean {
  if (exchange.frameId !== page.mainFrameId) return false;
  const current = mainExchange(page);
  return current !== null && exchange.loaderId !== current.loaderId;
}

/** A page that moves on takes the context of a running evaluation with it: it is asked again in the next one. */
async function retried<T>(evaluate: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await evaluate();
    } catch (error) {
      const moved = /context|navigated|No frame/i.test(String(error));
      if (!moved || attempt >= EVALUATE_TRIES) throw error;
      await new Promise((resolve) => {
        setTimeout(resolve, 50 * attempt);
      });
    }
  }
}

function watchCrash(launched: LaunchedBrowser, session: CDPSession, onGone: () => void): Promise<never> {
  return new Promise((_, reject) => {
    const gone = (what: string): void => {
      onGone();
      reject(new PageCrashed(what));
    };
    session.on('Inspector.targetCrashed', () => gone('the page crashed'));
    launched.browser.on('disconnected', () => gone('the browser ended'));
  });
}
