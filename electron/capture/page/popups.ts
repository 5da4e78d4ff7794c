// Windows that a page opens are recorded and closed; no popup is ever captured in the page's place.

import type { CDPSession } from 'puppeteer-core';
import type { EventLog } from '../events-log.ts';

const MAX_RECORDED = 100;

export interface Popups {
  readonly urls: readonly string[];
}

/** The browser is also told to open none (--block-new-web-contents); this closes what gets through. */
export async function watchPopups(
  browser: CDPSession,
  page: CDPSession,
  mainTargetId: string,
  events: EventLog,
): Promise<Popups> {
  const urls: string[] = [];
  const before = new Set<string>([mainTargetId]);
  const record = (url: string): void => {
    if (urls.length >= MAX_RECORDED) return;
    urls.push(url);
    events.add('popup-closed', { url });
  };
  page.on('Page.windowOpen', (event) => record(event.url));
  browser.on('Target.targetCreated', ({ targetInfo }) => {
    if (targetInfo.type !== 'page' || before.has(targetInfo.targetId) || !targetInfo.openerId) return;
    before.add(targetInfo.targetId);
    if (!urls.includes(targetInfo.url) && targetInfo.url !== '') record(targetInfo.url);
    browser.send('Target.closeTarget', { targetId: targetInfo.targetId }).catch(() => undefined); // Closed itself.
  });
  await browser.send('Target.setDiscoverTargets', { discover: true });
  return { urls };
}
