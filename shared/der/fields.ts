// Reading typed fields out of parsed DER: a cursor over a SEQUENCE, and the values of the simple types.
// Every surprise is AppError format/bad-der with the name of the field.

import { badDer, TAG, type DerNode } from './reader.ts';

export interface DerFields {
  /** The next field, which must be there and carry the tag. */
  next(tag: number, what: string): DerNode;
  /** The next field, whatever it is. */
  any(what: string): DerNode;
  /** The next field where it carries the tag, else null: OPTIONAL and DEFAULT. */
  optional(tag: number): DerNode | null;
  /** Nothing may follow. */
  end(what: string): void;
}

/** A cursor over the children of a value that must carry `tag` (a SEQUENCE unless said otherwise). */
export function fieldsOf(node: DerNode, what: string, tag: number = TAG.sequence): DerFields {
  if (node.tag !== tag) throw badDer(`${what}: tag ${node.tag}`);
  let at = 0;
  const any = (field: string): DerNode => {
    const child = node.children[at++];
    if (!child) throw badDer(`${field} is absent`);
    return child;
  };
  return {
    any,
    next(wanted, field) {
      const child = any(field);
      if (child.tag !== wanted) throw badDer(`${field}: tag ${child.tag}`);
      return child;
    },
    optional(wanted) {
      const child = node.children[at];
      if (child?.tag !== wanted) return null;
      at++;
      return child;
    },
    end(field) {
      if (at < node.children.length) throw badDer(`${field}: fields too many`);
    },
  };
}

/** The one value inside, as EXPLICIT tagging has it. */
export function onlyChild(node: DerNode, what: string): DerNode {
  if (node.children.length !== 1) throw badDer(`${what}: ${node.children.length} values`);
  return node.children[0]!;
}

/** Elements of a SET OF or SEQUENCE OF, all with one tag. */
export function elementsOf(node: DerNode, tag: number, what: string): readonly DerNode[] {
  for (const child of node.children) if (child.tag !== tag) throw badDer(`${what}: tag ${child.tag}`);
  return node.children;
}

/** A non-negative INTEGER below 2^31. */
export function smallInteger(node: DerNode, what: string): number {
  const { body } = node;
  if (body.length === 0 || body.length > 4 || (body[0]! & 0x80) !== 0) throw badDer(`${what}: out of range`);
  return body.reduce((value, octet) => value * 256 + octet, 0);
}

/** The magnitude of a non-negative INTEGER without leading zeros; zero is one zero octet. */
export function unsignedBytes(node: DerNode, what: string): Uint8Array {
  if (node.tag !== TAG.integer || (node.body[0]! & 0x80) !== 0) throw badDer(`${what}: negative`);
  return node.body[0] === 0 && node.body.length > 1 ? node.body.subarray(1) : node.body;
}

/** Dotted text of an OBJECT IDENTIFIER. */
export function oidText(node: DerNode, what: string): string {
  if (node.tag !== TAG.oid) throw badDer(`${what}: tag ${node.tag}`);
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const octet of node.body) {
    arc = (arc << 7n) | BigInt(octet & 0x7f);
    if ((octet & 0x80) !== 0) continue;
    if (arcs.length === 0) {
      const top = arc < 80n ? arc / 40n : 2n;
      arcs.push(top, arc - top * 40n);
    } else {
      arcs.push(arc);
    }
    arc = 0n;
  }
  return arcs.join('.');
}

/** A BOOLEAN that is present; DER writes a DEFAULT FALSE by leaving it out. */
export function trueOnly(node: DerNode | null, what: string): boolean {
  if (node === null) return false;
  if (node.body[0] !== 0xff) throw badDer(`${what}: FALSE is written by absence`);
  return true;
}

/** The octets of a BIT STRING that has no unused bits. */
export function wholeBits(node: DerNode, what: string): Uint8Array {
  if (node.tag !== TAG.bitString || node.body[0] !== 0) throw badDer(`${what}: unused bits`);
  return node.body.subarray(1);
}
