// Expected failures, the only kind an API may answer with. Every code belongs to the stage that raises it; the list is
// closed, and shared/text has a sentence for each in zh-CN and en (test/unit/text/errors.test.ts holds one to the other).

export const ERROR_CODES = [
  // input: what a person or a program asked for cannot be done as asked; nothing was changed
  'input/not-a-url',
  'input/unsupported-scheme',
  'input/private-address',
  'input/invalid',
  'input/not-found',
  'input/file-unreadable',
  'input/output-unwritable',
  'input/sheet-unreadable',
  'input/sheet-too-large',
  'input/no-addresses',
  'input/batch-state',
  'input/own-folder',
  'input/too-many-files',
  'input/upload-state',
  'input/upload-too-large',
  // browser
  'browser/not-found',
  'browser/launch-failed',
  'browser/download-failed',
  // capture: reasons a navigation ended without a main document; the attempt is sealed all the same
  'capture/name-not-resolved',
  'capture/connection-refused',
  'capture/connection-failed',
  'capture/offline',
  'capture/timeout',
  'capture/tls-error',
  'capture/auth-required',
  'capture/no-content',
  'capture/environment-blocked',
  'capture/page-crashed',
  'capture/blocked-address',
  'capture/cancelled',
  'capture/interrupted',
  'capture/session-lost',
  'capture/navigation-failed',
  // interactive captures
  'capture/no-display',
  'capture/recording-active',
  'capture/not-recording',
  // store
  'store/in-use',
  'store/newer-version',
  'store/damaged',
  'store/disk-full',
  'store/read-only',
  'store/write-failed',
  // identity
  'key/wrong-passphrase',
  'key/passphrase-required',
  'key/unreadable',
  'key/external-signer',
  'key/import',
  'key/p12-password',
  'key/p12-unreadable',
  'key/type-unsupported',
  'key/certificate-unusable',
  // time-stamping authorities
  'tsa/unreachable',
  'tsa/rejected',
  'tsa/bad-response',
  'tsa/wrong-imprint',
  'tsa/wrong-nonce',
  'tsa/wrong-policy',
  'tsa/untrusted',
  'tsa/bad-signature',
  'tsa/time-implausible',
  'tsa/not-configured',
  // ledger
  'ledger/inconsistent',
  'ledger/rolled-back',
  // witnesses of the ledger
  'witness/unreachable',
  'witness/rejected',
  'witness/bad-response',
  'witness/ahead',
  // chain
  'chain/unreachable',
  'chain/wrong-chain',
  'chain/rejected',
  'chain/insufficient-funds',
  'chain/bad-response',
  'chain/no-contract',
  'chain/not-final',
  'chain/reorganised',
  // evidence platforms
  'platform/unreachable',
  'platform/rejected',
  'platform/bad-response',
  'platform/pending',
  'platform/unknown-outcome',
  'platform/no-secret',
  'platform/needs-real-name',
  'platform/meta-too-large',
  // formats
  'format/bad-package',
  'format/bad-json',
  'format/bad-der',
  'format/bad-statement',
  'format/bad-proof',
  'format/bad-application',
  // applications for notarisation
  'application/incomplete',
  'application/state',
  'application/bad-recipient',
  'application/wrong-key',
  'application/not-encrypted',
  'application/interrupted',
  'application/upload-refused',
  'application/upload-unreachable',
  'application/upload-gone',
  // certificate and export
  'certificate/missing-glyph',
  'certificate/no-signer',
  'certificate/no-timestamp',
  'certificate/signature-too-large',
  'export/failed',
  // shells
  'shell/unauthorised',
  'shell/not-available',
  'internal',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Facts that fill the blanks of an error's sentence; never secrets, never whole pages. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, options: { cause?: unknown } = {}) {
    super(`${code} ${JSON.stringify(details)}`, options);
    this.name = 'AppError';
    this.code = code;
    this.details = details;
  }
}

export function isAppError(value: unknown): value is AppError {
  return value instanceof AppError;
}

const CODES: ReadonlySet<string> = new Set(ERROR_CODES);

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && CODES.has(value);
}
