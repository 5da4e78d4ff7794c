// The chain and the evidence platforms: state, costs, anchoring now, deploying the contract, credentials.

import { deployInput, platformSecretInput } from '../../../shared/api/inputs.ts';
import type { CoreApi } from '../../../shared/api/core.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ApiDeps } from './deps.ts';

type Chain = Pick<
  CoreApi,
  'chainStatus' | 'listAnchors' | 'anchorNow' | 'deployContract' | 'setPlatformSecret' | 'checkPlatform'
>;

export function createChain(deps: ApiDeps): Chain {
  const { store, pipeline, emit, chainCalls } = deps;
  return {
    chainStatus: () => chainCalls.status(),
    listAnchors: async (range) => chainCalls.anchors(range),
    async anchorNow() {
      await pipeline.anchorNow();
      return chainCalls.status();
    },
    async deployContract(input) {
      const chain = deployInput.parse(input);
      const { contract, txHash, gasUsed, gasPriceWei } = await chainCalls.deploy(chain);
      store.settings.change({ chain: { ...chain, contract } });
      emit({ type: 'settings' });
      return { contract, txHash, gasUsed, gasPriceWei };
    },
    async setPlatformSecret(given) {
      const input = platformSecretInput.parse(given);
      if (!store.settings.get().platforms.some(({ name }) => name === input.platform)) {
        throw new AppError('input/not-found', { what: input.platform });
      }
      await chainCalls.setSecret(input);
    },
    checkPlatform: ({ platform }) => chainCalls.checkPlatform(platform),
  };
}
