// The text a person typed -> an absolute http(s) URL, or an input error. Nothing is resolved here.

import { AppError } from '../../../shared/errors.ts';

const MAX_URL_LENGTH = 8_192;
const MAX_SHOWN = 200;

/**
 * The URL to capture, without credentials in it and without a fragment lost.
 * Throws input/not-a-url {url}, input/unsupported-scheme {scheme}, input/invalid for credentials.
 */
export function assertCapturableUrl(text: string): URL {
  const trimmed = text.trim();
  const shown = trimmed.slice(0, MAX_SHOWN);
  if (trimmed.length > MAX_URL_LENGTH || !URL.canParse(trimmed)) {
    throw new AppError('input/not-a-url', { url: shown });
  }
  const url = new URL(trimmed);
  // Percent-encoding makes up to nine characters of one: the limit holds for the address that is recorded.
  if (url.href.length > MAX_URL_LENGTH) throw new AppError('input/not-a-url', { url: shown });
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    // "example.com:8080/path" parses as the scheme "example.com:"; a person meant an address.
    const looksLikeHost = url.protocol.includes('.');
    throw looksLikeHost
      ? new AppError('input/not-a-url', { url: shown })
      : new AppError('input/unsupported-scheme', { scheme: url.protocol.slice(0, -1) });
  }
  // "http:example.com" and "http:///x" are repaired silently by the URL parser: refuse what was not written in full.
  if (!/^https?:\/\/[^/\\]/i.test(trimmed)) throw new AppError('input/not-a-url', { url: shown });
  // User and password in an address would be sealed in clear text with every copy of the evidence.
  if (url.username !== '' || url.password !== '') {
    throw new AppError('input/invalid', { field: 'url', problem: 'credentials are not allowed' });
  }
  return url;
}
