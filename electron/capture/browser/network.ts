// How the browser of any capture reaches the network: through the proxy that the user named or straight to the server,
// never to private addresses and our own ports, and past which certificate errors.

import { isIP } from 'node:net';
import type { Attempt } from '../attempt.ts';
import { createGuard, type Guard } from '../target/guard.ts';
import { bareHost } from '../target/public-target.ts';
import { hostResolverRules, proxyFlags } from './address-rules.ts';

export interface NetworkSetup {
  readonly flags: readonly string[];
  readonly hostRules: string;
  readonly guard: Guard;
  readonly badCertificateHosts: readonly string[];
}

export async function networkOf(attempt: Attempt): Promise<NetworkSetup> {
  const { options } = attempt.request;
  const proxy = options.proxy === null ? null : new URL(options.proxy);
  const rule = {
    allowPrivateHosts: options.allowPrivateHosts,
    ownPorts: attempt.deps.ownPorts,
    proxyAddresses: proxy === null ? [] : await addressesOf(attempt, bareHost(proxy)),
  };
  return {
    flags: proxyFlags(options.proxy),
    hostRules: hostResolverRules({ target: attempt.url, proxy, ...rule }),
    guard: createGuard(rule, attempt.resolve, attempt.fakeIpProbe),
    badCertificateHosts: options.allowBadCertificateHosts,
  };
}

/** Empty where the proxy's name does not resolve: the browser will say so. */
async function addressesOf({ resolve }: Attempt, host: string): Promise<readonly string[]> {
  return isIP(host) ? [host] : resolve(host).catch(() => []);
}
