// What may be hidden for the second picture: banners and dialogs known by their marks, and what the user named. Nothing
// is clicked: a click would answer the site in the user's name. Elements are hidden, a locked page is let scroll again.

const TEXT_SHOWN = 160;

/** Consent banners by the marks of their makers, and dialogs that call themselves modal. Kept short on purpose. */
const KNOWN_OVERLAYS: readonly string[] = [
  '#onetrust-consent-sdk',
  '#CybotCookiebotDialog',
  '#CybotCookiebotDialogBodyUnderlay',
  '#didomi-host',
  '#qc-cmp2-container',
  '#usercentrics-root',
  '#truste-consent-track',
  '.truste_overlay',
  '.truste_box_overlay',
  '#sp_message_container_1',
  '[id^="sp_message_container_"]',
  '#cookie-law-info-bar',
  '.cc-window.cc-banner',
  '#cmpbox',
  '#cmpbox2',
  '#cookie-banner',
  '#cookiebanner',
  '.cookie-banner',
  '.cookie-consent',
  '#cookie-consent',
  'dialog[open]',
  '[role="dialog"][aria-modal="true"]',
  '[role="alertdialog"][aria-modal="true"]',
];

export interface HiddenOverlay {
  readonly selector: string;
  readonly element: string;
  readonly text: string;
}

/**
 * Hides what matches and is shown, above the page's flow (fixed, sticky, absolute or in the top layer) unless the user
 * named it. Answers {hidden, invalid}: what was hidden, and selectors of the user that are none.
 */
export function hideExpression(known: boolean, selectors: readonly string[]): string {
  return `(() => {
    const shown = (element) => element.getClientRects().length > 0
      && getComputedStyle(element).visibility === 'visible';
    const above = (element) => element.matches('dialog[open]') || [element, ...element.querySelectorAll('*')]
      .slice(0, 50).some((each) => /^(fixed|sticky|absolute)$/.test(getComputedStyle(each).position));
    const hidden = [];
    const invalid = [];
    const hide = (selector, element) => {
      hidden.push({
        selector,
        element: (element.tagName.toLowerCase() + (element.id ? '#' + element.id : '')).slice(0, 100),
        text: (element.innerText || '').replace(/\\s+/g, ' ').trim().slice(0, ${TEXT_SHOWN}),
      });
      element.style.setProperty('display', 'none', 'important');
    };
    for (const [selector, named] of ${JSON.stringify([
      ...selectors.map((selector) => [selector, true]),
      ...(known ? KNOWN_OVERLAYS.map((selector) => [selector, false]) : []),
    ])}) {
      let found;
      try { found = [...document.querySelectorAll(selector)]; } catch { invalid.push(selector); continue; }
      for (const element of found.slice(0, 50)) {
        if (element === document.body || element === document.documentElement) continue;
        const inner = element.getClientRects().length > 0 ? element : element.firstElementChild;
        if (inner && shown(inner) && (named || above(element))) hide(selector, element);
      }
    }
    if (hidden.length > 0) {
      for (const element of [document.documentElement, document.body]) {
        if (element && /hidden|clip/.test(getComputedStyle(element).overflowY)) {
          element.style.setProperty('overflow-y', 'auto', 'important');
        }
      }
    }
    return { hidden, invalid };
  })()`;
}
