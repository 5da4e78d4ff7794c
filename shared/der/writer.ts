// Values -> DER (ITU-T X.690), definite and minimal. Wrong arguments are defects, not user errors.

import { assert } from '../assert.ts';
import { compareBytes, concatBytes, toUtf8 } from '../bytes/utf8.ts';
import { TAG } from './reader.ts';

/** Identifier octet, length, contents. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const body = concatBytes(...contents);
  return concatBytes(Uint8Array.of(tag), lengthOctets(body.length), body);
}

function lengthOctets(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return Uint8Array.of(0x80 | octets.length, ...octets);
}

export function sequence(...items: readonly Uint8Array[]): Uint8Array {
  return der(TAG.sequence, ...items);
}

/** SET OF: elements in ascending order of their encodings (X.690 11.6). */
export function setOf(...items: readonly Uint8Array[]): Uint8Array {
  return der(TAG.set, ...[...items].sort(compareBytes));
}

/** EXPLICIT or constructed IMPLICIT [n]. */
export function context(number: number, ...contents: readonly Uint8Array[]): Uint8Array {
  return der(0xa0 | number, ...contents);
}

/** A non-negative INTEGER from its big-endian magnitude or a small number. */
export function integer(value: Uint8Array | number): Uint8Array {
  const bytes = typeof value === 'number' ? magnitude(value) : value;
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const body = bytes.length === 0 ? Uint8Array.of(0) : bytes.subarray(start);
  return der(TAG.integer, (body[0]! & 0x80) === 0 ? body : concatBytes(Uint8Array.of(0), body));
}

function magnitude(value: number): Uint8Array {
  assert(Number.isSafeInteger(value) && value >= 0, 'a non-negative safe integer');
  const octets: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return Uint8Array.from(octets);
}

export function oid(dotted: string): Uint8Array {
  const arcs = dotted.split('.').map(Number);
  const [first, second, ...rest] = arcs;
  assert(
    arcs.every((arc) => Number.isSafeInteger(arc) && arc >= 0),
    `not an OID: ${dotted}`,
  );
  assert(first !== undefined && second !== undefined && first <= 2, `not an OID: ${dotted}`);
  assert(first === 2 || second < 40, `not an OID: ${dotted}`);
  return der(TAG.oid, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)));
}

function base128(arc: number): number[] {
  const octets = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128))
    octets.unshift(0x80 | (rest % 128));
  return octets;
}

export function isOid(text: string): boolean {
  return /^([01]\.[1-3]?\d|2\.(0|[1-9]\d{0,14}))(\.(0|[1-9]\d{0,14})){0,20}$/.test(text);
}

export const NULL = Uint8Array.of(TAG.null, 0);
export const TRUE = Uint8Array.of(TAG.boolean, 1, 0xff);

export function octetString(bytes: Uint8Array): Uint8Array {
  return der(TAG.octetString, bytes);
}

export function bitString(bytes: Uint8Array, unusedBits = 0): Uint8Array {
  return der(TAG.bitString, Uint8Array.of(unusedBits), bytes);
}

export function utf8String(text: string): Uint8Array {
  return der(TAG.utf8String, toUtf8(text));
}

/** GeneralizedTime with whole seconds, or milliseconds where there are any (X.690 11.7: no trailing zeros). */
export function generalizedTime(at: Date): Uint8Array {
  const [seconds, ms] = at.toISOString().slice(0, -1).split('.');
  const fraction = ms!.replace(/0+$/, '');
  return der(
    TAG.generalizedTime,
    toUtf8(`${seconds!.replaceAll(/[-:T]/g, '')}${fraction === '' ? '' : `.${fraction}`}Z`),
  );
}
