// Evidence ids: E-YYYYMMDD- + 8 random Crockford base32 characters + one check character.
// The check is (day * 2^40 + random) mod 31 in the same alphabet: Crockford's own mod 37 needs '*~$=', which are
// unwelcome in file names. The date is the UTC day of sealing; the random part comes from the caller.

import { assert } from '../assert.ts';

const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** @param random 5 random bytes (40 bits: eight symbols). */
export function buildEvidenceId(at: Date, random: Uint8Array): string {
  assert(random.length === 5, 'an id takes 5 random bytes');
  let bits = 0n;
  for (const byte of random) bits = (bits << 8n) | BigInt(byte);
  const day = at.toISOString().slice(0, 10).replaceAll('-', '');
  let body = '';
  for (let shift = 35n; shift >= 0n; shift -= 5n) body += SYMBOLS[Number((bits >> shift) & 31n)];
  return `E-${day}-${body}${checkSymbol(day, bits)}`;
}

/** The day takes part in the check, so that a mistyped date is found as well. */
function checkSymbol(day: string, bits: bigint): string {
  return SYMBOLS[Number((BigInt(day) * 1_099_511_627_776n + bits) % 31n)]!;
}

export function isEvidenceId(text: string): boolean {
  const match = /^E-(\d{8})-([0-9A-HJKMNP-TV-Z]{8})([0-9A-HJKMNP-TV-Z])$/.exec(text);
  if (!match) return false;
  let bits = 0n;
  for (const char of match[2]!) bits = (bits << 5n) | BigInt(SYMBOLS.indexOf(char));
  return checkSymbol(match[1]!, bits) === match[3];
}
