// Which hosts a capture may reach: public ones, and private ones that the user named. One rule for the address asked
// for, for redirects, for subresources and for the address a connection really had.

import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { AppError } from '../../../shared/errors.ts';
import { areFake, createFakeIpProbe, type FakeIpProbe, type Resolve } from './fake-ip.ts';
import { isPrivateAddress } from './private-address.ts';

export interface TargetRule {
  readonly allowPrivateHosts: readonly string[];
  /** Loopback ports of our own that no page may reach, whatever is allowed. */
  readonly ownPorts: readonly number[];
  /** Addresses of the proxy that the user named: all connections lead there. */
  readonly proxyAddresses?: readonly string[];
}

/** Asks the system's resolver, hosts file included, as the browser does. */
export async function systemResolve(host: string): Promise<readonly string[]> {
  const answers = await lookup(host, { all: true, verbatim: true });
  return answers.map((answer) => answer.address);
}

/** Host without brackets and without a trailing dot, lower case. */
export function bareHost(url: URL): string {
  return url.hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
}

export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' || url.protocol === 'wss:' ? 443 : 80;
}

export function isNamedHost(host: string, rule: TargetRule): boolean {
  return rule.allowPrivateHosts.some(
    (named) =>
      named
        .replace(/^\[|\]$/g, '')
        .replace(/\.$/, '')
        .toLowerCase() === host,
  );
}

/** Why these addresses of the URL's host must not be reached; null where they may. */
export function refusal(url: URL, addresses: readonly string[], rule: TargetRule): string | null {
  const hidden = addresses.find((address) => isPrivateAddress(address));
  if (hidden === undefined) return null;
  if (rule.ownPorts.includes(portOf(url))) return `own port ${portOf(url)}`;
  return isNamedHost(bareHost(url), rule) ? null : hidden;
}

export interface ResolvedTarget {
  readonly host: string;
  readonly addresses: readonly string[];
  /** Of the resolver, where there is no address. */
  readonly error: string | null;
  readonly isPrivate: boolean;
  /** The addresses are a local proxy's own invention (fake-ip.ts). */
  readonly isFake: boolean;
}

/**
 * The main address before anything starts. A name that does not resolve passes here: that is the network's answer,
 * and it is sealed as a failed attempt. Returns the resolver's answer. Throws input/private-address {host, address}.
 */
export async function assertPublicTarget(
  url: URL,
  rule: TargetRule,
  resolve: Resolve = systemResolve,
  probe: FakeIpProbe = createFakeIpProbe(resolve),
): Promise<ResolvedTarget> {
  const host = bareHost(url);
  let addresses: readonly string[];
  try {
    addresses = isIP(host) ? [host] : await resolve(host);
  } catch (error) {
    const code = (error as { code?: string }).code ?? 'ENOTFOUND';
    return { host, addresses: [], error: code, isPrivate: false, isFake: false };
  }
  if (!isIP(host) && (await areFake(addresses, probe)))
    return { host, addresses, error: null, isPrivate: false, isFake: true };
  const refused = refusal(url, addresses, rule);
  if (refused !== null) throw new AppError('input/private-address', { host, address: refused });
  const isPrivate = addresses.some((address) => isPrivateAddress(address));
  return { host, addresses, error: null, isPrivate, isFake: false };
}
