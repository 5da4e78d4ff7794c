// Check characters of Chinese identity numbers: 公民身份号码 (GB 11643-1999, ISO 7064 MOD 11-2) and 统一社会信用代码
// (GB 32100-2015, MOD 31-3). A number that passes is well-formed, not proven to exist or to be its bearer's.

const RESIDENT_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const RESIDENT_CHECKS = '10X98765432';

/** 18 characters: region, birth date that exists, order, check character (a small x counts as X). */
export function isResidentId(text: string): boolean {
  if (!/^[1-9]\d{16}[\dXx]$/.test(text)) return false;
  const birth = `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`;
  const date = new Date(`${birth}T00:00:00Z`);
  if (!Number.isFinite(date.getTime()) || !date.toISOString().startsWith(birth)) return false;
  const sum = RESIDENT_WEIGHTS.reduce((total, weight, i) => total + weight * Number(text[i]), 0);
  return RESIDENT_CHECKS[sum % 11] === text[17]!.toUpperCase();
}

const CREDIT_SYMBOLS = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** 18 characters without I, O, S, V, Z; the last one is (31 - sum(symbol_i * 3^i mod 31) mod 31) mod 31. */
export function isCreditCode(text: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(text)) return false;
  let weight = 1;
  let sum = 0;
  for (const char of text.slice(0, 17)) {
    sum += CREDIT_SYMBOLS.indexOf(char) * weight;
    weight = (weight * 3) % 31;
  }
  return CREDIT_SYMBOLS[(31 - (sum % 31)) % 31] === text[17];
}

/** First and last few characters, for screens and lists: the whole number stands in the application alone. */
export function maskIdNumber(text: string): string {
  return text.length <= 6
    ? '*'.repeat(text.length)
    : `${text.slice(0, 3)}${'*'.repeat(text.length - 5)}${text.slice(-2)}`;
}
