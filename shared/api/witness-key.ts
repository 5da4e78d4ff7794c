// The form of a witness' verifier key, without looking at its key id: shared/api knows no formats. Who uses the key
// parses it whole (shared/ledger/vkey.ts).

/** name+8 hex+base64 of type 0x04 and 32 bytes. */
export function isWitnessVkey(text: string): boolean {
  return /^[^\s+]{1,255}\+[0-9a-f]{8}\+B[A-Za-z0-9+/]{43}$/.test(text);
}
