// QBFT blocks offline: the two hashes of a header, its seals, and what the trust policy makes of them.

import { keccak_256 as keccak } from '@noble/hashes/sha3.js';
import { expect, test } from 'vitest';
import { parseHeader } from '../../../shared/chain/header.ts';
import { fromData, toData } from '../../../shared/chain/quantity.ts';
import { quorumOf, readQbft, sealersOf } from '../../../shared/chain/qbft.ts';
import { encodeAnchorRecord } from '../../../shared/chain/record.ts';
import { decodeRlp, expectStrings } from '../../../shared/chain/rlp.ts';
import { verifyAnchor } from '../../../shared/chain/verify.ts';
import type { TrustedBlocks, ValidatorSet } from '../../../shared/chain/trusted.ts';
import { anchorRecordOf, CHAIN_ID, headerOf } from '../verify/anchor-record.ts';
import { qbftHeader, type QbftOptions, VALIDATORS } from '../verify/qbft-headers.ts';

const checkpoint = { origin: 'cunan/0011223344556677', size: 7, root: new Uint8Array(32).fill(9) };
const everybody: ValidatorSet = { from: 0, to: null, addresses: VALIDATORS };

function verdict(options: QbftOptions, validators: readonly ValidatorSet[] = [everybody]) {
  const record = anchorRecordOf(checkpoint, 300, 1_790_000_000, qbftHeader(options));
  const chain: TrustedBlocks = { chainId: CHAIN_ID, blocks: [], validators, demonstration: false };
  return verifyAnchor({ record: encodeAnchorRecord(record), checkpoint, trustedChains: [chain] });
}

test('the extra data of Besu’s own test vector is read (QbftExtraDataCodecTest)', () => {
  const extra =
    '0xf8f0a00102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20ea940000000000000000' +
    '000000000000000000000001940000000000000000000000000000000000000002d7940000000000000000' +
    '00000000000000000000000181ff83fedcbaf886b841000000000000000000000000000000000000000000' +
    '0000000000000000000001000000000000000000000000000000000000000000000000000000000000000a' +
    '00b841000000000000000000000000000000000000000000000000000000000000000a0000000000000000' +
    '00000000000000000000000000000000000000000000000100';
  const fields = expectStrings(decodeRlp(headerOf(1, 1, new Uint8Array(32))), 15, 15);
  fields[12] = fromData(extra, { max: 1_000 });
  const read = readQbft(fields)!;
  expect(read.validators).toEqual([`0x${'0'.repeat(39)}1`, `0x${'0'.repeat(39)}2`]);
  expect(read.seals).toHaveLength(2);
  expect(toData(read.hash)).not.toBe(toData(read.sealedHash));
});

test('the block hash leaves out round and seals, so that nodes with other seals agree', () => {
  const hashes = [
    { sealers: [0, 1, 2], round: 0 },
    { sealers: [1, 2, 3], round: 5 },
    { sealers: [], round: 1 },
  ].map((options) => toData(parseHeader(qbftHeader(options)(9, 9, new Uint8Array(32))).hash));
  expect(new Set(hashes).size).toBe(1);
  // Round 0 without seals is what is hashed, so there the plain hash is the same.
  const bare = qbftHeader({ sealers: [], round: 0 })(9, 9, new Uint8Array(32));
  expect(toData(keccak(bare))).toBe(hashes[0]);
});

test('two thirds, rounded up', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 10].map(quorumOf)).toEqual([1, 2, 2, 3, 4, 4, 5, 7]);
});

test('whoever sealed is known by the address', () => {
  const { qbft } = parseHeader(qbftHeader({ sealers: [3, 0, 3] })(1, 1, new Uint8Array(32)));
  expect([...sealersOf(qbft!)].sort()).toEqual([VALIDATORS[0]!, VALIDATORS[3]!].sort());
});

test.each<[string, QbftOptions, readonly ValidatorSet[], string, string]>([
  ['all four', { sealers: [0, 1, 2, 3] }, [everybody], 'pass', 'anchor-sealed'],
  ['three of four', { sealers: [3, 1, 0] }, [everybody], 'pass', 'anchor-sealed'],
  ['validators kept by a contract', { sealers: [0, 1, 2], listed: [] }, [everybody], 'pass', 'anchor-sealed'],
  ['two of four', { sealers: [0, 1] }, [everybody], 'fail', 'anchor-seals-bad'],
  ['one seal three times', { sealers: [0, 0, 0] }, [everybody], 'fail', 'anchor-seals-bad'],
  ['no seals', { sealers: [] }, [everybody], 'fail', 'anchor-seals-bad'],
  [
    'two, kept by a contract',
    { sealers: [0, 1], listed: [] },
    [everybody],
    'untrusted',
    'anchor-seals-short',
  ],
  [
    'a set of its own',
    { sealers: [0, 1, 2], listed: [0, 1, 2] },
    [{ from: 0, to: null, addresses: VALIDATORS.slice(3) }],
    'untrusted',
    'anchor-seals-short',
  ],
  [
    'validators of other heights',
    { sealers: [0, 1, 2] },
    [
      { ...everybody, from: 301 },
      { ...everybody, to: 299 },
    ],
    'untrusted',
    'anchor-block-untrusted',
  ],
  ['nobody known', { sealers: [0, 1, 2] }, [], 'untrusted', 'anchor-block-untrusted'],
])('%s', (_, options, validators, status, code) => {
  expect(verdict(options, validators)).toMatchObject({ status, code });
});

test('a header that was changed is sealed by nobody, whatever hash the record claims', () => {
  const record = anchorRecordOf(checkpoint, 300, 1_790_000_000, qbftHeader({ sealers: [0, 1, 2] }));
  // A seal of another block: same validators, other state.
  const other = qbftHeader({ sealers: [0, 1, 2] })(300, 1_790_000_000, new Uint8Array(32).fill(1));
  const fields = expectStrings(decodeRlp(fromData(record.headerRlp, { max: 10_000 })), 15, 15);
  const moved = headerOf(
    300,
    1_790_000_000,
    fields[3]!,
    new Uint8Array(expectStrings(decodeRlp(other), 15, 15)[12]!),
  );
  const report = verifyAnchor({
    record: encodeAnchorRecord({
      ...record,
      headerRlp: toData(moved),
      blockHash: toData(parseHeader(moved).hash),
    }),
    checkpoint,
    trustedChains: [{ chainId: CHAIN_ID, blocks: [], validators: [everybody], demonstration: false }],
  });
  expect(report).toMatchObject({ status: 'fail', code: 'anchor-seals-bad' });
});
