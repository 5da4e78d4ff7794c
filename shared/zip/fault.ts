// Why a ZIP container was refused. A closed list: shared/text has a sentence for each.

export const ZIP_FAULT_CODES = [
  'zip-not-a-zip',
  'zip-no-end-record',
  'zip-end-records-differ',
  'zip-comment',
  'zip-multi-disk',
  'zip-too-many-entries',
  'zip-stray-bytes',
  'zip-truncated',
  'zip-bad-header',
  'zip-bad-extra',
  'zip-bad-name',
  'zip-name-too-long',
  'zip-unsafe-path',
  'zip-duplicate-name',
  'zip-encrypted',
  'zip-unknown-flags',
  'zip-unknown-method',
  'zip-link',
  'zip-size-lies',
  'zip-overlap',
  'zip-headers-differ',
  'zip-number-too-large',
  'zip-bad-deflate',
  'zip-crc-mismatch',
] as const;

export type ZipFaultCode = (typeof ZIP_FAULT_CODES)[number];

export class ZipFault extends Error {
  readonly code: ZipFaultCode;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(code: ZipFaultCode, details: Readonly<Record<string, string | number>> = {}, cause?: unknown) {
    super(`${code} ${JSON.stringify(details)}`, { cause });
    this.name = 'ZipFault';
    this.code = code;
    this.details = details;
  }
}
