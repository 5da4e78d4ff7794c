// X.501 names: comparison (RFC 5280 section 7.1, without Unicode tables) and text (RFC 4514).

import { fromUtf8 } from '../bytes/utf8.ts';
import { toHex } from '../bytes/hex.ts';
import { elementsOf, fieldsOf, oidText } from '../der/fields.ts';
import { OID } from '../der/oids.ts';
import { badDer, parseDer, TAG, type DerNode } from '../der/reader.ts';

export interface DistinguishedName {
  readonly raw: Uint8Array;
  /** RFC 4514, cut at 500 characters. Comes from a certificate: hostile. */
  readonly text: string;
  /** Two names are the same when this is. */
  readonly key: string;
}

/** RFC 5280 4.1.2.4: SEQUENCE OF SET SIZE (1..MAX) OF AttributeTypeAndValue */
export function distinguishedName(node: DerNode, what: string): DistinguishedName {
  if (node.tag !== TAG.sequence) throw badDer(`${what}: tag ${node.tag}`);
  const rdns = elementsOf(node, TAG.set, what).map((rdn) => {
    if (rdn.children.length === 0) throw badDer(`${what}: empty RDN`);
    return rdn.children.map((attribute) => attributeOf(attribute, what));
  });
  const texts = rdns.map((rdn) => rdn.map(({ text }) => text).join('+'));
  return {
    raw: node.raw,
    text: cut(texts.reverse().join(',')),
    key: JSON.stringify(rdns.map((rdn) => rdn.map(({ key }) => key).sort())),
  };
}

/** The last common name as plain text, else the whole name. Comes from a certificate: hostile. */
export function commonName({ raw, text }: DistinguishedName): string {
  const attributes = parseDer(raw).children.flatMap((rdn) => rdn.children);
  const found = attributes.findLast(
    ({ children: [type] }) => type?.tag === TAG.oid && oidText(type, 'type') === OID.commonName,
  );
  return (found && directoryString(found.children[1]!, 'commonName')) ?? text;
}

function cut(text: string): string {
  return text.length > 500 ? `${text.slice(0, 500)}…` : text;
}

const SHORT_NAMES: ReadonlyMap<string, string> = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.5', 'serialNumber'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['2.5.4.97', 'organizationIdentifier'],
  ['1.2.840.113549.1.9.1', 'emailAddress'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
]);

function attributeOf(node: DerNode, what: string): { text: string; key: string } {
  const fields = fieldsOf(node, what);
  const type = oidText(fields.next(TAG.oid, what), what);
  const value = fields.any(what);
  fields.end(what);
  const text = directoryString(value, what);
  const hex = text === null ? `#${toHex(value.raw)}` : '';
  const folded = text === null ? hex : `"${text.trim().replaceAll(/ +/g, ' ').toLowerCase()}`;
  return {
    text: `${SHORT_NAMES.get(type) ?? type}=${text === null ? hex : escapeValue(text)}`,
    key: `${type}=${folded}`,
  };
}

/** X.520 string types as text; null for a BIT STRING or SEQUENCE, which some attributes have; else format/bad-der. */
function directoryString({ tag, body }: DerNode, what: string): string | null {
  switch (tag) {
    case TAG.utf8String: {
      const text = fromUtf8(body);
      if (text === null) throw badDer(`${what}: malformed text`);
      return text;
    }
    case TAG.printableString:
    case TAG.numericString:
    case TAG.ia5String:
    case TAG.teletexString:
      return latin1(body);
    case TAG.bmpString:
      return wide(body, 2, what);
    case TAG.universalString:
      return wide(body, 4, what);
    case TAG.bitString:
    case TAG.sequence:
      return null;
    default:
      throw badDer(`${what}: value of type ${tag}`);
  }
}

function latin1(body: Uint8Array): string {
  let out = '';
  for (const octet of body) out += String.fromCharCode(octet);
  return out;
}

function wide(body: Uint8Array, width: 2 | 4, what: string): string {
  let out = '';
  for (let at = 0; at < body.length; at += width) {
    let code = 0;
    for (let i = 0; i < width; i++) code = code * 256 + (body[at + i] ?? 0);
    if (code > 0x10ffff) throw badDer(`${what}: malformed text`);
    out += String.fromCodePoint(code);
  }
  if (body.length % width !== 0 || !out.isWellFormed()) throw badDer(`${what}: malformed text`);
  return out;
}

/** RFC 4514 2.4, with control and direction characters made visible as well. */
function escapeValue(text: string): string {
  return text
    .replaceAll(/[\\",+<>;=]/g, '\\$&')
    .replaceAll(/^[ #]| $/g, '\\$&')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`);
}
