// alert, confirm, prompt and beforeunload are dismissed and logged. A page that asks without end gets an error in its
// script, so that it cannot hold up the capture.

import type { CDPSession } from 'puppeteer-core';
import type { EventLog } from '../events-log.ts';
import type { ConsoleLog } from './console-log.ts';

const LOGGED = 50;

/** Dialogs that one document may open; the next one throws in the page's script. */
export const DIALOG_LIMIT = 15;

/** Windows that one document may ask for by script; the next one is not opened, as if the browser had refused it. */
export const WINDOW_LIMIT = 50;

/**
 * Runs in the page's own world before its scripts. A browser that is asked for dialogs without end executes nothing
 * else, commands of ours included (Runtime.terminateExecution and Debugger.pause were tried), so the limit has to
 * stand inside the page. The record's options state it.
 */
export const DIALOG_LIMIT_SCRIPT = `(() => {
  let left = ${DIALOG_LIMIT};
  for (const name of ['alert', 'confirm', 'prompt']) {
    const original = window[name];
    window[name] = function (...values) {
      if (left-- <= 0) throw new Error('too many dialogs');
      return original.apply(this, values);
    };
  }
  let windows = ${WINDOW_LIMIT};
  const open = window.open;
  window.open = function (...values) {
    return windows-- <= 0 ? null : open.apply(this, values);
  };
})()`;

export interface Dialogs {
  readonly count: number;
  attach(session: CDPSession): void;
}

/** @param answered a person sees the dialogs and answers them; they are logged all the same. */
export function watchDialogs(log: ConsoleLog, events: EventLog, answered = false): Dialogs {
  const state = { count: 0 };
  return {
    get count() {
      return state.count;
    },
    attach(session) {
      session.on('Page.javascriptDialogOpening', (event) => {
        state.count += 1;
        if (state.count <= LOGGED) {
          log.add('dialog', event.type, event.message, event.url);
          events.add(answered ? 'dialog-shown' : 'dialog-dismissed', {
            type: event.type,
            message: event.message.slice(0, 500),
          });
        }
        if (answered) return;
        session
          .send('Page.handleJavaScriptDialog', { accept: event.type === 'beforeunload' })
          .catch(() => undefined); // Gone by itself, or its page is.
      });
    },
  };
}
