// Chromium's own name rules (--host-resolver-rules) against addresses of this machine and its network. They hold for
// every connection of the browser: WebSockets, shared and service workers, prefetches and WebRTC never pass the
// interception of requests (intercept.ts), which stays the place that tells why a request was refused.

import { bareHost } from '../target/public-target.ts';

/** As rewriting patterns: literal addresses only. Names that lead to such addresses are the guard's business. */
const PRIVATE_PATTERNS: readonly string[] = [
  'localhost',
  '*.localhost',
  ...['0.*', '10.*', '127.*'].map((start) => `${start}.*.*`),
  ...['169.254', '192.168', '198.18', '198.19'].map((start) => `${start}.*.*`),
  ...numbered('172', 16, 31),
  ...numbered('100', 64, 127),
  // Matched without brackets: loopback, mapped and compatible IPv4, NAT64, unique local, link-local.
  '::*',
  '64:ff9b:*',
  'fc??:*',
  'fd??:*',
  ...['8', '9', 'a', 'b'].map((digit) => `fe${digit}?:*`),
];

export interface AddressRules {
  /** Host of the address asked for: it was judged before, and its name may begin like an address. */
  readonly target: URL;
  readonly allowPrivateHosts: readonly string[];
  readonly ownPorts: readonly number[];
}

/** The first rule that fits a host decides. */
export function hostResolverRules({ target, allowPrivateHosts, ownPorts }: AddressRules): string {
  const open = [...new Set([bareHost(target), ...allowPrivateHosts.map(hostOf)])].filter(isPlainHost);
  const closed = [...new Set(['127.0.0.1', 'localhost', ...open])];
  return [
    ...ownPorts.flatMap((port) => closed.map((host) => `MAP ${bracketed(host)}:${port} ~NOTFOUND`)),
    ...open.map((host) => `MAP ${host} ${bracketed(host)}`),
    ...PRIVATE_PATTERNS.map((pattern) => `MAP ${pattern} ~NOTFOUND`),
  ].join(', ');
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function numbered(first: string, from: number, to: number): readonly string[] {
  return Array.from({ length: to - from + 1 }, (_, step) => `${first}.${from + step}.*.*`);
}

function hostOf(named: string): string {
  const host = named.replace(/^\[|\]$/g, '');
  const url = `http://${host.includes(':') ? `[${host}]` : host}/`;
  return URL.canParse(url) ? bareHost(new URL(url)) : '';
}

/** Nothing that would be read as a pattern or as another rule. */
function isPlainHost(host: string): boolean {
  return /^[0-9a-z.:_-]+$/.test(host);
}
