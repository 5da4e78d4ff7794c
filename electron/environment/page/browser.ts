// Items about the browser of one capture: which build, which profile, extensions, cache, and the server it talked to.

import type { BrowserFacts } from '../../../shared/evidence/capture-record.ts';
import type { CacheUse, ProfileFacts } from '../../capture/types.ts';
import type { Found, Look } from '../probe.ts';

/** Builds that this version was tried with, by the SHA-256 of their program. Any other works too, and is said to be other. */
const KNOWN_BUILDS: Readonly<Record<string, string>> = {
  '53a15d6c3a3d27dfb54c4ba60278b1683136f70cf1e67e989da7dfbd3d451ef0':
    '@sparticuz/chromium 153.0.0 (linux x64)',
};

const NOT_REACHED: Found = { findings: [{ code: 'not-reached' }] };

export function judgeBrowser(facts: BrowserFacts | null): Found {
  if (facts === null) return NOT_REACHED;
  const { name, version, executable, sha256, sandbox, headless } = facts;
  const build = KNOWN_BUILDS[sha256] ?? null;
  return {
    findings: [{ code: build === null ? 'browser-other' : 'browser-known', details: { name, version } }],
    facts: { name, version, executable, sha256, build, sandbox, headless, codeSignature: 'not checked' },
  };
}

export function judgeProfile(look: Look, profile: ProfileFacts | null): Found {
  if (profile === null) return NOT_REACHED;
  const { cookies, session } = profile;
  look.keep('Storage.getCookies', `${cookies} cookies before the page was asked for`);
  if (session)
    return { findings: [{ code: 'profile-session', details: { cookies } }], facts: { cookies, session } };
  const code = cookies === 0 ? 'profile-fresh' : 'profile-used';
  return {
    findings: [code === 'profile-fresh' ? { code } : { code, details: { cookies } }],
    facts: { cookies, session },
  };
}

export function judgeExtensions(look: Look, profile: ProfileFacts | null): Found {
  if (profile === null) return NOT_REACHED;
  const { extensions } = profile;
  look.keep('Target.getTargets', `${extensions} targets of extensions`);
  return {
    findings: [
      extensions === 0
        ? { code: 'extensions-none' }
        : { code: 'extensions-found', details: { count: extensions } },
    ],
    facts: { extensions },
  };
}

export function judgeCache(use: CacheUse | null): Found {
  if (use === null) return NOT_REACHED;
  const count = use.fromCache + use.fromServiceWorker;
  return {
    findings: [count === 0 ? { code: 'cache-unused' } : { code: 'cache-used', details: { count } }],
    facts: { answers: use.answers, fromCache: use.fromCache, fromServiceWorker: use.fromServiceWorker },
  };
}

/** @param known every address that the system or a resolver gave for the name. */
export function judgeServer(address: string | null, known: readonly string[]): Found {
  if (address === null) return NOT_REACHED;
  const inDns = known.includes(address);
  return {
    findings: [{ code: inDns ? 'server-in-dns' : 'server-not-in-dns', details: { address } }],
    facts: { address, known },
  };
}
