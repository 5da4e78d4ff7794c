// DER (ITU-T X.690) bytes -> a tree of nodes, strictly: definite minimal lengths, no trailing data, canonical
// BOOLEAN, INTEGER, NULL, OBJECT IDENTIFIER and BIT STRING, bounds on size, depth and number of nodes.
// Anything else throws AppError format/bad-der; BER is refused, not repaired.

import { AppError } from '../errors.ts';

export interface DerNode {
  /** The identifier octet: class, constructed bit and tag number below 31. */
  readonly tag: number;
  /** Identifier, length and contents as they stood in the input. */
  readonly raw: Uint8Array;
  readonly body: Uint8Array;
  /** Empty for a primitive encoding. */
  readonly children: readonly DerNode[];
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

export interface DerLimits {
  readonly maxBytes: number;
  readonly maxDepth: number;
  readonly maxNodes: number;
}

const DER_LIMITS: DerLimits = { maxBytes: 1 << 20, maxDepth: 32, maxNodes: 50_000 };

/** The one value that fills the input. Throws AppError format/bad-der. */
export function parseDer(bytes: Uint8Array, limits: DerLimits = DER_LIMITS): DerNode {
  if (bytes.length > limits.maxBytes) throw badDer('too large', 0);
  const run: Run = { limits, nodes: 0 };
  const { node, end } = readNode(bytes, 0, 0, run);
  if (end !== bytes.length) throw badDer('trailing data', end);
  return node;
}

interface Run {
  readonly limits: DerLimits;
  nodes: number;
}

function readNode(bytes: Uint8Array, at: number, depth: number, run: Run): { node: DerNode; end: number } {
  if (depth > run.limits.maxDepth) throw badDer('too deep', at);
  if (++run.nodes > run.limits.maxNodes) throw badDer('too many values', at);
  const tag = bytes[at];
  if (tag === undefined) throw badDer('ends early', at);
  // X.690 8.1.2.4: tag numbers from 31 on take more octets; no format read here has any.
  if ((tag & 0x1f) === 0x1f) throw badDer('high tag number', at);
  const { length, start } = readLength(bytes, at + 1);
  const end = start + length;
  if (end > bytes.length) throw badDer('ends early', at);
  const body = bytes.subarray(start, end);
  checkForm(tag, at);
  const children: DerNode[] = [];
  if ((tag & 0x20) !== 0) {
    for (let next = start; next < end;) {
      const child = readNode(bytes.subarray(0, end), next, depth + 1, run);
      children.push(child.node);
      next = child.end;
    }
  } else {
    checkContents(tag, body, at);
  }
  return { node: { tag, raw: bytes.subarray(at, end), body, children }, end };
}

/** X.690 8.1.3 and 10.1: definite form, fewest octets. */
function readLength(bytes: Uint8Array, at: number): { length: number; start: number } {
  const first = bytes[at];
  if (first === undefined) throw badDer('ends early', at);
  if (first < 0x80) return { length: first, start: at + 1 };
  const octets = first & 0x7f;
  if (octets === 0) throw badDer('indefinite length', at);
  if (octets > 4) throw badDer('length too large', at);
  let length = 0;
  for (let i = 1; i <= octets; i++) {
    const octet = bytes[at + i];
    if (octet === undefined) throw badDer('ends early', at);
    length = length * 256 + octet;
  }
  if (length < 0x80 || length < 256 ** (octets - 1)) throw badDer('length not minimal', at);
  return { length, start: at + 1 + octets };
}

/** Universal types: SEQUENCE and SET are constructed, all others primitive (X.690 10.2). */
function checkForm(tag: number, at: number): void {
  if (tag >= 0x40) return;
  const number = tag & 0x1f;
  if (number === 0) throw badDer('reserved tag', at);
  const constructed = (tag & 0x20) !== 0;
  if (constructed !== (number === 0x10 || number === 0x11)) throw badDer('wrong form', at);
}

function checkContents(tag: number, body: Uint8Array, at: number): void {
  switch (tag) {
    case TAG.boolean:
      // X.690 11.1: TRUE is FF.
      if (body.length !== 1 || (body[0] !== 0x00 && body[0] !== 0xff)) throw badDer('boolean', at);
      return;
    case TAG.integer:
    case TAG.enumerated:
      // X.690 8.3.2: the first nine bits are not all equal.
      if (body.length === 0) throw badDer('integer', at);
      if (body.length > 1 && (body[0] === 0x00 || body[0] === 0xff) && (body[0] & 0x80) === (body[1]! & 0x80))
        throw badDer('integer not minimal', at);
      return;
    case TAG.null:
      if (body.length !== 0) throw badDer('null', at);
      return;
    case TAG.oid:
      checkOid(body, at);
      return;
    case TAG.bitString:
      checkBitString(body, at);
      return;
    default:
  }
}

/** X.690 8.19: arcs in base 128, none padded, the last one complete. */
function checkOid(body: Uint8Array, at: number): void {
  if (body.length === 0 || body.length > 64 || (body[body.length - 1]! & 0x80) !== 0) throw badDer('oid', at);
  let starts = true;
  for (const octet of body) {
    if (starts && octet === 0x80) throw badDer('oid not minimal', at);
    starts = (octet & 0x80) === 0;
  }
}

/** X.690 8.6 and 11.2.1: unused bits are zero. */
function checkBitString(body: Uint8Array, at: number): void {
  const unused = body[0];
  if (unused === undefined || unused > 7) throw badDer('bit string', at);
  if (unused > 0 && (body.length === 1 || (body[body.length - 1]! & ((1 << unused) - 1)) !== 0))
    throw badDer('bit string', at);
}

export function badDer(problem: string, at: number | null = null): AppError {
  return new AppError('format/bad-der', { problem, at });
}
