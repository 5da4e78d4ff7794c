// Proofs in the order of the timeline.

import type { AttestationKind, AttestationView } from '../../shared/api/views.ts';

const ORDER: readonly AttestationKind[] = ['signature', 'timestamp', 'ledger', 'chain'];
const STILL_TO_COME = '9999';

/** By kind, then by time; what is still to come stands last within its kind. */
export function inOrder(proofs: readonly AttestationView[]): AttestationView[] {
  return [...proofs].sort(
    (a, b) =>
      ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) ||
      (a.at ?? STILL_TO_COME).localeCompare(b.at ?? STILL_TO_COME) ||
      a.provider.localeCompare(b.provider),
  );
}
