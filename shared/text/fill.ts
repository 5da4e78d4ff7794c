// Sentences are data with {blanks}; facts fill them. Unknown blanks stay visible, so that a gap is seen, not hidden.

import type { Language } from '../api/views.ts';
import { problemText } from './problems.ts';

export type Details = Readonly<Record<string, string | number | boolean | null>>;

/** One text in both languages, side by side so that a translation is never forgotten. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

export function fill(template: string, details: Details = {}): string {
  return template.replace(/\{(\w+)\}/g, (blank, name: string) => {
    const value = details[name];
    return value === undefined || value === null ? blank : visible(String(value));
  });
}

export function pick(text: Bilingual, language: Language): string {
  return language === 'en' ? text.en : text.zh;
}

export function say(text: Bilingual, language: Language, details: Details = {}): string {
  return fill(pick(text, language), inWords(details, language));
}

/** The details with what we have words for in words. */
function inWords(details: Details, language: Language): Details {
  const texts = (['problem', 'reason'] as const).flatMap((name) => {
    const value = details[name];
    return typeof value === 'string' ? [[name, problemText(value, language)] as const] : [];
  });
  return { ...details, ...Object.fromEntries(texts) };
}

/** Shows control and bidirectional characters of foreign text as code points: they could disguise what is read. */
export function visible(text: string): string {
  return text.replace(
    // oxlint-disable-next-line no-control-regex
    /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    codePoint,
  );
}

/** A character written out: [U+202E]. */
export function codePoint(char: string): string {
  return `[U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`;
}

/** Both languages filled with the same details. */
export function filled(text: Bilingual, details: Details): Bilingual {
  return { zh: say(text, 'zh-CN', details), en: say(text, 'en', details) };
}
