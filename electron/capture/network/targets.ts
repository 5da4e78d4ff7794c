// Attaches to a page and to every iframe and worker below it before they run, so that their requests are seen and
// held to the same rules. Service workers are bypassed and the cache is off, and the record says so.

import type { CDPSession, Protocol } from 'puppeteer-core';
import { DIALOG_LIMIT_SCRIPT } from '../page/dialogs.ts';
import { INTERCEPT_PATTERNS } from './intercept.ts';

export interface AttachedTarget {
  readonly session: CDPSession;
  readonly type: string;
  readonly url: string;
}

export interface TargetTree {
  /** The page first; iframes of other processes and workers after it, as long as they live. */
  readonly targets: readonly AttachedTarget[];
  /** Iframes and workers beyond the limit: held back before they ran. */
  readonly held: number;
  /** A target that is no child of the page: a shared worker, which waits until it is prepared like the others. */
  adopt(session: CDPSession, info: { readonly type: string; readonly url: string }): void;
}

/** Iframes of other processes and workers of one page that may run at a time. */
export const TARGET_LIMIT = 100;
const BUFFER_BYTES = 200_000_000;
const ONE_BODY_BYTES = 100_000_000;

/** Resolves when the page itself is ready to navigate. */
export async function attachTargets(
  page: CDPSession,
  onSession: (session: CDPSession, type: string) => void,
): Promise<TargetTree> {
  const targets: AttachedTarget[] = [];
  let held = 0;

  async function prepare(
    session: CDPSession,
    info: { readonly type: string; readonly url: string },
  ): Promise<void> {
    if (targets.length > TARGET_LIMIT) {
      // It waits for the debugger and is never told to go on.
      held += 1;
      return;
    }
    targets.push({ session, type: info.type, url: info.url });
    onSession(session, info.type);
    session.on('Target.attachedToTarget', (event) => {
      const child = session.connection()?.session(event.sessionId);
      if (child) void prepare(child, event.targetInfo);
    });
    session.on('Target.detachedFromTarget', (event) => {
      const gone = targets.findIndex((target) => target.session.id() === event.sessionId);
      if (gone > 0) targets.splice(gone, 1);
    });
    const framed = info.type === 'page' || info.type === 'iframe';
    // Sent in one go: a session answers in order, and a waiting target answers some of them only once it runs.
    const guarded = asksForItself(info.type)
      ? session.send('Fetch.enable', { patterns: INTERCEPT_PATTERNS, handleAuthRequests: true })
      : Promise.resolve();
    await Promise.all([
      // Without interception nothing may be loaded in the page; an iframe that ended meanwhile loads nothing.
      info.type === 'page' ? guarded : guarded.catch(() => undefined),
      quietly(session, 'Network.enable', {
        maxTotalBufferSize: BUFFER_BYTES,
        maxResourceBufferSize: ONE_BODY_BYTES,
        maxPostDataSize: 65_536,
      }),
      quietly(session, 'Network.setCacheDisabled', { cacheDisabled: true }),
      quietly(session, 'Network.setBypassServiceWorker', { bypass: true }),
      ...(framed
        ? [
            quietly(session, 'Page.enable', undefined),
            quietly(session, 'Page.addScriptToEvaluateOnNewDocument', { source: DIALOG_LIMIT_SCRIPT }),
          ]
        : []),
      quietly(session, 'Runtime.enable', undefined),
      quietly(session, 'Log.enable', undefined),
      quietly(session, 'Target.setAutoAttach', {
        autoAttach: true,
        waitForDebuggerOnStart: true,
        flatten: true,
      }),
      quietly(session, 'Runtime.runIfWaitingForDebugger', undefined),
    ]);
  }

  await prepare(page, { type: 'page', url: 'about:blank' });
  return {
    targets,
    get held() {
      return held;
    },
    adopt: (session, info) => void prepare(session, info),
  };
}

/** Dedicated workers ask through their page; these do not. */
export function asksForItself(type: string): boolean {
  return ['page', 'iframe', 'shared_worker', 'service_worker'].includes(type);
}

type Commands = {
  'Network.enable': Protocol.Network.EnableRequest;
  'Network.setCacheDisabled': Protocol.Network.SetCacheDisabledRequest;
  'Network.setBypassServiceWorker': Protocol.Network.SetBypassServiceWorkerRequest;
  'Page.enable': undefined;
  'Page.addScriptToEvaluateOnNewDocument': Protocol.Page.AddScriptToEvaluateOnNewDocumentRequest;
  'Runtime.enable': undefined;
  'Log.enable': undefined;
  'Target.setAutoAttach': Protocol.Target.SetAutoAttachRequest;
  'Runtime.runIfWaitingForDebugger': undefined;
};

/** Workers lack some domains and targets end at any time: neither may keep the others from running. */
async function quietly<T extends keyof Commands>(
  session: CDPSession,
  method: T,
  params: Commands[T],
): Promise<void> {
  try {
    await session.send(method, params);
  } catch {
    // See above; the page's own session is proven to work by the navigation that follows.
  }
}
