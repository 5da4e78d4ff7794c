// The address that stands in the record as the final one, from what the browser tells of its main frame.

import { EventEmitter } from 'node:events';
import type { CDPSession } from 'puppeteer-core';
import { expect, it } from 'vitest';
import type { EventLog } from '../../../electron/capture/events-log.ts';
import { watchMoves } from '../../../electron/capture/page/moves.ts';

it('the address is what an address bar shows; a window that was emptied is not where it was', () => {
  const session = new EventEmitter();
  const events = { failure: null, add: () => undefined } as unknown as EventLog;
  const moves = watchMoves(session as unknown as CDPSession, 'main', events);
  const show = (url: string): boolean =>
    session.emit('Page.frameNavigated', { frame: { id: 'main', loaderId: url, url } });
  show('about:blank');
  expect(moves.documents).toEqual([]);
  show('https://www.bank.example:443@evil.example/a');
  expect(moves.address).toBe('https://evil.example/a');
  session.emit('Page.navigatedWithinDocument', {
    frameId: 'main',
    url: 'https://bank.example@evil.example/b',
  });
  expect(moves.address).toBe('https://evil.example/b');
  show('about:blank');
  expect(moves.address).toBe('about:blank');
});
