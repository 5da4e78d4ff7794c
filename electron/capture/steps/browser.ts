// Step 'browser': a fresh browser with an empty profile, and the facts about it for the record.

import { basename } from 'node:path';
import type { BrowserFacts } from '../../../shared/evidence/capture-record.ts';
import type { Attempt } from '../attempt.ts';
import { hostResolverRules } from '../browser/address-rules.ts';
import { binaryDigest, runningExecutable } from '../browser/binary-digest.ts';
import { launchBrowser, type LaunchedBrowser } from '../browser/launch.ts';
import { openPage } from '../page/open-page.ts';
import { createGuard } from '../target/guard.ts';

export async function browserStep(attempt: Attempt): Promise<void> {
  const { request, deps, hooks } = attempt;
  const { options } = request;
  const viewport = {
    width: options.viewportWidth,
    height: options.viewportHeight,
    deviceScaleFactor: options.deviceScaleFactor,
  };
  const rule = { allowPrivateHosts: options.allowPrivateHosts, ownPorts: deps.ownPorts };
  const hostRules = hostResolverRules({ target: attempt.url, ...rule });
  const launched = await launchBrowser(deps.browser, request.workDir, viewport, hostRules, hooks.signal);
  attempt.browser = launched;
  attempt.browserFacts = readFacts(attempt, launched);
  attempt.browserFacts.catch(() => undefined); // Awaited by the record step, which says what went wrong.
  const guard = createGuard(rule, attempt.resolve);
  attempt.page = await openPage(launched, viewport, attempt.tempDir, guard, deps.clock, attempt.events);
}

async function readFacts(attempt: Attempt, launched: LaunchedBrowser): Promise<BrowserFacts> {
  const executable = await runningExecutable(attempt.deps.browser.path, launched.pid);
  const [version, sha256] = await Promise.all([
    launched.session.send('Browser.getVersion'),
    binaryDigest(executable),
  ]);
  const [name = '', number = ''] = version.product.split('/');
  attempt.events.add('browser', { product: version.product, sha256 });
  return {
    name,
    version: number,
    userAgent: version.userAgent,
    executable: basename(executable),
    sha256,
    headless: launched.flags.some((flag) => flag.startsWith('--headless')),
    sandbox: !launched.flags.includes('--no-sandbox'),
    freshProfile: true,
    flags: launched.flags,
  };
}
