// UTCTime and GeneralizedTime in their DER forms (X.690 11.7, 11.8): seconds, UTC, no trailing zeros of a fraction.

import { badDer, TAG, type DerNode } from './reader.ts';

export interface DerTime {
  /** ISO 8601 UTC with the precision of the encoding. */
  readonly iso: string;
  /** Milliseconds since 1970, a longer fraction cut. */
  readonly ms: number;
}

const UTC_TIME = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;
const GENERALIZED_TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.(\d{0,11}[1-9]))?Z$/;

export function timeOf(node: DerNode, what: string): DerTime {
  const text = node.body.length > 32 ? '' : String.fromCharCode(...node.body);
  const match = node.tag === TAG.utcTime ? UTC_TIME.exec(text) : GENERALIZED_TIME.exec(text);
  if (!match || (node.tag !== TAG.utcTime && node.tag !== TAG.generalizedTime)) throw badDer(`${what}: time`);
  const [, yearText, month, day, hour, minute, second, fraction] = match;
  // RFC 5280 4.1.2.5.1: two digits from 50 on are of the 20th century.
  const year = yearText!.length === 4 ? yearText! : `${Number(yearText) >= 50 ? '19' : '20'}${yearText}`;
  const seconds = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const ms = Date.parse(`${seconds}Z`);
  // Date.parse rolls the 30th of February over; the way back shows it.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 19) !== seconds) throw badDer(`${what}: time`);
  const extra = fraction === undefined ? 0 : Number(fraction.padEnd(3, '0').slice(0, 3));
  return { iso: `${seconds}${fraction === undefined ? '' : `.${fraction}`}Z`, ms: ms + extra };
}
