// The rule of public-target.ts for everything a page asks for while it is captured. Answers are remembered per host,
// so that a page with a thousand requests to one host costs one look-up.

import { isIP } from 'node:net';
import { isPrivateAddress } from './private-address.ts';
import { areFake, createFakeIpProbe, isFakeIp, type FakeIpProbe, type Resolve } from './fake-ip.ts';
import { bareHost, isNamedHost, portOf, refusal, type TargetRule } from './public-target.ts';

export interface Guard {
  /** Before a request leaves: why it must not, or null. */
  refuseRequest(url: string): Promise<string | null>;
  /** After the answer: the address the connection really had (DNS may have changed its mind in between). */
  refuseAddress(url: string, remoteIp: string): string | null;
}

export function createGuard(
  rule: TargetRule,
  resolve: Resolve,
  probe: FakeIpProbe = createFakeIpProbe(resolve),
): Guard {
  /** Names whose addresses a local proxy makes up; see fake-ip.ts. */
  const fakeHosts = new Set<string>();
  const answers = new Map<string, Promise<readonly string[]>>();

  function addressesOf(host: string): Promise<readonly string[]> {
    const known = answers.get(host);
    if (known) return known;
    // Where our resolver has no answer the browser's will fail too, or its address is checked after the answer.
    const asked = resolve(host).catch((): readonly string[] => []);
    answers.set(host, asked);
    return asked;
  }

  return {
    async refuseRequest(text) {
      const url = parseNetworkUrl(text);
      if (url === null) return isLocalScheme(text) ? 'local file' : null;
      const host = bareHost(url);
      if (isNamedHost(host, rule) && !rule.ownPorts.includes(portOf(url))) return null;
      if (isIP(host)) return refusal(url, [host], rule);
      const addresses = await addressesOf(host);
      if (await areFake(addresses, probe)) {
        fakeHosts.add(host);
        return null;
      }
      return refusal(url, addresses, rule);
    },
    refuseAddress(text, remoteIp) {
      const url = parseNetworkUrl(text);
      if (url === null || remoteIp === '' || !isPrivateAddress(remoteIp)) return null;
      if (isFakeIp(remoteIp) && fakeHosts.has(bareHost(url))) return null;
      if (rule.proxyAddresses?.includes(remoteIp.replace(/^\[|\]$/g, '')) === true) return null;
      return refusal(url, [remoteIp], rule);
    },
  };
}

function parseNetworkUrl(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  return ['http:', 'https:', 'ws:', 'wss:', 'ftp:'].includes(url.protocol) ? url : null;
}

function isLocalScheme(text: string): boolean {
  return /^(file|filesystem|chrome|view-source):/i.test(text);
}
