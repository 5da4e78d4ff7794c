// RFC 8785 (JCS) for the values we write: objects, arrays, strings, booleans, null and safe integers.
// Fractions and unsafe integers are refused, so that one value has one text in every language.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError(`not a safe integer: ${value}`);
    return String(value === 0 ? 0 : value);
  }
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new TypeError('text with a lone surrogate');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') {
    const fields = value as Record<string, unknown>;
    // JCS orders keys by UTF-16 code units, which is what sort() does.
    const keys = Object.keys(fields)
      .filter((key) => fields[key] !== undefined)
      .sort();
    return `{${keys.map((key) => `${canonicalJson(key)}:${canonicalJson(fields[key])}`).join(',')}}`;
  }
  throw new TypeError(`no JSON form: ${typeof value}`);
}
