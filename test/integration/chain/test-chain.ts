// A chain of its own for each test file: anvil, the registry, an account with funds, a clock that can be moved, and an
// Http that can be made to fail or to lie.

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEvmAdapter } from '../../../electron/attest/chain/evm.ts';
import type { AnchorStore, ChainAdapter } from '../../../electron/attest/chain/ports.ts';
import { createRpc } from '../../../electron/attest/chain/rpc.ts';
import { type Anvil, startAnvil } from '../../../electron/demo/chain/anvil.ts';
import { createNodeHttp } from '../../../electron/platform/node-http.ts';
import type { Clock, Http } from '../../../electron/platform/ports.ts';
import type { ChainProfile } from '../../../shared/chain/types.ts';
import type { Checkpoint } from '../../../shared/ledger/types.ts';
import { createMemoryAnchorStore } from '../../fakes/anchor-store.ts';

export const CHAIN_ID = 31_337;

/** Gives the result that the adapter shall see instead; may throw as a broken network would. */
export type Lie = (method: string, result: unknown, params: readonly unknown[]) => unknown;

export interface TestChain {
  readonly profile: ChainProfile;
  readonly store: AnchorStore;
  readonly deployGas: number;
  adapter(options?: {
    readonly lie?: Lie;
    readonly profile?: Partial<ChainProfile>;
    readonly store?: AnchorStore;
    readonly privateKey?: Uint8Array;
  }): ChainAdapter;
  /** Any JSON-RPC call, unhampered. */
  call(method: string, ...params: readonly unknown[]): Promise<unknown>;
  mine(blocks: number): Promise<void>;
  /** Moves the adapters' clock. */
  wait(ms: number): void;
  stopNode(): Promise<void>;
  /** On the same port, from the state that it left. */
  restartNode(): Promise<void>;
  close(): Promise<void>;
}

/** What runs underneath: a node on a loopback port, with the words it has for what tests do to it. */
export interface TestNode {
  readonly url: string;
  readonly setBalance: string;
  readonly mine: string;
  stop(): Promise<void>;
  /** On the same port, with the state that it had. */
  restart(): Promise<void>;
  /** Called once, after the last stop. */
  dispose(): Promise<void>;
}

/** @param options more for anvil's command line */
export async function startTestChain(finalityDepth = 2, options: readonly string[] = []): Promise<TestChain> {
  return chainOn(await startAnvilNode(options), finalityDepth);
}

async function startAnvilNode(options: readonly string[]): Promise<TestNode> {
  const folder = await mkdtemp(join(tmpdir(), 'cunan-test-chain-'));
  const extra = ['--state', join(folder, 'state.json'), '--preserve-historical-states', ...options];
  let anvil: Anvil = await startAnvil({ folder, chainId: CHAIN_ID, extra });
  const { url, port } = anvil;
  return {
    url,
    setBalance: 'anvil_setBalance',
    mine: 'anvil_mine',
    stop: () => anvil.stop(),
    restart: async () => {
      anvil = await startAnvil({ folder, chainId: CHAIN_ID, port, extra });
    },
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}

export async function chainOn(node: TestNode, finalityDepth: number): Promise<TestChain> {
  const { url } = node;
  const http = createNodeHttp();
  const rpc = createRpc({ http, url, chain: 'test' });
  const privateKey = new Uint8Array(randomBytes(32));
  const store = createMemoryAnchorStore();
  let now = Date.parse('2026-11-23T08:00:00.000Z');
  const clock: Clock = { now: () => new Date(now), monotonicMs: () => now };
  const base: ChainProfile = {
    name: 'test',
    chainId: CHAIN_ID,
    rpcUrl: url,
    contract: `0x${'00'.repeat(20)}`,
    finalityDepth,
    simulated: true,
  };
  const make = (
    profile: ChainProfile,
    lie?: Lie,
    anchors = store,
    key: Uint8Array = privateKey,
  ): ChainAdapter =>
    createEvmAdapter({
      profile,
      privateKey: key,
      http: lie ? lyingHttp(http, lie) : http,
      store: anchors,
      clock,
    });

  const { privateKeyToAddress } = await import('viem/accounts');
  const address = privateKeyToAddress(`0x${Buffer.from(privateKey).toString('hex')}`);
  await rpc.call(node.setBalance, [address, '0x56bc75e2d63100000']);
  const { contract, gasUsed } = await make(base).deploy();
  const profile = { ...base, contract };
  return {
    profile,
    store,
    deployGas: gasUsed,
    adapter: (options = {}) =>
      make({ ...profile, ...options.profile }, options.lie, options.store, options.privateKey),
    call: (method, ...params) => rpc.call(method, params),
    mine: async (blocks) => void (await rpc.call(node.mine, [`0x${blocks.toString(16)}`])),
    wait: (ms) => void (now += ms),
    stopNode: node.stop,
    restartNode: node.restart,
    close: async () => {
      await node.stop();
      await node.dispose();
    },
  };
}

let made = 0;

/** A checkpoint that no other test has. */
export function newCheckpoint(): Checkpoint {
  made += 1;
  return { origin: 'cunan/0011223344556677', size: made, root: new Uint8Array(randomBytes(32)) };
}

function lyingHttp(http: Http, lie: Lie): Http {
  return {
    async send(request) {
      const { method, params } = JSON.parse(new TextDecoder().decode(request.body)) as {
        method: string;
        params: unknown[];
      };
      const reply = await http.send(request);
      const body = JSON.parse(new TextDecoder().decode(reply.body)) as Record<string, unknown>;
      const changed = lie(method, body['result'], params);
      const text = changed instanceof Reply ? changed.text : JSON.stringify({ ...body, result: changed });
      return { ...reply, body: new TextEncoder().encode(text) };
    },
  };
}

/** A whole answer in place of the node's. */
export class Reply {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}
