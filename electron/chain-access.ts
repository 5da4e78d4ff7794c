// The configured chain's and platforms' adapters: a chain's is made when it is first needed, made anew when the settings name another chain.

import { setTimeout as delay } from 'node:timers/promises';
import { createEvmAdapter } from './attest/chain/evm.ts';
import type { ChainAdapter } from './attest/chain/ports.ts';
import { createGateway } from './attest/platform/gateway.ts';
import { createPace } from './attest/platform/pace.ts';
import type { PlatformAdapter } from './attest/platform/ports.ts';
import type { ChainProfile } from '../shared/chain/types.ts';
import { loadChainKey } from './identity/chain-key.ts';
import { readPlatformSecrets } from './identity/platform-secrets.ts';
import type { Clock, Http, Random, Secrets } from './platform/ports.ts';
import type { Store } from './store/types.ts';

export interface ChainAccess {
  /** Null where no chain is configured. Throws key/…. */
  adapter(): Promise<ChainAdapter | null>;
  /** For a chain that is not in the settings yet. Throws key/…. */
  adapterFor(profile: ChainProfile): Promise<ChainAdapter>;
  /** Null where no platform of the name is configured. Throws input/invalid. */
  platform(name: string): PlatformAdapter | null;
}

export function createChainAccess(deps: {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly random: Random;
  readonly http: Http;
  readonly clock: Clock;
}): ChainAccess {
  const pace = createPace({
    clock: deps.clock,
    wait: (ms, signal) => delay(ms, undefined, signal ? { signal } : {}),
  });
  let current: { readonly profile: string; readonly adapter: ChainAdapter } | null = null;
  const adapterFor = async (profile: ChainProfile): Promise<ChainAdapter> =>
    createEvmAdapter({
      profile,
      privateKey: await loadChainKey(deps.secrets, deps.random),
      http: deps.http,
      store: deps.store.anchors,
      clock: deps.clock,
    });
  return {
    async adapter() {
      const { chain } = deps.store.settings.get();
      if (!chain) return null;
      const profile = JSON.stringify(chain);
      if (current?.profile === profile) return current.adapter;
      const adapter = await adapterFor(chain);
      current = { profile, adapter };
      return adapter;
    },
    adapterFor,
    platform(name) {
      const profile = deps.store.settings.get().platforms.find((each) => each.name === name);
      if (!profile) return null;
      const { http, clock, store } = deps;
      const secrets = () => readPlatformSecrets(deps.secrets, name);
      return createGateway({ profile, http, clock, pace, store: store.platforms, secrets });
    },
  };
}
