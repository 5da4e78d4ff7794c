// A person's session for one capture: its cookies go into the fresh profile before anything is asked for, its name and
// password answer the one host they are for. The record says that a session was used and which cookies, never a value.

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

export interface LoginAnswers {
  /** What to answer a server that asks; null: nothing. */
  answer(event: Protocol.Fetch.AuthRequiredEvent): Protocol.Fetch.AuthChallengeResponse | null;
  /** Host and scheme that were answered; null where nobody asked. */
  readonly answered: { readonly host: string; readonly scheme: string } | null;
}

/** Basic and Digest only, the named host only, once per request: a wrong password is not tried again. */
export function createLogin(login: SessionInput['login']): LoginAnswers {
  const tried = new Set<string>();
  let answered: LoginAnswers['answered'] = null;
  return {
    answer({ requestId, authChallenge }) {
      const { source, origin, scheme } = authChallenge;
      if (login === null || source === 'Proxy' || tried.has(requestId)) return null;
      if (!/^(basic|digest)$/i.test(scheme) || !URL.canParse(origin)) return null;
      const host = bareHost(new URL(origin));
      if (host !== login.host.replace(/^\[|\]$/g, '').toLowerCase()) return null;
      tried.add(requestId);
      answered = { host, scheme: scheme.toLowerCase() };
      return { response: 'ProvideCredentials', username: login.user, password: login.password };
    },
    get answered() {
      return answered;
    },
  };
}
