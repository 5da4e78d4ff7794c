// The browser that a person uses: one window, one tab. A window that a page opens after the person's click is shown in
// the same tab, so that everything the person sees is filmed and recorded; any other is recorded and closed.

import { setTimeout as delay } from 'node:timers/promises';
import type { RecordingCut } from '../../../shared/evidence/recording.ts';
import type { Attempt } from '../attempt.ts';
import { launchBrowser, type LaunchedBrowser } from '../browser/launch.ts';
import { networkOf } from '../browser/network.ts';
import { openPage, type OpenPage } from '../page/open-page.ts';
import { createEmulation, NO_EMULATION } from '../page/emulation.ts';
import { noteSandbox, readFacts } from '../steps/browser.ts';
import { watchPerson } from './page-script.ts';
import type { Secrets } from './secrets.ts';
import type { RecordingRequest } from './types.ts';
import type { VideoSize } from './video.ts';

/** Room for tabs, address bar and frame around the page. */
const WINDOW_EXTRA = { width: 16, height: 90 };
const EXIT_WAIT_MS = 500;

export interface PersonsPage {
  readonly page: OpenPage;
  /** Of the film. */
  readonly size: VideoSize;
  /** Resolves when the window, the page or the browser is gone. */
  readonly ended: Promise<RecordingCut>;
}

/** Throws browser/launch-failed. */
export async function openForPerson(
  attempt: Attempt,
  request: RecordingRequest,
  secrets: Secrets,
  onMarkKey: () => void,
): Promise<PersonsPage> {
  const { deps, events, hooks } = attempt;
  const { options } = request;
  const visible = request.window === 'visible';
  const size = { width: options.viewportWidth, height: options.viewportHeight };
  const network = await networkOf(attempt);
  const launched = await launchBrowser({
    binary: { ...deps.browser, args: [...deps.browser.args, ...network.flags] },
    workDir: request.workDir,
    viewport: visible
      ? { width: size.width + WINDOW_EXTRA.width, height: size.height + WINDOW_EXTRA.height }
      : size,
    hostRules: network.hostRules,
    signal: hooks.signal,
    window: request.window,
  });
  attempt.browser = launched;
  const version = await launched.session.send('Browser.getVersion');
  attempt.browserFacts = readFacts(attempt, launched, version);
  attempt.browserFacts.catch(() => undefined); // Awaited at the end, which says what went wrong.
  const before = await pageTargets(launched);
  const popup: { follow: ((url: string) => void) | null } = { follow: null };
  const page = await openPage({
    launched,
    viewport: { ...size, deviceScaleFactor: visible ? 1 : options.deviceScaleFactor },
    emulation: visible ? NO_EMULATION : createEmulation(options, version),
    tempDir: attempt.tempDir,
    guard: network.guard,
    login: attempt.login,
    clock: deps.clock,
    events,
    privateHeaders: attempt.privateHeaders,
    person: {
      visible,
      onFrameSession: (session) => watchPerson(session, secrets, onMarkKey),
      onPopup: (url) => popup.follow?.(url),
    },
    badCertificateHosts: network.badCertificateHosts,
  });
  attempt.page = page;
  popup.follow = (url) => {
    events.add('popup-followed', { url });
    page.session
      .send('Page.navigate', { url, referrer: page.moves.address ?? undefined } as { url: string })
      .catch(() => undefined); // The page ended, which ends the recording.
  };
  for (const targetId of before) {
    await launched.session.send('Target.closeTarget', { targetId }).catch(() => undefined); // Gone already.
  }
  await page.session.send('Page.bringToFront');
  await noteSandbox(attempt, launched);
  return { page, size, ended: watchEnd(launched, page) };
}

/** Tabs that a browser opens by itself. */
async function pageTargets({ session }: LaunchedBrowser): Promise<readonly string[]> {
  const { targetInfos } = await session.send('Target.getTargets');
  return targetInfos.filter(({ type }) => type === 'page').map(({ targetId }) => targetId);
}

async function watchEnd(launched: LaunchedBrowser, page: OpenPage): Promise<RecordingCut> {
  const closed = new Promise<'window-closed'>((resolve) => {
    page.session.on('Inspector.detached', () => resolve('window-closed'));
    launched.session.on('Target.targetDestroyed', ({ targetId }) => {
      if (targetId === page.mainFrameId) resolve('window-closed');
    });
  });
  await launched.session.send('Target.setDiscoverTargets', { discover: true }).catch(() => undefined);
  const crashed = new Promise<'page-crashed'>((resolve) => {
    page.session.on('Inspector.targetCrashed', () => resolve('page-crashed'));
  });
  const disconnected = new Promise<'disconnected'>((resolve) => {
    launched.browser.on('disconnected', () => resolve('disconnected'));
  });
  if ((await Promise.race([crashed, closed, disconnected])) === 'page-crashed') return 'page-crashed';
  // The last window ends the browser in good order; a browser that dies takes its window along.
  await delay(EXIT_WAIT_MS);
  return launched.hasDied() ? 'browser-ended' : 'window-closed';
}
