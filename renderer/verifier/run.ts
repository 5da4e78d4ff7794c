// One verification, in the worker or (where a browser refuses workers from file://) in the page itself.

import { createWasmHashers } from '../../shared/bytes/wasm-hashers.ts';
import type { Hashers } from '../../shared/bytes/hashers.ts';
import { verifyPackage } from '../../shared/verify/verifier.ts';
import { blobAccess } from '../format/blob-access.ts';
import type { VerifyAnswer, VerifyRequest } from './protocol.ts';

let hashers: Promise<Hashers> | null = null;

export async function runRequest(
  { id, file, trust, requirements, originals }: VerifyRequest,
  answer: (message: VerifyAnswer) => void,
  signal?: AbortSignal,
): Promise<void> {
  let shownAt = 0;
  try {
    hashers ??= createWasmHashers();
    const subtle = globalThis.isSecureContext ? globalThis.crypto.subtle : null;
    const report = await verifyPackage(
      blobAccess(file),
      { hashers: await hashers, subtle },
      trust,
      requirements,
      {
        now: new Date().toISOString(),
        ...(signal && { signal }),
        originals: originals.map((original) => blobAccess(original)),
        onProgress({ doneBytes, totalBytes }) {
          const now = performance.now();
          if (now - shownAt < 80) return;
          shownAt = now;
          answer({ id, type: 'progress', doneBytes, totalBytes });
        },
      },
    );
    answer({ id, type: 'report', report });
  } catch {
    // Cancelled (nobody listens any more), or the file could not be read: a moved or locked file is no verdict.
    answer({ id, type: 'unreadable' });
  }
}

/** What a dedicated worker's global scope has for us. */
export interface WorkerScope {
  addEventListener(type: 'message', listener: (event: MessageEvent<VerifyRequest>) => void): void;
  postMessage(message: VerifyAnswer, options: { readonly transfer: Transferable[] }): void;
}

/** The same script, started again as a worker. */
export function serveAsWorker(scope: WorkerScope): void {
  scope.addEventListener('message', (event) => {
    void runRequest(event.data, (message) => scope.postMessage(message, { transfer: [] }));
  });
}
