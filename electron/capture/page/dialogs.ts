// alert, confirm, prompt and beforeunload are dismissed and logged. A page that asks without end has its running
// script ended, so that it cannot hold up the capture.

import type { CDPSession } from 'puppeteer-core';
import type { EventLog } from '../events-log.ts';
import type { ConsoleLog } from './console-log.ts';

const LOGGED = 15;
const PATIENCE = 15;

export interface Dialogs {
  readonly count: number;
  /** True where the page's script was ended because of endless dialogs. */
  readonly scriptEnded: boolean;
  attach(session: CDPSession): void;
}

export function watchDialogs(log: ConsoleLog, events: EventLog): Dialogs {
  const state = { count: 0, scriptEnded: false };
  return {
    get count() {
      return state.count;
    },
    get scriptEnded() {
      return state.scriptEnded;
    },
    attach(session) {
      session.on('Page.javascriptDialogOpening', (event) => {
        state.count += 1;
        if (state.count <= LOGGED) {
          log.add('dialog', event.type, event.message, event.url);
          events.add('dialog-dismissed', { type: event.type, message: event.message.slice(0, 500) });
        }
        if (state.count % PATIENCE === 0) {
          state.scriptEnded = true;
          events.add('script-ended', { dialogs: state.count });
          session.send('Runtime.terminateExecution').catch(() => undefined); // Only helps; the dismissal goes on.
        }
        session
          .send('Page.handleJavaScriptDialog', { accept: event.type === 'beforeunload' })
          .catch(() => undefined); // Gone by itself, or its page is.
      });
    },
  };
}
