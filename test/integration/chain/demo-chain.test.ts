import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { createEvmAdapter } from '../../../electron/attest/chain/evm.ts';
import { findAnvil } from '../../../electron/demo/chain/anvil.ts';
import { startDemoChain } from '../../../electron/demo/chain/demo-chain.ts';
import { createNodeClock } from '../../../electron/platform/node-clock.ts';
import { createNodeHttp } from '../../../electron/platform/node-http.ts';
import { createMemoryAnchorStore } from '../../fakes/anchor-store.ts';
import { newCheckpoint } from './test-chain.ts';

const folders = async (): Promise<string[]> =>
  (await readdir(tmpdir())).filter((name) => name.startsWith('cunan-demo-chain-'));

test('the demonstration chain anchors at once, says that it is simulated, and leaves nothing behind', async () => {
  expect(existsSync(findAnvil() ?? '')).toBe(true);
  const before = await folders();
  const http = createNodeHttp();
  const chain = await startDemoChain({ http, random: { bytes: (n) => new Uint8Array(randomBytes(n)) } });
  const { profile, privateKey } = chain;
  const adapter = createEvmAdapter({
    profile,
    privateKey,
    http,
    store: createMemoryAnchorStore(),
    clock: createNodeClock(),
  });
  try {
    expect(profile).toMatchObject({ name: 'demo', simulated: true, finalityDepth: 0 });
    expect(await adapter.beacon()).toMatchObject({ beacon: { simulated: true } });
    const { id } = await adapter.submit(newCheckpoint());
    expect(await adapter.advance()).toMatchObject([{ id, state: 'final' }]);
    expect(await adapter.collectProof(id)).toMatchObject({ simulated: true, chainName: 'demo' });
  } finally {
    await chain.close();
  }
  await expect(adapter.health()).rejects.toMatchObject({ code: 'chain/unreachable' });
  expect((await folders()).filter((name) => !before.includes(name))).toEqual([]);
});
