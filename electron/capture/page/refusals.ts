// What a page would put on this machine and may not: files that it downloads by itself, and more storage than its share.

import type { CDPSession } from 'puppeteer-core';
import type { EventLog } from '../events-log.ts';

/** Databases, caches and files of one origin. */
export const STORAGE_LIMIT_BYTES = 100 * 1024 * 1024;
const LOGGED = 50;

export interface RefusedDownloads {
  readonly count: number;
  readonly firstUrl: string | null;
  add(url: string): void;
}

export async function refuseDownloads(browser: CDPSession, events: EventLog): Promise<RefusedDownloads> {
  const state = { count: 0, firstUrl: null as string | null };
  function add(url: string): void {
    state.count += 1;
    state.firstUrl ??= url;
    if (state.count <= LOGGED) events.add('download-refused', { url });
  }
  browser.on('Browser.downloadWillBegin', ({ url }) => add(url));
  await browser.send('Browser.setDownloadBehavior', { behavior: 'deny', eventsEnabled: true });
  return {
    get count() {
      return state.count;
    },
    get firstUrl() {
      return state.firstUrl;
    },
    add,
  };
}

/** The browser's own share is most of the disk. Stated in the record's options. */
export function boundStorage(session: CDPSession): void {
  const known = new Set<string>();
  session.on('Page.frameNavigated', ({ frame }) => {
    const origin = frame.securityOrigin;
    if (!/^https?:/.test(origin) || known.has(origin)) return;
    known.add(origin);
    session
      .send('Storage.overrideQuotaForOrigin', { origin, quotaSize: STORAGE_LIMIT_BYTES })
      .catch(() => undefined); // The frame is gone, or its target knows no storage; the disk is watched as well.
  });
}
