// What must not stand in a package that goes to an opponent: the second half of MAC addresses, passwords in addresses of
// proxies, and the name of the user's home folder.

import { homedir } from 'node:os';

const MAC = /\b((?:[0-9a-f]{2}[:-]){3})(?:[0-9a-f]{2}[:-]){2}[0-9a-f]{2}\b/gi;
const CREDENTIALS = /(\w+:\/\/)[^\s/@:]+(?::[^\s/@]*)?@/g;

/** The text with these parts as asterisks; the maker's half of a MAC address stays. */
export function masked(text: string, home: string = homedir()): string {
  const shown = text
    .replace(MAC, (_, maker: string) => `${maker}${['**', '**', '**'].join(maker[2])}`)
    .replace(CREDENTIALS, '$1***@');
  return home.length > 3 ? shown.replaceAll(home, '~') : shown;
}
