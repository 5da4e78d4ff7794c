// Hardhat's EDR (@nomicfoundation/edr, a development dependency) behind a loopback JSON-RPC port. Its native half is an
// optional package "for Node 22 and later": an npm run by an older Node would leave it out without a word. Our tests run on
// Node 24 whatever npm ran on, so package-lock.json carries the one for Linux x64 without its "engines".

import { existsSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Edr = typeof import('@nomicfoundation/edr');
type Provider = Awaited<ReturnType<InstanceType<Edr['EdrContext']>['createProvider']>>;

export interface EdrNode {
  /** http://127.0.0.1:PORT */
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
  /** On the same port, with the state that it had: the engine lives in this process. */
  restart(): Promise<void>;
}

export async function loadEdr(): Promise<Edr | null> {
  try {
    return await import('@nomicfoundation/edr');
  } catch {
    return null;
  }
}

/** Must it be there? On Linux x64 always, elsewhere where npm brought the native half for this computer. */
export function isEdrExpected(): boolean {
  const computer = `${process.platform}-${process.arch}`;
  const name = `edr-${computer}${process.platform === 'linux' ? '-gnu' : ''}`;
  const native = new URL(`../../../node_modules/@nomicfoundation/${name}`, import.meta.url);
  return computer === 'linux-x64' || existsSync(native);
}

export async function startEdr(edr: Edr, chainId: number): Promise<EdrNode> {
  const provider = await createProvider(edr, chainId);
  let server = await listen(provider, 0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    stop: () => close(server),
    async restart() {
      server = await listen(provider, port);
    },
  };
}

async function createProvider(edr: Edr, chainId: number): Promise<Provider> {
  const context = new edr.EdrContext();
  await context.registerProviderFactory(edr.GENERIC_CHAIN_TYPE, edr.genericChainProviderFactory());
  return context.createProvider(
    edr.GENERIC_CHAIN_TYPE,
    {
      allowBlocksWithSameTimestamp: false,
      allowUnlimitedContractSize: false,
      bailOnCallFailure: false,
      bailOnTransactionFailure: false,
      chainId: BigInt(chainId),
      coinbase: new Uint8Array(20),
      defaultTransactionGasLimit: 16_000_000n,
      genesisState: edr.l1GenesisState(edr.L1Hardfork.Cancun),
      hardfork: edr.l1HardforkToString(edr.L1Hardfork.Cancun),
      initialBaseFeePerGas: 1_000_000_000n,
      initialParentBeaconBlockRoot: new Uint8Array(32),
      minGasPrice: 0n,
      mining: { autoMine: true, blockGasLimit: 30_000_000n, memPool: { order: edr.MineOrdering.Priority } },
      network: {
        genesisBlockGasLimit: 30_000_000n,
        genesisBlobGas: { gasUsed: 0n, excessGas: 0n },
      },
      networkId: BigInt(chainId),
      observability: {},
      ownedAccounts: [],
      precompileOverrides: [],
    },
    { enable: false, decodeConsoleLogInputsCallback: () => [], printLineCallback: () => {} },
    { subscriptionCallback: () => {} },
    new edr.ContractDecoder(),
  );
}

function listen(provider: Provider, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const text = Buffer.concat(parts).toString('utf8');
      void answer(provider, text, response);
    });
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

async function answer(provider: Provider, text: string, response: ServerResponse): Promise<void> {
  const { id } = JSON.parse(text) as { id: number };
  const { data } = await provider.handleRequest(text);
  const reply = (typeof data === 'string' ? JSON.parse(data) : data) as object;
  response.setHeader('content-type', 'application/json');
  // No idle connection outlives a stopped node.
  response.setHeader('connection', 'close');
  response.end(JSON.stringify({ ...reply, jsonrpc: '2.0', id }));
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
