// The verification worker: one file, one report. Wasm hashers, SubtleCrypto for time-stamps, no network.

import { createWasmHashers } from '../../shared/bytes/wasm-hashers.ts';
import { DEFAULT_REQUIREMENTS } from '../../shared/verify/trust-policy.ts';
import { verifyPackage } from '../../shared/verify/verifier.ts';
import { blobAccess } from '../format/blob-access.ts';
import type { VerificationReply, VerificationRequest } from './verification.ts';

const PROGRESS_EVERY_MS = 100;

function reply(message: VerificationReply): void {
  self.postMessage(message, { transfer: [] });
}

async function run({ file, trust, originals }: VerificationRequest): Promise<void> {
  let told = 0;
  const report = await verifyPackage(
    blobAccess(file),
    { hashers: await createWasmHashers(), subtle: crypto.subtle },
    trust,
    DEFAULT_REQUIREMENTS,
    {
      originals: originals.map((original) => blobAccess(original)),
      onProgress({ doneBytes }) {
        const now = performance.now();
        if (now - told < PROGRESS_EVERY_MS) return;
        told = now;
        reply({ type: 'progress', doneBytes });
      },
    },
  );
  reply({ type: 'report', report });
}

self.addEventListener('message', ({ data }: MessageEvent<VerificationRequest>) => {
  run(data).catch((error: unknown) => {
    const unreadable = error instanceof DOMException && error.name === 'NotReadableError';
    reply({
      type: 'failure',
      failure: unreadable
        ? { code: 'input/file-unreadable', details: { path: data.file.name } }
        : { code: 'internal', details: { reference: String(error).slice(0, 120) } },
    });
  });
});
