// Single-key shortcuts of a screen. They are silent while someone types, while a dialog is open, and with modifiers.

import { useEffect, useRef } from 'react';

export type KeyMap = Readonly<Record<string, (event: KeyboardEvent) => void>>;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.matches('input:not([type=checkbox]), textarea, select, [role=combobox]')
  );
}

function dialogIsOpen(): boolean {
  return document.querySelector('dialog[open]') !== null;
}

/** Keys as KeyboardEvent.key in lower case, e.g. 'j', '/', 'enter', '?'. */
export function useKeys(keys: KeyMap): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented)
        return;
      if (isTyping(event.target) || dialogIsOpen()) return;
      const action = latest.current[event.key.toLowerCase()];
      if (!action) return;
      // Enter and Space belong to the button or link that has the focus.
      if (
        (event.key === 'Enter' || event.key === ' ') &&
        event.target instanceof HTMLElement &&
        event.target.matches('button, a, [role=button], [role=tab], summary, input')
      ) {
        return;
      }
      action(event);
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
