// Where the main frame is and how it got there: loads, moves inside the document, moves to another one.

import type { CDPSession } from 'puppeteer-core';
import type { EventLog } from '../events-log.ts';

export interface Moves {
  /** Documents the main frame has shown, in order, the browser's own first about:blank left out. */
  readonly documents: readonly { readonly url: string; readonly loaderId: string }[];
  /** The address bar now. */
  readonly address: string | null;
  readonly loaded: boolean;
  readonly domReady: boolean;
  onChange: () => void;
}

export function watchMoves(session: CDPSession, mainFrameId: string, events: EventLog): Moves {
  const documents: { url: string; loaderId: string }[] = [];
  const state = { address: null as string | null };
  // Kept by document: the events of one may overtake the news that it is shown.
  const reached = { load: new Set<string>(), DOMContentLoaded: new Set<string>() };
  const current = (): string => documents.at(-1)?.loaderId ?? '';
  const moves: Moves = {
    documents,
    get address() {
      return state.address;
    },
    get loaded() {
      return reached.load.has(current());
    },
    get domReady() {
      return reached.DOMContentLoaded.has(current());
    },
    onChange: () => undefined,
  };
  session.on('Page.frameNavigated', ({ frame }) => {
    // Only before the first document it is the browser's own; later a page has emptied its own window.
    if (frame.id !== mainFrameId || (frame.url === 'about:blank' && documents.length === 0)) return;
    const url = asAddressBar(frame.url + (frame.urlFragment ?? ''));
    documents.push({ url, loaderId: frame.loaderId });
    state.address = url;
    events.add('navigated', { url });
    moves.onChange();
  });
  session.on('Page.navigatedWithinDocument', ({ frameId, url: whole }) => {
    if (frameId !== mainFrameId) return;
    const url = asAddressBar(whole);
    state.address = url;
    events.add('moved-within-document', { url });
  });
  session.on('Page.lifecycleEvent', ({ frameId, loaderId, name }) => {
    if (frameId !== mainFrameId || (name !== 'load' && name !== 'DOMContentLoaded')) return;
    reached[name].add(loaderId);
    moves.onChange();
  });
  return moves;
}

/** Without a name and password, which a redirect may put before the host to be read as one (bank.example@evil.example). */
function asAddressBar(text: string): string {
  const url = URL.parse(text);
  if (url === null || (url.username === '' && url.password === '')) return text;
  url.username = '';
  url.password = '';
  return url.href;
}
