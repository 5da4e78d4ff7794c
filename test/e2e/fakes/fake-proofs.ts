// Proofs of the sample items, as the core would list them.

import type { PendingProofView, ProofsState } from '../../../shared/api/proofs.ts';
import type { EvidenceDetail } from '../../../shared/api/views.ts';

export function pendingProofs(items: readonly EvidenceDetail[]): readonly PendingProofView[] {
  return items.flatMap(({ id: evidenceId, attestations }) =>
    attestations
      .filter(({ state }) => state === 'pending')
      .map(({ id, kind, provider, demonstration, subject, attempts, lastError, nextAttemptAt }) => ({
        id,
        kind,
        provider,
        demonstration,
        subject,
        attempts,
        lastError,
        nextAttemptAt,
        evidenceId,
        checkpointSize: subject === 'checkpoint' ? 12 : null,
        items: 1,
      })),
  );
}

export function proofsState(items: readonly EvidenceDetail[]): ProofsState {
  const groups = Map.groupBy(
    items.flatMap(({ attestations }) => attestations),
    ({ kind, provider }) => `${kind} ${provider}`,
  );
  const providers = [...groups.values()].map((rows) => ({
    kind: rows[0]!.kind,
    provider: rows[0]!.provider,
    demonstration: rows[0]!.demonstration,
    obtained: rows.filter(({ state }) => state === 'obtained').length,
    pending: rows.filter(({ state }) => state === 'pending').length,
    failing: rows.filter(({ state, attempts }) => state === 'pending' && attempts > 0).length,
    lastAt:
      rows
        .flatMap(({ at }) => at ?? [])
        .toSorted()
        .at(-1) ?? null,
    nextAttemptAt: rows.flatMap(({ nextAttemptAt }) => nextAttemptAt ?? []).toSorted()[0] ?? null,
  }));
  const pending = providers.reduce((sum, each) => sum + each.pending, 0);
  return {
    pending,
    nextAttemptAt: providers.flatMap((each) => each.nextAttemptAt ?? [])[0] ?? null,
    providers,
  };
}
