// JSON pointers (RFC 6901) to text in somebody else's answer.

const MAX_TEXT = 512;

/** Text or number as text at the pointer; null where it is absent, empty, too long or something else. */
export function readPointer(value: unknown, pointer: string): string | null {
  let at: unknown = value;
  for (const token of pointer.split('/').slice(1)) {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return null;
    at = (at as Record<string, unknown>)[name];
  }
  const text = typeof at === 'number' ? String(at) : at;
  return typeof text === 'string' && text !== '' && text.length <= MAX_TEXT ? text : null;
}
