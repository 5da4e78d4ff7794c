// Electron's main process: what must happen before 'ready', then the app. Built to out/desktop/main.js.
// Not started in a real Electron so far: type-checked, tested against a fake, packaged with a placeholder binary.

import { join } from 'node:path';
import { app } from 'electron';
import { isAppError } from '../../shared/errors.ts';
import { errorLine } from '../../shared/text/errors.ts';
import { createApp } from '../app.ts';
import { createNodeClock } from '../platform/node-clock.ts';
import { createNodeLog } from '../platform/node-log.ts';
import { createNodeRandom } from '../platform/node-random.ts';
import { createNodeSecrets } from '../platform/node-secrets.ts';
import { dataFolder, dataPaths } from '../platform/paths.ts';
import { findResources } from '../platform/resources.ts';
import { registerAppScheme } from './app-scheme.ts';
import { createDesktopSecrets } from './platform.ts';
import { runDesktop, sayFatal } from './run.ts';
import { guardContents } from './session-guard.ts';

registerAppScheme();
app.enableSandbox();
app.on('web-contents-created', (_event, contents) => guardContents(contents));
if (app.requestSingleInstanceLock()) void start();
else app.quit();

async function start(): Promise<void> {
  try {
    await app.whenReady();
    await runApp();
  } catch (error) {
    sayFatal('存安取证 · Cunan', sentenceOf(error));
    app.exit(4);
  }
}

async function runApp(): Promise<void> {
  const home = dataFolder();
  const paths = dataPaths(home);
  const random = createNodeRandom();
  const clock = createNodeClock();
  const log = createNodeLog({ folder: paths.logs, clock, random });
  const fallback = createNodeSecrets({
    folder: paths.keys,
    random,
    log,
    passphrase: process.env['CUNAN_PASSPHRASE'] ?? null,
  });
  const secrets = await createDesktopSecrets({
    folder: paths.keys,
    random,
    platform: process.platform,
    fallback,
  });
  const packagedResources = app.isPackaged ? app.getAppPath() : null;
  const ours = await createApp({ home, shell: 'desktop', secrets, packagedResources });
  await runDesktop(ours, {
    clock,
    random,
    staticDir: findResources(packagedResources).rendererFolder,
    preload: join(import.meta.dirname, 'preload.cjs'),
    icon: join(app.getAppPath(), 'resources', 'icons', 'icon.png'),
    ownerFile: paths.shellFacts,
  });
}

/** In both languages: nothing is known of the person's settings yet. */
function sentenceOf(error: unknown): string {
  if (!isAppError(error)) return error instanceof Error ? error.message : String(error);
  const { code, details } = error;
  return `${errorLine(code, details, 'zh-CN')}\n\n${errorLine(code, details, 'en')}\n\n${code}`;
}
