// What runs in the recorded pages, in the world of our own (page/scripts.ts): the key that sets a mark, and what stands
// in password fields, so that it can be kept out of the record. Nothing is added to the page's DOM, and page scripts
// neither see the listeners nor can speak in the person's place (isTrusted).

import type { CDPSession } from 'puppeteer-core';
import { WORLD_NAME } from '../page/scripts.ts';
import type { Secrets } from './secrets.ts';

/** Shift+Alt+M. */
export const MARK_KEY = 'Shift+Alt+M';

const SCRIPT = `(() => {
  if (globalThis.cunanWatching) return;
  globalThis.cunanWatching = true;
  addEventListener('keydown', (event) => {
    if (!event.isTrusted || event.repeat || event.code !== 'KeyM') return;
    if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    cunanMark('');
  }, true);
  const fields = new Map();
  const isSecret = (node) => node instanceof HTMLInputElement &&
    (node.type === 'password' || fields.has(node) || /password|one-time-code/.test(node.autocomplete));
  const tell = (node, final) => {
    if (!fields.has(node)) fields.set(node, fields.size);
    cunanSecret(JSON.stringify([fields.get(node), node.value, final]));
  };
  const heard = (event) => {
    const node = event.composedPath()[0];
    if (isSecret(node)) tell(node, event.type !== 'input');
  };
  for (const type of ['input', 'change', 'focusout']) addEventListener(type, heard, true);
  // Filled in by a script, or sent before the field was left.
  const all = (event) => {
    if (event.type === 'keydown' && event.key !== 'Enter') return;
    for (const node of document.querySelectorAll('input')) if (isSecret(node) && node.value) tell(node, true);
  };
  for (const type of ['submit', 'click', 'keydown']) addEventListener(type, all, true);
})()`;

/** For every session of a page or iframe, before it runs. */
export function watchPerson(session: CDPSession, secrets: Secrets, onMarkKey: () => void): void {
  session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
    if (name === 'cunanMark') onMarkKey();
    if (name !== 'cunanSecret') return;
    const [field, value, final] = JSON.parse(payload) as [number, string, boolean];
    secrets.note(`${session.id()} ${executionContextId} ${field}`, value, final);
  });
  quietly(session.send('Runtime.enable'));
  for (const name of ['cunanMark', 'cunanSecret']) {
    quietly(session.send('Runtime.addBinding', { name, executionContextName: WORLD_NAME }));
  }
  quietly(session.send('Page.addScriptToEvaluateOnNewDocument', { source: SCRIPT, worldName: WORLD_NAME }));
}

/** A frame that ended has nobody to watch. */
function quietly(sent: Promise<unknown>): void {
  sent.catch(() => undefined);
}
