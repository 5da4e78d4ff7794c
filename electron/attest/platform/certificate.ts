// What a platform sends as its certificate, looked at before it is kept: a PDF by its first bytes that quotes no credential
// in the clear. It is not opened: whatever stands in it is the platform's word.

/** Below what verifiers read of a proof file (8 MiB). */
export const MAX_CERTIFICATE_BYTES = 4 * 1_024 ** 2;
/** Shorter ones stand in texts by chance. */
export const MIN_SECRET_CHARS = 6;

export function certificateProblem(body: Uint8Array, secrets: ReadonlyMap<string, string>): string | null {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
  if (!bytes.subarray(0, 5).equals(Buffer.from('%PDF-'))) return 'no PDF';
  const quoted = [...secrets.values()].some(
    (secret) => secret.length >= MIN_SECRET_CHARS && bytes.includes(secret),
  );
  return quoted ? 'repeats a credential' : null;
}
