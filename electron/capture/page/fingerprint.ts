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
  const sources = [], videos = [];
  for (const element of elements(document)) {
    if (element.tagName === 'IMG') sources.push(element.currentSrc + ' ' + element.naturalWidth);
    if (element.tagName === 'VIDEO' && !element.paused && !element.ended && element.readyState > 1) videos.push(element);
  }
  return {
    text: digest(document.body?.innerText ?? ''),
    images: digest(sources.join('\\n')),
    markup: digest(root?.outerHTML ?? ''),
    heightPx: root?.scrollHeight ?? 0,
    animations: document.getAnimations().filter(({ playState }) => playState === 'running').length,
    videos: videos.length,
  };
})()`;

export function fingerprint(page: OpenPage): Promise<Fingerprint> {
  return page.evaluate<Fingerprint>(FINGERPRINT_EXPRESSION);
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
