// JSON from a package, read as hostile input: size and nesting are bounded before anything recursive sees it.

import { canonicalJson } from '../bytes/canonical-json.ts';
import { fromUtf8 } from '../bytes/utf8.ts';

export const MAX_JSON_DEPTH = 64;

export type JsonReading =
  | { readonly ok: true; readonly value: unknown; readonly canonical: boolean }
  | { readonly ok: false; readonly code: 'json-not-utf8' | 'json-too-deep' | 'json-malformed' };

/** canonical: the bytes are exactly the RFC 8785 form of the value (which rules out doubled keys as well). */
export function readJson(bytes: Uint8Array): JsonReading {
  const text = fromUtf8(bytes);
  return text === null ? { ok: false, code: 'json-not-utf8' } : readJsonText(text);
}

export function readJsonText(text: string): JsonReading {
  if (isDeeper(text, MAX_JSON_DEPTH)) return { ok: false, code: 'json-too-deep' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, code: 'json-malformed' };
  }
  return { ok: true, value, canonical: isCanonical(value, text) };
}

function isCanonical(value: unknown, text: string): boolean {
  try {
    return canonicalJson(value) === text;
  } catch {
    // A fraction, an unsafe integer or a lone surrogate has no canonical form.
    return false;
  }
}

function isDeeper(text: string, limit: number): boolean {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (quoted) {
      if (char === 0x5c) i += 1;
      else if (char === 0x22) quoted = false;
    } else if (char === 0x22) quoted = true;
    else if (char === 0x5b || char === 0x7b) {
      depth += 1;
      if (depth > limit) return true;
    } else if (char === 0x5d || char === 0x7d) depth -= 1;
  }
  return false;
}
