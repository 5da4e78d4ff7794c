// A person's name and password for one host that asks for them (RFC 7617, 7616). Kept in memory; the record says that
// they were used, and for which host.

import type { Protocol } from 'puppeteer-core';
import type { SessionInput } from '../../../shared/api/session-input.ts';
import { bareHost } from '../target/public-target.ts';

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
