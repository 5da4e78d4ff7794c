// The contract, its artefact and what shared/chain says of it.

import { readFileSync } from 'node:fs';
import { encodeEventTopics, encodeFunctionData, keccak256, type Abi } from 'viem';
import { expect, test } from 'vitest';
import artefact from '../../../resources/contract/CunanAnchor.json' with { type: 'json' };
import { compileContract } from '../../../resources/contract/compile.ts';
import { toData } from '../../../shared/chain/quantity.ts';
import {
  anchorCallData,
  ANCHORED_TOPIC,
  getCallData,
  logIdOf,
  REGISTRY_CODE_HASHES,
} from '../../../shared/chain/registry.ts';

const abi = artefact.abi as Abi;
const checkpoint = {
  origin: 'cunan/0011223344556677',
  size: 2 ** 40 + 3,
  root: new Uint8Array(32).fill(0x5a),
};
const args = [toData(logIdOf(checkpoint.origin)), toData(checkpoint.root), BigInt(checkpoint.size)];

test('the artefact is what solc makes of the source', () => {
  const stored = readFileSync(
    new URL('../../../resources/contract/CunanAnchor.json', import.meta.url),
    'utf8',
  );
  expect(compileContract()).toBe(stored);
});

test('the verifier knows the code that is deployed', () => {
  expect(REGISTRY_CODE_HASHES).toContain(keccak256(artefact.deployedBytecode as `0x${string}`));
});

test('call data and event are those of the ABI', () => {
  expect(toData(anchorCallData(checkpoint))).toBe(encodeFunctionData({ abi, functionName: 'anchor', args }));
  expect(toData(getCallData(checkpoint))).toBe(encodeFunctionData({ abi, functionName: 'get', args }));
  expect(toData(ANCHORED_TOPIC)).toBe(encodeEventTopics({ abi, eventName: 'Anchored' })[0]);
});
