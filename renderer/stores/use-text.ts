// The words of the current language; every component that calls this is redrawn when the language is switched.

import { useCore } from './core.ts';
import type { Language } from '../../shared/api/views.ts';
import { pick, type Bilingual } from '../../shared/text/fill.ts';
import { en } from '../locales/en.ts';
import { zhCN, type Text } from '../locales/zh-CN.ts';

export const TEXTS: Record<Language, Text> = { 'zh-CN': zhCN, en };

export function useText(): Text {
  return TEXTS[useCore((state) => state.language)];
}

export function useLanguage(): Language {
  return useCore((state) => state.language);
}

/** Picks from shared/text's pairs in the current language. */
export function usePick(): (text: Bilingual) => string {
  const language = useLanguage();
  return (text) => pick(text, language);
}
