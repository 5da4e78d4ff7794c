// Where things stand in a package, for the checks.

export const INDEX_PATH = 'attest/index.jsonl';
export const STATEMENT_PATH = 'attest/statement.json';
export const STATEMENT_ENVELOPE_PATH = 'attest/statement.dsse.json';
export const SIGNER_KEY_PATH = 'attest/signer.pub.pem';
export const EXPORT_ENVELOPE_PATH = 'attest/export.dsse.json';
export const TAG_MANIFEST_PATH = 'tagmanifest-sha256.txt';
export const MANIFEST_SHA256_PATH = 'manifest-sha256.txt';
export const MANIFEST_SM3_PATH = 'manifest-sm3.txt';
export const CAPTURE_RECORD_PATH = 'data/capture.json';
export const EVENTS_PATH = 'data/events.jsonl';
export const BEACON_PATH = 'data/beacon.json';
export const VERIFIER_PAGE_PATH = 'verify.html';

/** Payload: what the index speaks about. Everything else is a tag file in BagIt's words. */
export function isPayload(path: string): boolean {
  return path.startsWith('data/');
}
