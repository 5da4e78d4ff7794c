// Records of sealed evidence, read back from the vault (digest-checked on reading, so the shapes are ours).

import { createHash } from 'node:crypto';
import { fromUtf8, toUtf8 } from '../../shared/bytes/utf8.ts';
import type { CaptureRecord } from '../../shared/evidence/capture-record.ts';
import { DEPOSIT_RECORD_PATH, type DepositRecord } from '../../shared/evidence/deposit-record.ts';
import type { EnvironmentRecord } from '../../shared/evidence/environment.ts';
import { CAPTURE_RECORD_PATH, ENVIRONMENT_PATH, EVENTS_PATH } from '../../shared/evidence/package-paths.ts';
import type { Store } from '../store/types.ts';

/** Null for a file deposit. */
export async function readCaptureRecord(store: Store, id: string): Promise<CaptureRecord | null> {
  const bytes = await readFile(store, id, CAPTURE_RECORD_PATH);
  const text = bytes && fromUtf8(bytes);
  return text ? (JSON.parse(text) as CaptureRecord) : null;
}

/** Null for a capture. */
export async function readDepositRecord(store: Store, id: string): Promise<DepositRecord | null> {
  const bytes = await readFile(store, id, DEPOSIT_RECORD_PATH);
  const text = bytes && fromUtf8(bytes);
  return text ? (JSON.parse(text) as DepositRecord) : null;
}

/** With the digest of its file; null where no check was made. */
export async function readEnvironment(
  store: Store,
  id: string,
): Promise<{ readonly record: EnvironmentRecord; readonly sha256: string } | null> {
  const bytes = await readFile(store, id, ENVIRONMENT_PATH);
  const text = bytes && fromUtf8(bytes);
  if (!bytes || !text) return null;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { record: JSON.parse(text) as EnvironmentRecord, sha256 };
}

/** Its text, with how many lines it has and the digest of the last one; null where there is no such log. */
export async function readProcessLog(
  store: Store,
  id: string,
): Promise<{ readonly lines: readonly string[]; readonly headSha256: string } | null> {
  const bytes = await readFile(store, id, EVENTS_PATH);
  const text = bytes && fromUtf8(bytes);
  if (!text) return null;
  const lines = text.trimEnd().split('\n');
  const headSha256 = createHash('sha256')
    .update(toUtf8(lines.at(-1)!))
    .digest('hex');
  return { lines, headSha256 };
}

/** Null where the evidence has no such file. */
export async function readFile(store: Store, id: string, path: string): Promise<Uint8Array | null> {
  const file = store.evidence.file(id, path);
  if (!file) return null;
  return store.vault.readAll(store.evidence.require(id).caseId, file.sha256);
}
