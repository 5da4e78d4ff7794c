// Anchors ledger checkpoints on an EVM chain through JSON-RPC. One adapter per chain and account; its steps never
// overlap (one lock), so that no nonce is used twice.

import { logIdOf, registryKey } from '../../../shared/chain/registry.ts';
import { toData } from '../../../shared/chain/quantity.ts';
import { traitsOf } from '../../../shared/chain/profiles.ts';
import type { ChainProfile } from '../../../shared/chain/types.ts';
import { toHex } from '../../../shared/bytes/hex.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Clock, Http } from '../../platform/ports.ts';
import { type Account, openAccount } from './account.ts';
import { collectRecord } from './collect-proof.ts';
import { deployRegistry } from './deploy.ts';
import { anchoredOf, isSignedCall } from './look-up.ts';
import { headerRlp } from './header-rlp.ts';
import { type Block, createEvmNode, type EvmNode } from './node.ts';
import type { AnchorRow, AnchorStore, ChainAdapter } from './ports.ts';
import { checkRegistry, firstSeenBlock, isAddress } from './registry.ts';
import { createRpc, RpcRefusal } from './rpc.ts';
import { checkpointOf, DEFAULT_PACE, reopen, stepAnchor, type SubmissionPace } from './submission.ts';

export interface EvmAdapterOptions {
  readonly profile: ChainProfile;
  /** 32 bytes, secp256k1. */
  readonly privateKey: Uint8Array;
  readonly http: Http;
  readonly store: AnchorStore;
  readonly clock: Clock;
  readonly pace?: SubmissionPace;
}

export function createEvmAdapter(options: EvmAdapterOptions): ChainAdapter {
  const { store, clock, pace = DEFAULT_PACE } = options;
  const profile = { ...options.profile, contract: options.profile.contract.toLowerCase() };
  const { chainId, contract } = profile;
  const traits = traitsOf(profile);
  const nodeAt = (url: string): EvmNode =>
    createEvmNode(createRpc({ http: options.http, url, chain: profile.name }), traits.timeUnit);
  const node = nodeAt(profile.rpcUrl);
  const witness = profile.witnessRpcUrl ? nodeAt(profile.witnessRpcUrl) : null;
  const finalityDepth = Math.max(profile.finalityDepth, traits.minFinalityDepth);
  let account: Promise<Account> | null = null;
  const openedAccount = (): Promise<Account> => (account ??= openAccount(options.privateKey, chainId));
  const locked = createLock();

  async function checkChain(signal?: AbortSignal): Promise<void> {
    const actual = await node.chainId(signal);
    if (actual !== chainId) throw new AppError('chain/wrong-chain', { actual, expected: chainId });
  }

  async function newestBlock(signal?: AbortSignal): Promise<Block> {
    const block = await node.block('latest', signal);
    if (!block) throw new AppError('chain/bad-response', { problem: 'no newest block' });
    return block;
  }

  /** Trouble before a step (no node, wrong chain) is written to every row it held up. */
  async function stepAll(rows: readonly AnchorRow[], signal?: AbortSignal): Promise<readonly AnchorRow[]> {
    if (rows.length === 0) return [];
    try {
      await checkChain(signal);
      await checkRegistry(node, contract, signal);
    } catch (error) {
      signal?.throwIfAborted();
      const { code: errorCode } = asAppError(error);
      const updatedAt = clock.now().toISOString();
      return rows.map(({ id }) => store.update(id, { errorCode, updatedAt }));
    }
    const payer = await openedAccount();
    const stepped: AnchorRow[] = [];
    for (const row of rows) {
      stepped.push(
        await stepAnchor({ node, account: payer, store, clock, finalityDepth, traits, pace }, row, signal),
      );
    }
    return stepped;
  }

  const openHere = (): readonly AnchorRow[] => store.open(chainId).filter((row) => row.contract === contract);

  return {
    profile,
    health: (signal) =>
      refusalsAsErrors(async () => {
        await checkChain(signal);
        await checkRegistry(node, contract, signal);
        const { address } = await openedAccount();
        const block = await newestBlock(signal);
        const [gasPrice, balance] = await Promise.all([node.gasPrice(signal), node.balance(address, signal)]);
        return {
          chainId,
          blockNumber: block.number,
          blockTime: timeOf(block),
          gasPriceWei: String(gasPrice),
          balanceWei: String(balance),
          sender: address,
        };
      }),

    beacon: (signal) =>
      refusalsAsErrors(async () => {
        await checkChain(signal);
        const block = await newestBlock(signal);
        return {
          beacon: {
            kind: 'chain-block',
            chainName: profile.name,
            chainId,
            blockNumber: block.number,
            blockHash: block.hash,
            blockTime: timeOf(block),
            simulated: profile.simulated,
          },
          headerRlp: provenHeader(block),
        };
      }),

    deploy: (signal) =>
      locked(() =>
        refusalsAsErrors(async () => {
          await checkChain(signal);
          return deployRegistry(node, await openedAccount(), traits, profile.name, signal);
        }),
      ),

    submit: (checkpoint, signal) =>
      locked(async () => {
        if (!isAddress(contract)) throw new AppError('chain/no-contract', { contract });
        const row = store.insert({
          chainName: profile.name,
          chainId,
          contract,
          origin: checkpoint.origin,
          logId: toData(logIdOf(checkpoint.origin)),
          size: checkpoint.size,
          rootHex: toHex(checkpoint.root),
          anchorKey: toData(registryKey(checkpoint)),
          createdAt: clock.now().toISOString(),
        });
        if (row.state === 'final') return row;
        const [stepped] = await stepAll([row], signal);
        return stepped!;
      }),

    advance: (signal) => locked(() => stepAll(openHere(), signal)),

    lookUp: (origin, fromBlock, signal) =>
      refusalsAsErrors(async () => {
        await checkChain(signal);
        await checkRegistry(node, contract, signal);
        return anchoredOf(node, contract, origin, fromBlock, signal);
      }),

    isOwn: (origin, { size, root, txHash }, signal) =>
      refusalsAsErrors(async () => {
        const call = await node.signedCall(txHash, signal);
        const { address } = await openedAccount();
        return isSignedCall(call, address, profile, { origin, size, root });
      }),

    collectProof: (id, signal) =>
      locked(() =>
        refusalsAsErrors(async () => {
          const row = store.get(id);
          if (row?.state !== 'final') throw new AppError('chain/not-final', { chain: profile.name });
          await checkChain(signal);
          const block = await firstSeenBlock(node, row.contract, checkpointOf(row), traits, signal);
          if (block?.hash !== row.blockHash || !block) {
            reopen({ store, clock }, row);
            throw new AppError('chain/reorganised', { chain: profile.name });
          }
          return collectRecord({ node, witness, store, profile, traits }, row, block, signal);
        }),
      ),
  };
}

function timeOf({ timestamp }: Block): string {
  return new Date(timestamp * 1000).toISOString();
}

/** Runs one task after the other; a failed one does not stop the next. */
function createLock(): <T>(task: () => Promise<T>) => Promise<T> {
  let tail: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = tail.then(task);
    tail = result.catch(() => null);
    return result;
  };
}

async function refusalsAsErrors<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    throw error instanceof RpcRefusal ? asAppError(error) : error;
  }
}

function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof RpcRefusal) {
    return new AppError('chain/rejected', { problem: error.message }, { cause: error });
  }
  throw error;
}

/** Null for chains that do not hash the RLP of their header (Besu's QBFT, FISCO BCOS). */
function provenHeader(block: Block): string | null {
  try {
    return toData(headerRlp(block));
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
