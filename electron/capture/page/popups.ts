// Windows that a page opens are recorded and closed at once; no popup is ever captured in the page's place. Their first
// request may have left before the browser told us of them: to public addresses and named hosts only, since private
// ones are closed to the whole browser (browser/address-rules.ts).

import type { CDPSession, Protocol } from 'puppeteer-core';
import type { EventLog } from '../events-log.ts';

const MAX_RECORDED = 100;

export interface Popups {
  /** The first hundred. */
  readonly urls: readonly string[];
  readonly count: number;
}

/** Windows that exist when this is called are left alone. Shared workers belong to no page: they are met here too. */
export async function watchPopups(
  browser: CDPSession,
  page: CDPSession,
  events: EventLog,
  onPersons?: (url: string) => void,
  onSharedWorker: (session: CDPSession, info: Protocol.Target.TargetInfo) => void = () => undefined,
): Promise<Popups> {
  const urls: string[] = [];
  let count = 0;
  page.on('Page.windowOpen', ({ url, userGesture }) => {
    if (onPersons && userGesture && /^https?:/i.test(url)) {
      onPersons(url);
      return;
    }
    count += 1;
    if (urls.length >= MAX_RECORDED) return;
    urls.push(url);
    events.add('popup-closed', { url });
  });
  const { targetInfos } = await browser.send('Target.getTargets');
  const before = new Set(targetInfos.map(({ targetId }) => targetId));
  browser.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    const popup = browser.connection()?.session(sessionId);
    if (before.has(targetInfo.targetId) || !popup) return;
    if (targetInfo.type === 'shared_worker') {
      onSharedWorker(popup, targetInfo);
      return;
    }
    popup.on('Fetch.requestPaused', ({ requestId }) => {
      quietly(popup.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' }));
    });
    quietly(popup.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }));
    // Its opener waits for it: held back for good it would hold back the page.
    quietly(popup.send('Runtime.runIfWaitingForDebugger'));
    quietly(browser.send('Target.closeTarget', { targetId: targetInfo.targetId }));
  });
  await browser.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: true,
    filter: [{ type: 'page' }, { type: 'shared_worker' }, { exclude: true }],
  });
  return {
    urls,
    get count() {
      return count;
    },
  };
}

/** A window may close itself at any moment, which is what is wanted. */
function quietly(sent: Promise<unknown>): void {
  sent.catch(() => undefined);
}
