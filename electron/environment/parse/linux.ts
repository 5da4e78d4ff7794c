// Text that Linux gives: /proc/net, os-release, DMI, desktop settings.

export interface DefaultRoute {
  readonly interface: string;
  readonly gateway: string;
}

/** /proc/net/route: addresses are little-endian hex; a default route has destination and mask zero. */
export function parseProcRoute(text: string): readonly DefaultRoute[] {
  return text
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(
      (fields) =>
        fields.length >= 8 && fields[1] === '00000000' && fields[7] === '00000000' && isUp(fields[3]),
    )
    .map(([name = '', , gateway = '']) => ({
      interface: name,
      gateway: [6, 4, 2, 0].map((at) => parseInt(gateway.slice(at, at + 2), 16)).join('.'),
    }));
}

/** /proc/net/ipv6_route: destination, prefix length, … next hop, metric, …, flags, device. */
export function parseProcIpv6Route(text: string): readonly DefaultRoute[] {
  return text
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(
      (fields) =>
        fields.length >= 10 &&
        /^0{32}$/.test(fields[0]!) &&
        fields[1] === '00' &&
        isUp(fields[8]) &&
        fields[9] !== 'lo',
    )
    .map((fields) => ({ interface: fields[9]!, gateway: (fields[4]!.match(/.{4}/g) ?? []).join(':') }));
}

/** RTF_UP, and not RTF_REJECT. */
function isUp(flags: string | undefined): boolean {
  const bits = parseInt(flags ?? '0', 16);
  return (bits & 1) !== 0 && (bits & 0x200) === 0;
}

/** os-release(5): NAME="value" lines. */
export function parseOsRelease(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const match = /^([A-Z_]+)=(?:"(.*)"|'(.*)'|(.*))$/.exec(line.trim());
      return match ? [[match[1]!, match[2] ?? match[3] ?? match[4] ?? '']] : [];
    }),
  );
}

/** `gsettings get org.gnome.system.proxy mode`: 'none', 'manual', 'auto' in single quotes. */
export function parseGsettings(text: string): string {
  return text.trim().replace(/^'(.*)'$/, '$1');
}

/** KDE's kioslaverc: ProxyType 0 none, 1 manual, 2 script, 3 detect, 4 environment; null where it says nothing. */
export function parseKioslaverc(text: string): { readonly type: number; readonly value: string } | null {
  const section = /\[Proxy Settings\]([\s\S]*?)(?:\n\[|$)/.exec(text)?.[1] ?? '';
  const type = /^ProxyType=(\d)$/m.exec(section)?.[1];
  if (type === undefined) return null;
  const value =
    /^httpsProxy=(.*)$/m.exec(section)?.[1] ?? /^Proxy Config Script=(.*)$/m.exec(section)?.[1] ?? '';
  return { type: Number(type), value: value.trim() };
}
