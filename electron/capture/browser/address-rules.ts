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
  /** The proxy that the user named; null: none. */
  readonly proxy?: URL | null;
}

/** The first rule that fits a host decides. */
export function hostResolverRules({
  target,
  allowPrivateHosts,
  ownPorts,
  proxy = null,
}: AddressRules): string {
  const open = [...new Set([bareHost(target), ...allowPrivateHosts.map(hostOf)])].filter(isPlainHost);
  const closed = [...new Set(['127.0.0.1', 'localhost', ...open])];
  return [
    ...ownPorts.flatMap((port) => closed.map((host) => `MAP ${bracketed(host)}:${port} ~NOTFOUND`)),
    // The browser itself must find its proxy; only that port of that host is opened.
    ...(proxy === null ? [] : [`MAP ${proxy.host} ${proxy.host}`]),
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

/** Private ranges go past a proxy, straight into the rules above: a proxy of this machine would reach them. */
const PAST_PROXY = [
  '<local>',
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '[::1]',
  '[fc00::]/7',
  '[fe80::]/10',
];

/** Straight to the server unless the user named a proxy: what the system is set to would otherwise decide unseen. */
export function proxyFlags(proxy: string | null): readonly string[] {
  if (proxy === null) return ['--no-proxy-server'];
  return [`--proxy-server=${proxy}`, `--proxy-bypass-list=${PAST_PROXY.join(';')}`];
}
