// Scripts and style sheets that never answer and keep the page from being parsed or painted. The browser offers no way
// to end one request that is under way, so the page is loaded once more with those addresses refused.

import type { Clock } from '../../platform/ports.ts';
import { mainExchange, type OpenPage } from './open-page.ts';
import { PAINTS_EXPRESSION } from './scripts.ts';
import { createSettler, pause, type Settler } from './settling.ts';

const ANSWER_LIMIT_MS = 2_000;
const COMMIT_LIMIT_MS = 20_000;

/** Addresses that hold the page up; empty where it is parsed and painted. */
export async function heldUpBy(page: OpenPage, settler: Settler): Promise<readonly string[]> {
  const hung = settler.givenUp().filter(({ type }) => type === 'script' || type === 'stylesheet');
  if (hung.length === 0) return [];
  if (page.moves.domReady && (await paints(page))) return [];
  return [...new Set(hung.map(({ request }) => request.url))];
}

/** A settler for the page as it is loaded without these addresses; null where it did not come again: {error}. */
export async function loadWithout(
  page: OpenPage,
  settler: Settler,
  urls: readonly string[],
  clock: Clock,
  noByteMs: number,
): Promise<Settler | { readonly error: string }> {
  const silentUrls = new Set(settler.givenUp().map(({ request }) => request.url));
  page.interception.refuseHeldUp(urls);
  const { length } = page.moves.documents;
  await page.session.send('Page.reload');
  const came = await settler.until(() => page.moves.documents.length > length, COMMIT_LIMIT_MS);
  const main = mainExchange(page);
  if (!came) return { error: 'net::ERR_TIMED_OUT' };
  if (main?.end === 'failed' && main.response === null) return { error: main.error ?? 'net::ERR_FAILED' };
  return createSettler(page, clock, { silentUrls, noByteMs });
}

async function paints(page: OpenPage): Promise<boolean> {
  const answer = page.evaluate<boolean>(PAINTS_EXPRESSION);
  answer.catch(() => undefined); // Heard below, unless the limit came first.
  return Promise.race([answer, pause(ANSWER_LIMIT_MS).then(() => false)]);
}
