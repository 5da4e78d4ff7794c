// A capture that the environment check held back, in words.

import type { Language } from '../api/views.ts';
import { itemNames } from './environment.ts';
import { errorSentence } from './errors.ts';
import { pick } from './fill.ts';

/** items: of the check, as heldBack of a row or run names them. */
export function heldBackSentence(items: string, language: Language): string {
  const error = itemNames(items.split(', '), language);
  return errorSentence('capture/environment-blocked', { error }, language).happened;
}

/** What to do about a watch whose run was held back. */
export function heldBackWatch(language: Language): string {
  const words = {
    zh: '请先排除，再点“现在取证”。监测不能预先填写理由；确需继续时，请在“单次”中单独取证并填写理由。',
    en: 'Clear it first, then “Capture now”. A watch takes no reason in advance; to go on all the same, capture the page under “Single” and give a reason there.',
  };
  return pick(words, language);
}
