// Everything that a certificate or report is made from.

import type { AttestationView } from '../api/views.ts';
import type { WorkView } from '../api/works.ts';
import type { CaptureRecord } from '../evidence/capture-record.ts';
import type { DepositRecord } from '../evidence/deposit-record.ts';
import type { FileDigest } from '../evidence/index-line.ts';
import type { Statement } from '../evidence/statement.ts';
import type { CheckedEnvironment } from './environment.ts';

export interface CertificateInput {
  readonly statement: Statement;
  readonly statementSha256: string;
  readonly statementSm3: string;
  readonly signerKeyId: string;
  readonly record: CaptureRecord | null;
  /** Of a file deposit; null for a capture. */
  readonly deposit?: DepositRecord | null;
  /** The environment check with the SHA-256 of its file; null where none was made. */
  readonly environment: CheckedEnvironment | null;
  /** Of the item's case, as the user states them; of a capture alone. */
  readonly works?: readonly WorkView[];
  readonly files: readonly FileDigest[];
  readonly attestations: readonly AttestationView[];
  /** Root of the checkpoint that covers the statement, hex; null while there is none. */
  readonly checkpoint: { readonly origin: string; readonly size: number; readonly rootHex: string } | null;
  /** Entries in data/events.jsonl and the digest of its last line; null where there is no such log. */
  readonly processLog: { readonly entries: number; readonly headSha256: string } | null;
  /** Whether a time-stamp over the statement leads to a root that this installation trusts and that is no demonstration. */
  readonly timeTrusted: boolean;
  /** Ids of the time-stamps that do, demonstrations included; null where it is not known one by one. */
  readonly trustedStamps?: readonly string[] | null;
  /** Path of the picture of the whole page that is to be printed; null where there is none. */
  readonly screenshotPath?: string | null;
  readonly hasThumbnail?: boolean;
  /** ISO 8601 UTC. */
  readonly issuedAt: string;
  readonly softwareVersion: string;
}
