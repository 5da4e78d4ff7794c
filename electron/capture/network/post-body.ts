// What a page posts: the event brings small bodies, larger ones are asked for. Files that the browser reads from disk
// itself are not handed over; the request's record is then marked as truncated.

import type { BodyStore, StoredBody } from './body-store.ts';
import { headerOf, requestHeaders, type Exchange } from './exchange.ts';
import type { RecordLimits } from './limits.ts';

/** Resolves whatever happens: what could not be had shows in postedWhole. */
export async function readPosted(exchange: Exchange, store: BodyStore, limits: RecordLimits): Promise<void> {
  const { request, requestId, session } = exchange;
  if (request.hasPostData !== true) return;
  const bytes = entriesOf(exchange) ?? (await ask(session, requestId));
  if (bytes === null) return;
  const sink = store.createSink();
  sink.write(bytes.subarray(0, limits.maxPostedBytes));
  exchange.posted = sink.finish();
  exchange.postedWhole = bytes.length <= limits.maxPostedBytes;
}

/** Null where the event says that there is more than it brings. */
function entriesOf({ request }: Exchange): Buffer | null {
  const entries = request.postDataEntries ?? [];
  if (entries.length === 0 || entries.some(({ bytes }) => bytes === undefined)) return null;
  return Buffer.concat(entries.map(({ bytes }) => Buffer.from(bytes ?? '', 'base64')));
}

async function ask(session: Exchange['session'], requestId: string): Promise<Buffer | null> {
  try {
    const answer = await session.send('Network.getRequestPostData', { requestId });
    return Buffer.from(answer.postData, answer.base64Encoded ? 'base64' : 'utf8');
  } catch {
    return null; // The browser does not hand it over, or the page is gone.
  }
}

export function postedOf(exchange: Exchange): { readonly body: StoredBody | null; readonly whole: boolean } {
  const declared = headerOf(requestHeaders(exchange), 'content-length');
  const length = exchange.posted?.length ?? 0;
  // Files within a form are left out silently: what was declared tells.
  const measured = declared === null || !/^\d{1,15}$/.test(declared) || Number(declared) === length;
  const had = exchange.request.hasPostData !== true || exchange.postedWhole;
  return { body: exchange.posted, whole: had && measured };
}
