// The configured chain's adapter: made when it is first needed, made anew when the settings name another chain.

import { createEvmAdapter } from './attest/chain/evm.ts';
import type { ChainAdapter } from './attest/chain/ports.ts';
import { loadChainKey } from './identity/chain-key.ts';
import type { Clock, Http, Random, Secrets } from './platform/ports.ts';
import type { Store } from './store/types.ts';

export interface ChainAccess {
  /** Null where no chain is configured. Throws key/…. */
  adapter(): Promise<ChainAdapter | null>;
}

export function createChainAccess(deps: {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly random: Random;
  readonly http: Http;
  readonly clock: Clock;
}): ChainAccess {
  let current: { readonly profile: string; readonly adapter: ChainAdapter } | null = null;
  return {
    async adapter() {
      const { chain } = deps.store.settings.get();
      if (!chain) return null;
      const profile = JSON.stringify(chain);
      if (current?.profile === profile) return current.adapter;
      const privateKey = await loadChainKey(deps.secrets, deps.random);
      const adapter = createEvmAdapter({
        profile: chain,
        privateKey,
        http: deps.http,
        store: deps.store.anchors,
        clock: deps.clock,
      });
      current = { profile, adapter };
      return adapter;
    },
  };
}
