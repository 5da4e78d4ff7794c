// Runs shared/verify in a web worker of its own, so that gigabytes do not stop the window; abort ends the worker.

import type { TrustPolicy } from '../../shared/verify/trust-policy.ts';
import type { VerificationReport } from '../../shared/verify/report.ts';
import { FailureError, type Failure } from './failure.ts';

export interface VerificationRequest {
  readonly file: File;
  readonly trust: TrustPolicy;
  /** Files beside the package, to be compared with what a deposit sealed. */
  readonly originals: readonly File[];
}

export type VerificationReply =
  | { readonly type: 'progress'; readonly doneBytes: number }
  | { readonly type: 'report'; readonly report: VerificationReport }
  | { readonly type: 'failure'; readonly failure: Failure };

export function runVerification(
  file: File,
  trust: TrustPolicy,
  originals: readonly File[],
  hooks: { readonly signal: AbortSignal; onProgress(doneBytes: number): void },
): Promise<VerificationReport> {
  return new Promise((resolve, reject) => {
    hooks.signal.throwIfAborted();
    const worker = new Worker(new URL('./verification-worker.ts', import.meta.url), { type: 'module' });
    const end = (settle: () => void) => {
      worker.terminate();
      hooks.signal.removeEventListener('abort', stop);
      settle();
    };
    const stop = () => end(() => reject(new DOMException('stopped', 'AbortError')));
    hooks.signal.addEventListener('abort', stop);
    worker.addEventListener('message', ({ data }: MessageEvent<VerificationReply>) => {
      if (data.type === 'progress') hooks.onProgress(data.doneBytes);
      else if (data.type === 'failure') end(() => reject(new FailureError(data.failure)));
      else end(() => resolve(data.report));
    });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      end(() => reject(new Error(`verification worker: ${event.message}`)));
    });
    const request: VerificationRequest = { file, trust, originals };
    worker.postMessage(request, []);
  });
}
