// The hosts file: which names it maps where. The same grammar on every system.

export interface HostsEntry {
  readonly address: string;
  readonly name: string;
}

/** Names that systems and container engines put there themselves. */
const USUAL =
  /^(localhost|localhost\..*|.*\.localhost|broadcasthost|ip6-.*|host\.docker\.internal|gateway\.docker\.internal|kubernetes\.docker\.internal|local)$/;

export function parseHosts(text: string): readonly HostsEntry[] {
  return text
    .replace(/^\u{feff}/u, '')
    .split(/\r?\n|\r/)
    .flatMap((line) => {
      const [address, ...names] = line.replace(/#.*$/, '').trim().split(/\s+/);
      return address === undefined || address === ''
        ? []
        : names.map((name) => ({ address, name: plain(name) }));
    });
}

/** Entries for this host. */
export function entriesFor(entries: readonly HostsEntry[], host: string): readonly HostsEntry[] {
  return entries.filter(({ name }) => name === plain(host));
}

/** Entries that no system brings along. */
export function unusualEntries(entries: readonly HostsEntry[], ownName: string): readonly HostsEntry[] {
  const own = plain(ownName);
  const short = own.split('.')[0];
  return entries.filter(({ name }) => !USUAL.test(name) && name !== own && name.split('.')[0] !== short);
}

function plain(name: string): string {
  return name.replace(/\.$/, '').toLowerCase();
}
