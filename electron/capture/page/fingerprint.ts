// What the page is at one moment, in a few numbers, so that a page that changes between the picture and the other
// artefacts is noticed; and what moves by itself when the picture is taken.

import type { OpenPage } from './open-page.ts';
import { WALK } from './scripts.ts';

export interface Fingerprint {
  readonly text: string;
  readonly images: string;
  readonly markup: string;
  readonly heightPx: number;
  /** Animations and transitions that run, and videos that play. */
  readonly animations: number;
  readonly videos: number;
}

const FINGERPRINT_EXPRESSION = `(() => {
  ${WALK}
  const MAX = 4_000_000;
  const digest = (text) => {
    let a = 0x811c9dc5, b = 5381;
    const length = Math.min(text.length, MAX);
    for (let i = 0; i < length; i++) { const c = text.charCodeAt(i); a = Math.imul(a ^ c, 0x01000193); b = (Math.imul(b, 33) + c) | 0; }
    return text.length + ':' + (a >>> 0).toString(16) + (b >>> 0).toString(16);
  };
  const root = document.documentElement;
  const sources = [], videos = [], hidden = [];
  const rules = (scope) => [...scope.styleSheets ?? [], ...scope.adoptedStyleSheets ?? []].map((sheet) => {
    try { return sheet.disabled + ' ' + sheet.cssRules.length; } catch { return String(sheet.disabled); }
  });
  for (const element of elements(document)) {
    if (element.tagName === 'IMG') sources.push(element.currentSrc + ' ' + element.naturalWidth);
    if (element.shadowRoot) hidden.push(element.shadowRoot.innerHTML, ...rules(element.shadowRoot));
    if (element.tagName === 'VIDEO' && !element.paused && !element.ended && element.readyState > 1) videos.push(element);
  }
  return {
    text: digest(document.body?.innerText ?? ''),
    images: digest(sources.join('\\n')),
    markup: digest([root?.outerHTML ?? '', ...rules(document), ...hidden].join('\\n')),
    heightPx: root?.scrollHeight ?? 0,
    animations: document.getAnimations().filter(({ playState }) => playState === 'running').length,
    videos: videos.length,
  };
})()`;

export function fingerprint(page: OpenPage): Promise<Fingerprint> {
  return page.evaluate<Fingerprint>(FINGERPRINT_EXPRESSION);
}

/**
 * What a page did to itself while its picture was arranged and taken (page/for-picture.ts can be noticed by its
 * scripts): `before` and `after` stand outside, `arranged` and `taken` inside, where texts and heights are not the page's.
 */
export function differencesDuring(
  before: Fingerprint,
  arranged: Fingerprint,
  taken: Fingerprint,
  after: Fingerprint,
): readonly string[] {
  const pagesOwn = differences(before, arranged).filter((what) => what === 'markup' || what === 'images');
  return [...new Set([...pagesOwn, ...differences(arranged, taken), ...differences(before, after)])];
}

/** Which parts differ, in words of the format: text, images, height, markup. Empty: none. */
export function differences(before: Fingerprint, after: Fingerprint): readonly string[] {
  return [
    ...(before.text === after.text ? [] : ['text']),
    ...(before.images === after.images ? [] : ['images']),
    ...(before.heightPx === after.heightPx ? [] : ['height']),
    ...(before.markup === after.markup ? [] : ['markup']),
  ];
}
