// The demonstration chain: anvil with the registry deployed and a throw-away account that can pay. It proves nothing
// (whoever runs it decides its blocks and its clock) and its profile says so: simulated.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { traitsOf } from '../../../shared/chain/profiles.ts';
import type { ChainProfile } from '../../../shared/chain/types.ts';
import { openAccount } from '../../attest/chain/account.ts';
import { deployRegistry } from '../../attest/chain/deploy.ts';
import { createEvmNode } from '../../attest/chain/node.ts';
import { createRpc } from '../../attest/chain/rpc.ts';
import type { Http, Random } from '../../platform/ports.ts';
import { startAnvil } from './anvil.ts';

export interface DemoChain {
  readonly profile: ChainProfile;
  /** 32 bytes, funded on this chain only. */
  readonly privateKey: Uint8Array;
  /** Ends the node and removes its folder. */
  close(): Promise<void>;
}

/** Development networks use this id: no tool takes it for a real chain. */
const CHAIN_ID = 31_337;
const BALANCE_WEI = '0x3635c9adc5dea00000'; // 1,000 ether of nothing

/** Throws shell/not-available where anvil is not installed or does not start. */
export async function startDemoChain({
  http,
  random,
}: {
  readonly http: Http;
  readonly random: Random;
}): Promise<DemoChain> {
  const folder = await mkdtemp(join(tmpdir(), 'cunan-demo-chain-'));
  const removeFolder = (): Promise<void> => rm(folder, { recursive: true, force: true });
  let close: () => Promise<void> = removeFolder;
  try {
    const anvil = await startAnvil({ folder, chainId: CHAIN_ID });
    close = async () => {
      await anvil.stop();
      await removeFolder();
    };
    const rpc = createRpc({ http, url: anvil.url, chain: 'demo' });
    const privateKey = random.bytes(32);
    const account = await openAccount(privateKey, CHAIN_ID);
    await rpc.call('anvil_setBalance', [account.address, BALANCE_WEI]);
    const { contract } = await deployRegistry(createEvmNode(rpc), account, traitsOf({}), 'demo');
    const profile: ChainProfile = {
      name: 'demo',
      chainId: CHAIN_ID,
      rpcUrl: anvil.url,
      contract,
      finalityDepth: 0,
      simulated: true,
    };
    return { profile, privateKey, close };
  } catch (error) {
    await close();
    throw error;
  }
}
