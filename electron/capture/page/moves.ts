// Where the main frame is and how it got there: loads, moves inside the document, moves to another one.

import type { CDPSession } from 'puppeteer-core';
import type { EventLog } from '../events-log.ts';

export interface Moves {
  /** Documents the main frame has shown, in order, the first about:blank left out. */
  readonly documents: readonly { readonly url: string; readonly loaderId: string }[];
  /** The address bar now. */
  readonly address: string | null;
  readonly loaded: boolean;
  readonly domReady: boolean;
  onChange: () => void;
}

export function watchMoves(session: CDPSession, mainFrameId: string, events: EventLog): Moves {
  const documents: { url: string; loaderId: string }[] = [];
  const state = { address: null as string | null, loaded: false, domReady: false };
  const moves: Moves = {
    documents,
    get address() {
      return state.address;
    },
    get loaded() {
      return state.loaded;
    },
    get domReady() {
      return state.domReady;
    },
    onChange: () => undefined,
  };
  session.on('Page.frameNavigated', ({ frame }) => {
    if (frame.id !== mainFrameId || frame.url === 'about:blank') return;
    const url = frame.url + (frame.urlFragment ?? '');
    documents.push({ url, loaderId: frame.loaderId });
    Object.assign(state, { address: url, loaded: false, domReady: false });
    events.add('navigated', { url });
    moves.onChange();
  });
  session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
    if (frameId !== mainFrameId) return;
    state.address = url;
    events.add('moved-within-document', { url });
  });
  session.on('Page.domContentEventFired', () => {
    state.domReady = true;
    moves.onChange();
  });
  session.on('Page.loadEventFired', () => {
    state.loaded = true;
    moves.onChange();
  });
  return moves;
}
