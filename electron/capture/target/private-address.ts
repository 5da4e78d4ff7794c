// Is an IP address one that only means something on this machine or its network? IANA special-purpose registries
// (RFC 6890 and updates), IPv4 addresses carried inside IPv6 ones included.

import { BlockList, isIP } from 'node:net';

const V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

const V6: readonly (readonly [string, number])[] = [
  ['::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

const v4Ranges = new BlockList();
for (const [address, prefix] of V4) v4Ranges.addSubnet(address, prefix, 'ipv4');
const v6Ranges = new BlockList();
for (const [address, prefix] of V6) v6Ranges.addSubnet(address, prefix, 'ipv6');

/** True for loopback, private, link-local, multicast and reserved addresses, and for text that is no address. */
export function isPrivateAddress(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  const family = isIP(bare);
  if (family === 4) return v4Ranges.check(bare, 'ipv4');
  if (family !== 6) return true;
  const groups = expandV6(bare);
  const embedded = embeddedV4(groups);
  if (embedded !== null) return v4Ranges.check(embedded, 'ipv4');
  return v6Ranges.check(bare, 'ipv6');
}

/** The eight 16-bit groups of a valid IPv6 address. */
function expandV6(address: string): readonly number[] {
  const tail4 = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const text = tail4
    ? `${tail4[1]}${hex(Number(tail4[2]), Number(tail4[3]))}:${hex(Number(tail4[4]), Number(tail4[5]))}`
    : address;
  const [head = '', tail] = text.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...Array.from({ length: zeros }, () => '0'), ...after].map((group) =>
    parseInt(group, 16),
  );
}

function hex(high: number, low: number): string {
  return (high * 256 + low).toString(16);
}

/** IPv4 inside ::ffff:0:0/96 (mapped), 64:ff9b::/96 (NAT64) and 2002::/16 (6to4); null elsewhere. */
function embeddedV4(g: readonly number[]): string | null {
  const zeros = (from: number, to: number): boolean => g.slice(from, to).every((group) => group === 0);
  if (zeros(0, 5) && g[5] === 0xffff) return dotted(g[6]!, g[7]!);
  if (g[0] === 0x64 && g[1] === 0xff9b && zeros(2, 6)) return dotted(g[6]!, g[7]!);
  if (g[0] === 0x2002) return dotted(g[1]!, g[2]!);
  return null;
}

function dotted(high: number, low: number): string {
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}
