// Quitting: asks while jobs run, then closes the core before the process ends. A core that does not close in time is
// left as after a power cut, which the store survives by design.
// Not started in a real Electron so far: type-checked and tested against a fake.

import { app, BrowserWindow, dialog } from 'electron';
import type { CoreApi } from '../../shared/api/core.ts';
import type { Log } from '../platform/ports.ts';

const CLOSE_PATIENCE_MS = 10_000;

export interface QuitOptions {
  readonly core: Pick<CoreApi, 'listJobs'>;
  readonly log: Log;
  readonly close: () => Promise<void>;
}

export function quitInOrder(options: QuitOptions): void {
  let closing = false;

  async function quit(): Promise<void> {
    if (!(await mayQuit(options))) {
      closing = false;
      return;
    }
    await closeInTime(options);
    app.exit(0);
  }

  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (closing) return;
    closing = true;
    void quit();
  });
}

/** True without a question where nothing runs, where no window is left to return to, or where it cannot be told. */
async function mayQuit({ core, log }: QuitOptions): Promise<boolean> {
  try {
    const jobs = await core.listJobs();
    const running = jobs.filter((job) => job.state === 'running' || job.state === 'queued').length;
    if (running === 0 || BrowserWindow.getAllWindows().length === 0) return true;
    const { response } = await dialog.showMessageBox({
      type: 'question',
      buttons: ['退出 · Quit', '取消 · Cancel'],
      defaultId: 1,
      cancelId: 1,
      message: `还有 ${running} 个任务未完成，下次启动时继续。现在退出吗？`,
      detail: `${running} job(s) are unfinished and continue at the next start. Quit now?`,
    });
    return response === 0;
  } catch (error) {
    log.error('could not ask before quitting', error);
    return true;
  }
}

async function closeInTime({ close, log }: QuitOptions): Promise<void> {
  const patience = Promise.withResolvers<void>();
  const timer = setTimeout(() => {
    log.warn('the core did not close in time');
    patience.resolve();
  }, CLOSE_PATIENCE_MS);
  try {
    await Promise.race([close(), patience.promise]);
  } catch (error) {
    log.error('closing failed', error);
  } finally {
    clearTimeout(timer);
  }
}
