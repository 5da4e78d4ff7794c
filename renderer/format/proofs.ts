// Proofs in the order of the timeline.

import type { AttestationKind, AttestationView } from '../../shared/api/views.ts';

export const KINDS_IN_ORDER: readonly AttestationKind[] = [
  'signature',
  'timestamp',
  'ledger',
  'witness',
  'chain',
  'platform',
];
/** Witnesses are the ledger's own affair, platforms are for whoever configured one: where there is none, nothing lacks. */
export const KINDS_OF_EVERY_ITEM: readonly AttestationKind[] = KINDS_IN_ORDER.filter(
  (kind) => kind !== 'witness' && kind !== 'platform',
);
const STILL_TO_COME = '9999';

/** Every kind of proof has its line: where none was asked for, the line says so as plainly as what was obtained. */
export function withUnset(proofs: readonly AttestationView[]): AttestationView[] {
  const absent = KINDS_OF_EVERY_ITEM.filter((kind) => !proofs.some((proof) => proof.kind === kind));
  return inOrder([...proofs, ...absent.map(unset)]);
}

function unset(kind: AttestationKind): AttestationView {
  return {
    id: `unset-${kind}`,
    kind,
    provider: '',
    subject: 'statement',
    state: 'not-configured',
    at: null,
    demonstration: false,
    attempts: 0,
    lastError: null,
    nextAttemptAt: null,
    facts: [],
    files: [],
  };
}

/** By kind, then by time; what is still to come stands last within its kind. */
export function inOrder(proofs: readonly AttestationView[]): AttestationView[] {
  return [...proofs].sort(
    (a, b) =>
      KINDS_IN_ORDER.indexOf(a.kind) - KINDS_IN_ORDER.indexOf(b.kind) ||
      (a.at ?? STILL_TO_COME).localeCompare(b.at ?? STILL_TO_COME) ||
      a.provider.localeCompare(b.provider),
  );
}
