// Certificate errors that the user chose to override, for the hosts that were named and no other. Each one is kept with
// the browser's exact error: the capture is PARTIAL for it.

import type { CDPSession } from 'puppeteer-core';
import type { EventLog } from '../events-log.ts';
import { bareHost } from '../target/public-target.ts';

export interface Overridden {
  readonly host: string;
  /** As the browser names it, e.g. net::ERR_CERT_DATE_INVALID. */
  readonly error: string;
}

export interface CertificateErrors {
  /** One entry per host and error. */
  readonly overridden: readonly Overridden[];
  /** Errors of hosts that were not named: the browser's own answer says only that the request was given up. */
  readonly refused: readonly Overridden[];
  /** Must be ready before the page asks for anything. */
  readonly ready: Promise<void>;
}

export function overrideCertificateErrors(
  session: CDPSession,
  hosts: readonly string[],
  events: EventLog,
): CertificateErrors {
  const named = new Set(hosts.map((host) => host.replace(/^\[|\]$|\.$/g, '').toLowerCase()));
  const overridden: Overridden[] = [];
  const refused: Overridden[] = [];
  if (named.size === 0) return { overridden, refused, ready: Promise.resolve() };
  session.on('Security.certificateError', ({ eventId, errorType, requestURL }) => {
    const host = URL.canParse(requestURL) ? bareHost(new URL(requestURL)) : '';
    const error = errorType.startsWith('net::') ? errorType : `net::${errorType}`;
    const allowed = named.has(host);
    events.add('certificate-error', { host, error, overridden: allowed });
    const list = allowed ? overridden : refused;
    if (!list.some((each) => each.host === host && each.error === error)) list.push({ host, error });
    session
      .send('Security.handleCertificateError', { eventId, action: allowed ? 'continue' : 'cancel' })
      .catch(() => undefined); // The request ended meanwhile.
  });
  const ready = (async () => {
    await session.send('Security.enable');
    await session.send('Security.setOverrideCertificateErrors', { override: true });
  })();
  return { overridden, refused, ready };
}
