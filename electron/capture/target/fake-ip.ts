// Local proxies (Clash, mihomo, sing-box, Surge) answer every name with a made-up address of 198.18.0.0/15 and look the
// real one up far away: 'fake-IP DNS'. Refused as private, no page could be captured beside such a proxy; allowed
// blindly, a foreign name server could open that range. So it is allowed only where this computer's resolver gives such
// an address to a name that cannot exist (RFC 2606 .example), only for names, and only for that range. Real private
// ranges stay closed. What cannot be known then, the server's own address, the record says.

import { BlockList, isIP } from 'node:net';

const RANGE = new BlockList();
RANGE.addSubnet('198.18.0.0', 15, 'ipv4');

/** All addresses of a host name; rejects where there are none. */
export type Resolve = (host: string) => Promise<readonly string[]>;

const IMPOSSIBLE_NAME = 'cunan-no-such-host.example';

export function isFakeIp(address: string): boolean {
  return isIP(address) === 4 && RANGE.check(address, 'ipv4');
}

/** Does this computer's resolver make addresses up? Asked once, and only when such an address was met. */
export type FakeIpProbe = () => Promise<boolean>;

export function createFakeIpProbe(resolve: Resolve): FakeIpProbe {
  let asked: Promise<boolean> | null = null;
  return () =>
    (asked ??= resolve(IMPOSSIBLE_NAME).then(
      (addresses) => addresses.length > 0 && addresses.every(isFakeIp),
      () => false, // An honest resolver has no answer.
    ));
}

/** Are these, the resolver's answers for a name, made up by a local proxy? */
export async function areFake(addresses: readonly string[], probe: FakeIpProbe): Promise<boolean> {
  return addresses.length > 0 && addresses.every(isFakeIp) && (await probe());
}
