// A person's cookies go into the fresh profile before anything is asked for. The record says that a session was used and
// which cookies, never a value.

import type { CDPSession, Protocol } from 'puppeteer-core';
import { cookiesForHost } from '../../../shared/api/cookie-file.ts';
import type { SessionCookie, SessionInput } from '../../../shared/api/session-input.ts';
import { addNote, type Attempt } from '../attempt.ts';
import { bareHost } from '../target/public-target.ts';

const NAMES_SHOWN = 60;

export async function bringCookies(
  attempt: Attempt,
  session: CDPSession,
  { cookies }: SessionInput,
): Promise<void> {
  if (cookies.length === 0) return;
  const now = attempt.deps.clock.now().getTime() / 1_000;
  const meant = cookiesForHost(cookies, bareHost(attempt.url));
  const living = meant.filter(({ expires }) => expires === null || expires > now);
  const taken = await Promise.all(
    living.map(async (cookie) => {
      const { success } = await session
        .send('Network.setCookie', paramsOf(cookie))
        .catch(() => ({ success: false })); // Fields that the browser refuses: counted below.
      return success ? cookie : null;
    }),
  );
  const set = taken.filter((cookie) => cookie !== null);
  addNote(attempt, 'session-cookies', {
    count: set.length,
    names: [...new Set(set.map(({ name }) => name))].slice(0, NAMES_SHOWN).join(', '),
    hosts: [...new Set(set.map(({ domain }) => domain))].slice(0, NAMES_SHOWN).join(', '),
    expired: meant.length - living.length,
    refused: living.length - set.length,
    foreign: cookies.length - meant.length,
  });
  attempt.events.add('session-cookies', { count: set.length });
}

/** A cookie of one host is set by address, so that it does not go to the hosts below it. */
function paramsOf(cookie: SessionCookie): Protocol.Network.SetCookieRequest {
  const { name, value, path, secure, httpOnly, sameSite, expires, domain, hostOnly } = cookie;
  return {
    name,
    value,
    path,
    secure,
    httpOnly,
    ...(hostOnly ? { url: `${secure ? 'https' : 'http'}://${bracketed(domain)}${path}` } : { domain }),
    ...(sameSite === null ? {} : { sameSite }),
    ...(expires === null ? {} : { expires }),
  };
}

function bracketed(domain: string): string {
  return domain.includes(':') && !domain.startsWith('[') ? `[${domain}]` : domain;
}
