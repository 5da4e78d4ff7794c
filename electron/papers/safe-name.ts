// Names that Windows, macOS, Linux and a disc all accept.

/** UTF-16 units, as Windows counts. */
const MAX_NAME = 80;
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
const FORBIDDEN =
  // oxlint-disable-next-line no-control-regex
  /[\\/:*?"<>|\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Forbidden and disguising characters become _, at most 80 units, no dot or space at the end, never a device's name. */
export function safeName(text: string, fallback: string): string {
  const plain = text.toWellFormed().normalize('NFC').replace(FORBIDDEN, '_').trim();
  const ended = cut(plain).replace(/[. ]+$/, '');
  if (ended === '' || /^\.+$/.test(ended)) return fallback;
  return RESERVED.test(ended) ? cut(`_${ended}`) : ended;
}

/** 0001_E-…_example.com; a deposit has its title where a page has its host. */
export function itemFolderName(number: number, id: string, what: string): string {
  const head = `${String(number).padStart(4, '0')}_${id}`;
  const tail = safeName(what, '');
  return safeName(tail === '' ? head : `${head}_${tail}`, head);
}

function cut(text: string): string {
  if (text.length <= MAX_NAME) return text;
  // Never through a surrogate pair.
  return text
    .slice(0, MAX_NAME)
    .toWellFormed()
    .replace(/\ufffd$/, '');
}
