// Bytes of a text file -> text: UTF-8, UTF-16 with a mark, else GB18030 (which holds GBK and GB 2312), else nothing.

/** Null where the bytes are text of none of these. */
export function decodeText(bytes: Uint8Array): { readonly text: string; readonly encoding: string } | null {
  const encodings =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? ['utf-16le']
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? ['utf-16be']
        : ['utf-8', 'gb18030'];
  for (const encoding of encodings) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      // A binary file can be decoded by chance; no table has these.
      if (!text.includes('\u0000')) return { text, encoding };
    } catch {
      // Not this encoding: the next one is tried.
    }
  }
  return null;
}
