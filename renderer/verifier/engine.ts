// Verifies one file after another in a Blob worker made from the page's own script; cancelling ends the worker.

import type { VerificationReport } from '../../shared/verify/report.ts';
import type { Requirements, TrustPolicy } from '../../shared/verify/trust-policy.ts';
import { runRequest } from './run.ts';
import type { VerifyAnswer, VerifyRequest } from './protocol.ts';

export interface Engine {
  /** Null where the file could not be read. Rejects with AbortError when cancelled. */
  verify(
    file: File,
    policy: {
      readonly trust: TrustPolicy;
      readonly requirements: Requirements;
      readonly originals: readonly File[];
    },
    onProgress: (share: number) => void,
    signal: AbortSignal,
  ): Promise<VerificationReport | null>;
}

/** @param script source of this very page; null where it cannot be read, then the page verifies by itself. */
export function createEngine(script: string | null): Engine {
  let worker: Worker | null = null;
  let nextId = 1;

  function start(): Worker | null {
    if (worker !== null || script === null) return worker;
    const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    try {
      worker = new Worker(url);
    } catch {
      // Workers refused: the page stays usable, only less smooth.
      worker = null;
    }
    return worker;
  }

  return {
    verify(file, policy, onProgress, signal) {
      const request: VerifyRequest = { id: nextId++, file, ...policy };
      return new Promise((resolve, reject) => {
        const over = new AbortController();
        const hear = (message: VerifyAnswer): void => {
          if (message.id !== request.id) return;
          if (message.type === 'progress') {
            onProgress(message.totalBytes === 0 ? 1 : message.doneBytes / message.totalBytes);
            return;
          }
          over.abort();
          resolve(message.type === 'report' ? message.report : null);
        };
        const local = (): void => void runRequest(request, hear, signal);
        const running = start();
        const listening = { signal: over.signal };
        signal.addEventListener(
          'abort',
          () => {
            over.abort();
            running?.terminate();
            worker = null;
            reject(new DOMException('cancelled', 'AbortError'));
          },
          listening,
        );
        if (running === null) {
          local();
          return;
        }
        running.addEventListener(
          'message',
          (event: MessageEvent<VerifyAnswer>) => hear(event.data),
          listening,
        );
        running.addEventListener(
          'error',
          () => {
            running.terminate();
            worker = null;
            script = null;
            local();
          },
          listening,
        );
        running.postMessage(request, { transfer: [] });
      });
    },
  };
}
