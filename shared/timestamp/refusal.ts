// Why a token is not accepted, as verify.ts reports it: a closed list of codes, and the exception that carries one
// from the check that found it. A Refusal never leaves shared/timestamp.

export const TIMESTAMP_CODES = [
  'tst-ok',
  'tst-format', // not DER, not a time-stamp response, or a field that RFC 3161 or RFC 5652 does not allow
  'tst-status', // the authority refused: PKIStatus is not granted
  'tst-imprint', // time-stamps other data
  'tst-nonce', // answers another request
  'tst-policy', // under another policy than asked for
  'tst-message-digest', // signed attributes do not fit the TSTInfo
  'tst-ess-cert-id', // signing-certificate attribute is absent or names another certificate
  'tst-signer-cert', // the signer's certificate is not in the token
  'tst-signer-eku', // the signer's certificate is not one for time-stamping
  'tst-signature', // the signature is wrong
  'tst-chain', // the path to the root breaks a rule (validity at genTime, CA, key usage, length, signature)
  'tst-revoked', // a certificate of the path was revoked at or before genTime; or later for a compromise (unsupported)
  'tst-untrusted', // everything good; the path ends at none of the given roots
  'tst-algorithm', // an algorithm this verifier or this platform cannot check
  'tst-extension', // a critical extension of the TSTInfo that is not known
  'tst-broken', // a defect of this verifier met on the way; nothing is said about the token
] as const;

export type TimestampCode = (typeof TIMESTAMP_CODES)[number];

export class Refusal extends Error {
  readonly status: 'fail' | 'unsupported';
  readonly code: TimestampCode;

  constructor(status: 'fail' | 'unsupported', code: TimestampCode, detail: string) {
    super(detail);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
  }
}

export function fail(code: TimestampCode, detail: string): Refusal {
  return new Refusal('fail', code, detail);
}

export function unsupported(detail: string, code: TimestampCode = 'tst-algorithm'): Refusal {
  return new Refusal('unsupported', code, detail);
}
