// What the page and its worker say to each other.

import type { VerificationReport } from '../../shared/verify/report.ts';
import type { Requirements, TrustPolicy } from '../../shared/verify/trust-policy.ts';

export interface VerifyRequest {
  readonly id: number;
  readonly file: File;
  readonly trust: TrustPolicy;
  readonly requirements: Requirements;
  /** Files beside the package, to be compared with what a deposit sealed. */
  readonly originals: readonly File[];
}

export type VerifyAnswer =
  | {
      readonly id: number;
      readonly type: 'progress';
      readonly doneBytes: number;
      readonly totalBytes: number;
    }
  | { readonly id: number; readonly type: 'report'; readonly report: VerificationReport }
  | { readonly id: number; readonly type: 'unreadable' };
