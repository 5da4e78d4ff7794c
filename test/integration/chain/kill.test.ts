// kill -9 at every state of a submission: the next process finishes it, and the account has spent one nonce.

import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { privateKeyToAddress } from 'viem/accounts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { count } from '../../tools.ts';
import { startTestChain, type TestChain } from './test-chain.ts';

const CHILD = new URL('kill-child.ts', import.meta.url).pathname;
let folder = '';
let chain: TestChain;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cunan-kill-anchor-'));
  chain = await startTestChain(0);
});
afterAll(async () => {
  await chain.close();
  rmSync(folder, { recursive: true });
});

/** Two in the fast tier: each costs two starts of Node. */
const STATES = [
  ['written, nothing signed', { method: 'eth_getTransactionCount', when: 'before' }],
  ['signed and written, not sent', { method: 'eth_sendRawTransaction', when: 'before' }],
  ['sent, the answer not read', { method: 'eth_sendRawTransaction', when: 'after' }],
  ['included, not yet known', { method: 'eth_blockNumber', when: 'before' }],
  ['final, no proof collected', { method: 'eth_getProof', when: 'before' }],
] as const;
type State = (typeof STATES)[number];

test.each(count<readonly State[]>(STATES.slice(1, 3), STATES))('%s', async (name, at) => {
  const keyHex = randomBytes(32).toString('hex');
  const sender = privateKeyToAddress(`0x${keyHex}`);
  await chain.call('anvil_setBalance', sender, '0x56bc75e2d63100000');
  const task = {
    database: join(folder, `${name.replaceAll(/[^a-z]/g, '-')}.db`),
    profile: chain.profile,
    keyHex,
    rootHex: randomBytes(32).toString('hex'),
  };
  const run = (when: typeof at | null) =>
    spawnSync(process.execPath, [CHILD, JSON.stringify({ ...task, at: when })], { encoding: 'utf8' });
  expect(run(at).signal).toBe('SIGKILL');
  const second = run(null);
  expect(second.stderr).toBe('');
  expect(second.stdout).toMatch(/^0x[0-9a-f]{64}$/);
  expect(Number(await chain.call('eth_getTransactionCount', sender, 'latest'))).toBe(1);
});
