// A file of exported cookies -> cookies. Reads what is in use: Netscape's cookies.txt (curl, yt-dlp, browser add-ons)
// and JSON (Cookie-Editor, EditThisCookie, Playwright's storageState, Puppeteer). The file is foreign: what cannot be
// read is counted, never guessed.

import { AppError } from '../errors.ts';
import { cookieInput, type SessionCookie } from './session-input.ts';

export interface CookieFile {
  readonly cookies: readonly SessionCookie[];
  /** Lines or entries that are no cookie. */
  readonly unreadable: number;
}

const MAX_CHARACTERS = 8_000_000;
const MAX_COOKIES = 5_000;

/** Throws input/invalid where there is not one cookie in it. */
export function parseCookieFile(text: string): CookieFile {
  if (text.length > MAX_CHARACTERS) throw notCookies('too large');
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  const entries = /^[[{]/.test(trimmed) ? fromJson(trimmed) : fromNetscape(trimmed);
  const cookies: SessionCookie[] = [];
  let unreadable = 0;
  for (const entry of entries) {
    const { data } = cookieInput.safeParse(entry);
    if (data) cookies.push(data);
    else unreadable += 1;
  }
  if (cookies.length === 0) throw notCookies('no cookies in it');
  if (cookies.length > MAX_COOKIES) throw notCookies('too many values');
  return { cookies, unreadable };
}

/**
 * Tab-separated: domain, subdomains too, path, secure, expires (0: session), name, value. '#HttpOnly_' before the domain
 * is no comment (curl's convention).
 */
function fromNetscape(text: string): readonly unknown[] {
  const lines = text
    .split(/\r?\n/)
    .filter((line) => line.startsWith('#HttpOnly_') || !/^\s*(#|$)/.test(line));
  return lines.map((line) => {
    const fields = line.replace(/^#HttpOnly_/, '').split('\t');
    const [domain = '', below = '', path = '', secure = '', expires = '', name = '', value = ''] = fields;
    if (fields.length < 6 || !/^(TRUE|FALSE)$/i.test(below) || !/^\d+(\.\d+)?$/.test(expires)) return null;
    return {
      name,
      value,
      domain: bareDomain(domain),
      hostOnly: !/^TRUE$/i.test(below),
      path,
      secure: /^TRUE$/i.test(secure),
      httpOnly: line.startsWith('#HttpOnly_'),
      sameSite: null,
      expires: Number(expires) === 0 ? null : Number(expires),
    };
  });
}

function fromJson(text: string): readonly unknown[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw notCookies('not JSON', cause);
  }
  const list = Array.isArray(parsed) ? parsed : (parsed as { cookies?: unknown }).cookies;
  if (!Array.isArray(list)) throw notCookies('no cookies in it');
  return list.map((entry) => (isObject(entry) ? fromEntry(entry) : null));
}

function fromEntry(entry: Readonly<Record<string, unknown>>): unknown {
  const domain = typeof entry['domain'] === 'string' ? entry['domain'] : '';
  const expires = entry['expirationDate'] ?? entry['expires'] ?? null;
  const lasting = typeof expires === 'number' && expires > 0 && entry['session'] !== true;
  return {
    name: entry['name'],
    value: entry['value'],
    domain: bareDomain(domain),
    hostOnly: typeof entry['hostOnly'] === 'boolean' ? entry['hostOnly'] : !domain.startsWith('.'),
    path: entry['path'] ?? '/',
    secure: entry['secure'] === true,
    httpOnly: entry['httpOnly'] === true,
    sameSite: sameSiteOf(entry['sameSite']),
    expires: lasting ? expires : null,
  };
}

function sameSiteOf(value: unknown): SessionCookie['sameSite'] {
  switch (typeof value === 'string' ? value.toLowerCase() : '') {
    case 'strict':
      return 'Strict';
    case 'lax':
      return 'Lax';
    case 'none':
    case 'no_restriction':
      return 'None';
    default:
      return null;
  }
}

function bareDomain(domain: string): string {
  return domain.trim().replace(/^\./, '').toLowerCase();
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function notCookies(problem: string, cause?: unknown): AppError {
  return new AppError('input/invalid', { field: 'cookies', problem }, { cause });
}

/**
 * The cookies that a capture of this host may take along: those of the host, of a domain above it or of one below it
 * (www. counts as the same). Whoever exported a whole browser does not sign in everywhere.
 */
export function cookiesForHost(cookies: readonly SessionCookie[], host: string): readonly SessionCookie[] {
  const wanted = host.toLowerCase().replace(/^www\./, '');
  return cookies.filter(({ domain }) => {
    const bare = domain.replace(/^www\./, '');
    return bare === wanted || wanted.endsWith(`.${bare}`) || bare.endsWith(`.${wanted}`);
  });
}
