// One address as a person or a spreadsheet gives it -> the URL to capture, or why it is none; and the key by which two
// addresses are the same page.

export type AddressProblem =
  'blank-address' | 'not-a-url' | 'unsupported-scheme' | 'address-credentials' | 'cell-too-long';

export const MAX_ADDRESS = 8_192;

export type Address =
  | { readonly url: string; readonly key: string; readonly problem: null }
  | { readonly url: null; readonly key: null; readonly problem: AddressProblem };

/** A bare host name gets https://. */
export function readAddress(text: string): Address {
  const trimmed = text.trim();
  if (trimmed === '') return refused('blank-address');
  if (trimmed.length > MAX_ADDRESS) return refused('cell-too-long');
  const parsed = URL.parse(isBareHost(trimmed) ? `https://${trimmed}` : trimmed);
  if (!parsed || /\s/.test(trimmed)) return refused('not-a-url');
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') return refused('unsupported-scheme');
  if (parsed.username !== '' || parsed.password !== '') return refused('address-credentials');
  if (parsed.hostname === '') return refused('not-a-url');
  return { url: parsed.href, key: addressKey(parsed.href)!, problem: null };
}

/** The address as it may be kept and shown: a name and password in it stand in no list of ours. */
export function withoutCredentials(text: string): string {
  return text.replace(/^(\s*[a-z][a-z0-9+.-]*:)?([/\\]*)[^/\\?#]*@/i, '$1$2<left-out>@');
}

/**
 * Equal for addresses that ask a server for the same thing: as the URL standard writes them (host in lower case,
 * default port dropped), without a fragment unless a script reads it as a path. Null for what is no URL.
 */
export function addressKey(url: string): string | null {
  const parsed = URL.parse(url);
  if (!parsed) return null;
  if (!/^#[/!]/.test(parsed.hash)) parsed.hash = '';
  return parsed.href;
}

function refused(problem: AddressProblem): Address {
  return { url: null, key: null, problem };
}

/** example.com/x, example.com:8080, localhost:3000 - but not mailto:x or file:///x. */
export function isBareHost(text: string): boolean {
  return (
    /^([\p{L}\p{N}-]+\.)+[\p{L}\p{N}-]{2,}(:\d+)?([/?#]|$)/u.test(text) ||
    /^localhost(:\d+)?([/?#]|$)/.test(text)
  );
}
