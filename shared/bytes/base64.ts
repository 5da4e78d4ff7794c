// RFC 4648 section 4 base64, padded; decoding is strict: one text for one value.

export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let i = 0; i < bytes.length; i += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  }
  return btoa(binary);
}

/** Null unless the text is canonical base64 (right padding, no spare bits, no white space). */
export function fromBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  const binary = atob(text);
  const out = Uint8Array.from(binary, (char) => char.charCodeAt(0));
  return toBase64(out) === text ? out : null;
}
