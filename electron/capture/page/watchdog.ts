// A page whose script never gives the thread back holds up every command of ours. The watchdog asks for a sign of life;
// where none comes it stops the running script, and after some times all scripts of the page. A page that does not
// even answer then (it waits for a synchronous request, for one) is crashed on purpose: the capture goes on without it.

import { setTimeout as pause } from 'node:timers/promises';
import type { CDPSession } from 'puppeteer-core';
import type { EventLog } from '../events-log.ts';

export const WATCHDOG_RULES = {
  /** Without a sign of life for so long, a page hangs. */
  hangMs: 10_000,
  /** After its script was stopped it answers within this, or never: laying out a huge page takes its time. */
  recoverMs: 20_000,
  /** So often one script is stopped; the next time all of them are. */
  stops: 3,
} as const;
const PAUSE_MS = 500;

export interface Watchdog {
  /** How often a script was stopped. */
  readonly stopped: number;
  /** It did not come back and was crashed. */
  readonly gaveUp: boolean;
  /** From now on; until end(). */
  begin(): void;
  /** No more signs are asked for: what runs now is work of ours that takes its time. */
  end(): void;
}

export function createWatchdog(session: CDPSession, events: EventLog): Watchdog {
  const state = { stopped: 0, gaveUp: false, on: false };

  async function answers(limitMs: number): Promise<boolean> {
    const sign = session.send('Runtime.evaluate', { expression: '0', silent: true }).then(
      () => true,
      () => true, // The page moved on or is gone: its crash is told elsewhere.
    );
    return Promise.race([sign, pause(limitMs).then(() => false)]);
  }

  async function watch(): Promise<void> {
    while (state.on && !state.gaveUp) {
      if (await answers(WATCHDOG_RULES.hangMs)) await pause(PAUSE_MS);
      else if (state.on) await interrupt();
    }
  }

  async function interrupt(): Promise<void> {
    state.stopped += 1;
    const all = state.stopped > WATCHDOG_RULES.stops;
    events.add('script-stopped', { count: state.stopped, allScripts: all });
    if (all) quietly(session.send('Emulation.setScriptExecutionDisabled', { value: true }));
    quietly(session.send('Runtime.terminateExecution'));
    if (await answers(WATCHDOG_RULES.recoverMs)) return;
    state.gaveUp = true;
    events.add('page-given-up', { afterMs: WATCHDOG_RULES.hangMs + WATCHDOG_RULES.recoverMs });
    quietly(session.send('Page.crash'));
  }

  return {
    get stopped() {
      return state.stopped;
    },
    get gaveUp() {
      return state.gaveUp;
    },
    begin() {
      if (state.on) return;
      state.on = true;
      void watch();
    },
    end() {
      state.on = false;
    },
  };
}

/** All three are heard by a page that hangs; their answers come when it is back, or never. */
function quietly(sent: Promise<unknown>): void {
  sent.catch(() => undefined);
}
