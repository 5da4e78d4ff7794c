// Step 'label': what kind of page this seems to be (challenge, login wall, blank, error …), from what it shows. The
// rules are shared/evidence/page-labels.ts; labels are notes and change no state.

import { labelPage } from '../../../shared/evidence/page-labels.ts';
import { addNote, openPageOf, type Attempt } from '../attempt.ts';
import { headerOf, responseHeaders } from '../network/exchange.ts';
import { mainExchange, type OpenPage } from '../page/open-page.ts';
import { SIGNS_EXPRESSION, TEXT_EXPRESSION } from '../page/scripts.ts';

const MAX_TEXT = 200_000;
const MAX_REQUESTS = 2_000;

export async function labelStep(attempt: Attempt): Promise<void> {
  const page = openPageOf(attempt);
  const seen = await lookAt(page).catch((error: unknown) => {
    // A page that cannot be asked is a note: nothing of the evidence is missing.
    addNote(attempt, 'page-unlabelled', { error: String(error) });
    return null;
  });
  if (seen === null) return;
  const main = mainExchange(page);
  const labels = labelPage({
    requestedUrl: attempt.url.href,
    finalUrl: attempt.finalUrl ?? attempt.url.href,
    status: main?.response?.status ?? null,
    title: attempt.title ?? '',
    text: seen.text.slice(0, MAX_TEXT),
    passwordFields: seen.passwordFields,
    media: seen.media,
    heightPx: seen.height,
    documentBytes: main?.body?.length ?? null,
    requests: page.recorder.exchanges.slice(0, MAX_REQUESTS).map(({ request }) => request.url),
    mitigated: main === null ? null : headerOf(responseHeaders(main), 'cf-mitigated'),
  });
  for (const { code, details } of labels) {
    addNote(attempt, code, details);
    attempt.events.add('label', { code, ...details });
  }
}

interface Seen {
  readonly text: string;
  readonly passwordFields: number;
  readonly media: number;
  readonly height: number;
}

async function lookAt(page: OpenPage): Promise<Seen> {
  const text = await page.evaluate<string>(TEXT_EXPRESSION);
  return { text, ...(await page.evaluate<Omit<Seen, 'text'>>(SIGNS_EXPRESSION)) };
}
