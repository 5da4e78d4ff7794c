// Whom this installation trusts by itself: its own key and ledger, the roots of the configured authorities, and the
// blocks it saw itself, as beacons and around its own anchors. Somebody else's verifier decides for itself (--trust FILE).

import { z } from 'zod';
import type { Settings } from '../shared/api/inputs.ts';
import { pick } from '../shared/text/fill.ts';
import { THIS_DEVICE } from '../shared/text/words.ts';
import type { TrustedChain, TrustPolicy } from '../shared/verify/trust-policy.ts';
import type { LedgerInUse } from './open-ledger.ts';
import type { Signer } from './platform/ports.ts';
import type { SeenBlock } from './pipeline/deps.ts';
import { sm2KeyIds } from './sm2-access.ts';
import type { Store } from './store/types.ts';

export interface OwnTrust {
  policy(): TrustPolicy;
  rememberBlock(block: SeenBlock): void;
}

const FACT = 'chain-blocks';
const MAX_BLOCKS = 10_000;
const seenBlocks = z.array(
  z.object({
    name: z.string(),
    chainId: z.int(),
    number: z.int(),
    hash: z.string(),
    simulated: z.boolean(),
  }),
);

export function createOwnTrust({
  store,
  signer,
  ledgers,
}: {
  readonly store: Store;
  readonly signer: Signer;
  readonly ledgers: LedgerInUse;
}): OwnTrust {
  const blocks = (): z.infer<typeof seenBlocks> =>
    seenBlocks.parse(JSON.parse(store.facts.get(FACT) ?? '[]'));
  return {
    policy() {
      const { operator, tsas, chain, witnesses, language } = store.settings.get();
      const device = pick(THIS_DEVICE, language);
      const owner = [operator.name, operator.organisation].filter((part) => part).join(' · ');
      return {
        format: 'cunan-trust/1',
        signers: [
          {
            name: owner === '' ? device : `${device} · ${owner}`,
            keyId: signer.keyId,
            from: null,
            to: null,
          },
          ...sm2KeyIds(store).map((keyId) => ({
            name: `${device} · SM2`,
            keyId,
            from: null,
            to: null,
          })),
        ],
        tsaRoots: tsas
          .filter((tsa) => tsa.rootsPem !== '')
          .map(({ name, rootsPem, demonstration, authority }) => ({
            name,
            pem: rootsPem,
            demonstration,
            ...(authority === null ? {} : { authority }),
            from: null,
            to: null,
          })),
        ledgers: [...ledgers.predecessors(), ledgers.ledger].map(({ origin, vkey }) => ({
          name: origin,
          vkey,
        })),
        witnesses: witnesses.map(({ name, vkey }) => ({ name, vkey, from: null, to: null })),
        chains: withValidators(byChain(blocks()), chain),
      };
    },
    rememberBlock(block) {
      const seen = blocks().filter((each) => each.hash !== block.blockHash);
      seen.push({
        name: block.chainName,
        chainId: block.chainId,
        number: block.blockNumber,
        hash: block.blockHash,
        simulated: block.simulated,
      });
      store.facts.set(FACT, JSON.stringify(seen.slice(-MAX_BLOCKS)));
    },
  };
}

/** The configured chain's validators, whether or not a block of it was seen. */
function withValidators(chains: readonly TrustedChain[], chain: Settings['chain']): readonly TrustedChain[] {
  if (!chain || chain.validators.length === 0) return chains;
  const validators = [{ from: 0, to: null, addresses: chain.validators }];
  const isSame = (each: TrustedChain): boolean => each.chainId === chain.chainId && each.name === chain.name;
  if (chains.some(isSame)) return chains.map((each) => (isSame(each) ? { ...each, validators } : each));
  const { name, chainId, simulated } = chain;
  return [...chains, { name, chainId, demonstration: simulated, blocks: [], validators }];
}

function byChain(blocks: z.infer<typeof seenBlocks>): readonly TrustedChain[] {
  return [...Map.groupBy(blocks, (block) => `${block.chainId} ${block.name}`).values()].map((same) => ({
    name: same[0]!.name,
    chainId: same[0]!.chainId,
    demonstration: same[0]!.simulated,
    blocks: same.map(({ number, hash }) => ({ number, hash })),
  }));
}
