// What the parts of the check tell one another.

import type { WaczProblem, WaczProblemCode } from '../../../../shared/evidence/wacz-report.ts';

export type Report = (code: WaczProblemCode, details?: WaczProblem['details']) => void;

export interface EntryFacts {
  readonly bytes: number;
  readonly sha256: string;
}
