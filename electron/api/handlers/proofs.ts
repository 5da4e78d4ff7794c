// Proofs of the whole installation: what waits, why, and trying again at once.

import type { CoreApi } from '../../../shared/api/core.ts';
import { listPendingProofsInput } from '../../../shared/api/proofs.ts';
import type { ApiDeps } from './deps.ts';

type Proofs = Pick<CoreApi, 'listPendingProofs' | 'proofsState' | 'retryAllProofs'>;

export function createProofs({ store, pipeline, clock }: ApiDeps): Proofs {
  return {
    async listPendingProofs(input) {
      const { offset, limit } = listPendingProofsInput.parse(input);
      return store.attestations.pending(offset, limit);
    },
    proofsState: async () => store.attestations.state(),
    async retryAllProofs() {
      store.attestations.retryAllNow(clock.now().toISOString());
      await pipeline.attestDue();
      return store.attestations.state();
    },
  };
}
