// What the screens and the command line ask of the chain and the platforms, over store, adapters and key store.

import type { Settings } from '../shared/api/inputs.ts';
import type { AnchorView, ChainStatusView } from '../shared/api/views.ts';
import { traitsOf } from '../shared/chain/profiles.ts';
import { AppError, isAppError } from '../shared/errors.ts';
import type { ChainCalls } from './api/handlers/deps.ts';
import type { AnchorRow } from './attest/chain/ports.ts';
import { chainCapabilities, platformCapabilities } from './attest/capabilities.ts';
import { transportOf } from './attest/chain/transport.ts';
import type { ChainAccess } from './chain-access.ts';
import {
  clearPlatformSecrets,
  readPlatformSecrets,
  writePlatformSecret,
} from './identity/platform-secrets.ts';
import { nextCheckpointAt } from './pipeline/schedule.ts';
import type { Clock, Secrets } from './platform/ports.ts';
import type { Store } from './store/types.ts';

const NO_CONTRACT = `0x${'00'.repeat(20)}`;
const HEALTH_TIMEOUT_MS = 10_000;

export function createChainCalls(deps: {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly access: ChainAccess;
}): ChainCalls {
  const { store, secrets, clock, access } = deps;

  async function chainOf(chain: NonNullable<Settings['chain']>): Promise<ChainStatusView['chain']> {
    const { name, kind, contract, simulated, rpcUrl } = chain;
    const { tested } = traitsOf(chain);
    const transport = transportOf(rpcUrl);
    const capabilities = chainCapabilities(chain);
    const known = { name, kind, tested, contract, simulated, transport, capabilities };
    try {
      const adapter = await access.adapterFor(chain);
      const { chainId: _chainId, ...health } = await adapter.health(AbortSignal.timeout(HEALTH_TIMEOUT_MS));
      return { ...known, health, error: null };
    } catch (error) {
      if (!isAppError(error)) throw error;
      return { ...known, health: null, error: { code: error.code, details: error.details } };
    }
  }

  return {
    async status() {
      const { chain, platforms, anchoring } = store.settings.get();
      const waiting = store.attestations.ledgerWaiting();
      const rows = store.anchors.list();
      const count = (state: AnchorRow['state']): number => rows.filter((row) => row.state === state).length;
      return {
        chain: chain ? await chainOf(chain) : null,
        waiting: waiting.count,
        nextCheckpointAt: nextCheckpointAt(anchoring, waiting, clock.now())?.toISOString() ?? null,
        anchors: {
          queued: count('queued'),
          submitted: count('submitted'),
          included: count('included'),
          final: count('final'),
        },
        platforms: await Promise.all(
          platforms.map(async (platform) => ({
            name: platform.name,
            title: platform.title,
            simulated: platform.simulated,
            capabilities: platformCapabilities(platform),
            secrets: [...(await readPlatformSecrets(secrets, platform.name)).keys()],
          })),
        ),
      };
    },
    anchors({ offset, limit }) {
      const rows = store.anchors.list().toReversed();
      return {
        items: rows.slice(offset, offset + limit).map((row) => viewOf(store, row)),
        total: rows.length,
      };
    },
    async deploy(chain) {
      const adapter = await access.adapterFor({ ...chain, contract: NO_CONTRACT });
      return adapter.deploy();
    },
    setSecret: (input) => writePlatformSecret(secrets, input),
    async clearSecretsOfChanged(before, after) {
      const placeIn = (platforms: typeof before, name: string): string | null => {
        const found = platforms.find((each) => each.name === name);
        return found ? new URL(found.baseUrl).origin : null;
      };
      const names = new Set([...before, ...after].map(({ name }) => name));
      for (const name of names) {
        if (placeIn(before, name) !== placeIn(after, name)) await clearPlatformSecrets(secrets, name);
      }
    },
    async checkPlatform(name) {
      const adapter = access.platform(name);
      if (!adapter) throw new AppError('input/not-found', { what: name });
      const httpStatus = await adapter.probe();
      return { status: httpStatus === null ? 'not-askable' : 'answered', httpStatus };
    },
  };
}

function viewOf(store: Store, row: AnchorRow): AnchorView {
  const { gasUsed, gasPriceWei, logId: _logId, anchorKey: _key, blockHash: _hash, ...rest } = row;
  const items = store.attestations.itemsOf(row.origin, row.size).length;
  const pending = store.attestations
    .ofCheckpoint(row.origin, row.size)
    .find(({ kind, provider }) => kind === 'chain' && provider === row.chainName);
  const total = gasUsed === null || gasPriceWei === null ? null : BigInt(gasUsed) * BigInt(gasPriceWei);
  return {
    ...rest,
    items,
    cost:
      total === null
        ? null
        : {
            gasUsed: gasUsed!,
            gasPriceWei: gasPriceWei!,
            totalWei: String(total),
            perItemWei: String(total / BigInt(Math.max(1, items))),
          },
    nextAttemptAt: pending?.nextAttemptAt ?? null,
    transactions: store.anchors
      .transactions(row.id)
      .map(({ txHash, nonce, gasPriceWei: price, ...sent }) => ({
        txHash,
        nonce,
        gasPriceWei: price,
        sends: sent.sends,
        lastSentAt: sent.lastSentAt,
      })),
  };
}
