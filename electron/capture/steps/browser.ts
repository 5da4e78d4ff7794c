// Step 'browser': a fresh browser with an empty profile, and the facts about it for the record.

import { basename } from 'node:path';
import type { BrowserFacts } from '../../../shared/evidence/capture-record.ts';
import { addNote, type Attempt } from '../attempt.ts';
import { binaryDigest, runningExecutable } from '../browser/binary-digest.ts';
import { launchBrowser, type LaunchedBrowser } from '../browser/launch.ts';
import { networkOf } from '../browser/network.ts';
import { createEmulation, emulationFlags, type BrowserVersion } from '../page/emulation.ts';
import { measureSandbox } from '../browser/sandbox.ts';
import { bringCookies } from '../page/session.ts';
import { openPage } from '../page/open-page.ts';
import { documentPatienceOf } from '../page/settling.ts';

export async function browserStep(attempt: Attempt): Promise<void> {
  const { request, deps, hooks } = attempt;
  const { options } = request;
  const viewport = {
    width: options.viewportWidth,
    height: options.viewportHeight,
    deviceScaleFactor: options.deviceScaleFactor,
  };
  const network = await networkOf(attempt);
  const args = [...deps.browser.args, ...emulationFlags(options), ...network.flags];
  const launched = await launchBrowser({
    binary: { ...deps.browser, args },
    workDir: request.workDir,
    viewport,
    hostRules: network.hostRules,
    signal: hooks.signal,
    window: 'hidden',
  });
  try {
    attempt.browser = launched;
  } catch (tooLate) {
    await launched.dispose();
    throw tooLate;
  }
  const version = await launched.session.send('Browser.getVersion');
  attempt.browserFacts = readFacts(attempt, launched, version);
  attempt.browserFacts.catch(() => undefined); // Awaited by the record step, which says what went wrong.
  const emulation = createEmulation(options, version);
  if (emulation.renamed) addNote(attempt, 'user-agent-changed', { ...emulation.renamed });
  const page = await openPage({
    launched,
    viewport,
    emulation,
    tempDir: attempt.tempDir,
    guard: network.guard,
    login: attempt.login,
    clock: deps.clock,
    events: attempt.events,
    privateHeaders: attempt.privateHeaders,
    person: null,
    badCertificateHosts: network.badCertificateHosts,
    documentLimitMs: documentPatienceOf(options.timeLimitMs),
  });
  try {
    attempt.page = page;
  } catch (tooLate) {
    page.bodies.dispose();
    throw tooLate;
  }
  if (request.session) await bringCookies(attempt, page.session, request.session);
  // A page that hung in a synchronous request would hang in it again.
  page.interception.refuseHeldUp([...attempt.heldUpBy]);
  await noteSandbox(attempt, launched);
}

/** A page in a browser without its sandbox is one hole in the browser away from this machine: the record says so. */
export async function noteSandbox(attempt: Attempt, { pid, withoutSandbox }: LaunchedBrowser): Promise<void> {
  const measured = await measureSandbox(pid);
  const sandbox = withoutSandbox === null ? measured : false;
  const facts = attempt.browserFacts?.then((each) => ({ ...each, sandbox })) ?? null;
  facts?.catch(() => undefined); // As above: the record step says what went wrong.
  attempt.browserFacts = facts;
  if (withoutSandbox !== null) addNote(attempt, 'sandbox-absent', { cause: withoutSandbox });
  else if (measured === false) addNote(attempt, 'sandbox-absent', { cause: 'measured' });
  else if (measured === null) addNote(attempt, 'sandbox-not-measured');
  attempt.events.add('sandbox', { on: sandbox, measured: measured !== null });
}

/** The sandbox is measured later, when there is a renderer; see noteSandbox. */
export async function readFacts(
  attempt: Attempt,
  launched: LaunchedBrowser,
  version: BrowserVersion,
): Promise<BrowserFacts> {
  const { deps, events } = attempt;
  const executable = await runningExecutable(deps.browser.path, launched.pid);
  const sha256 = await binaryDigest(executable);
  const [name = '', number = ''] = version.product.split('/');
  events.add('browser', { product: version.product, sha256 });
  return {
    name,
    version: number,
    userAgent: version.userAgent,
    executable: basename(executable),
    sha256,
    headless: launched.flags.some((flag) => flag.startsWith('--headless')),
    sandbox: null,
    freshProfile: true,
    flags: launched.flags,
  };
}
