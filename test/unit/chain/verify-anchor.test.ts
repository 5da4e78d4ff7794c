// An anchor record made on anvil 1.7.1 (anchor-sample.record) before the offline verifier.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { toUtf8 } from '../../../shared/bytes/utf8.ts';
import { canonicalJson } from '../../../shared/bytes/canonical-json.ts';
import { encodeAnchorRecord, parseAnchorRecord } from '../../../shared/chain/record.ts';
import type { AnchorRecord } from '../../../shared/chain/types.ts';
import type { TrustedBlocks } from '../../../shared/chain/trusted.ts';
import { verifyAnchor } from '../../../shared/chain/verify.ts';
import { count } from '../../tools.ts';

const bytes = new Uint8Array(readFileSync(new URL('anchor-sample.record', import.meta.url)));
const record = parseAnchorRecord(bytes)!;
const checkpoint = { origin: 'cunan/0011223344556677', size: 4242, root: new Uint8Array(32).fill(0x5a) };
const trustedChains: readonly TrustedBlocks[] = [
  {
    chainId: record.chainId,
    blocks: [{ number: record.blockNumber, hash: record.blockHash }],
    demonstration: true,
  },
];

function verdict(changes: Partial<AnchorRecord>, trusted = trustedChains) {
  return verifyAnchor({
    record: encodeAnchorRecord({ ...record, ...changes }),
    checkpoint,
    trustedChains: trusted,
  });
}

describe('anchor records', () => {
  test('pass where the block is trusted, else untrusted', () => {
    expect(verdict({})).toMatchObject({
      status: 'pass',
      code: 'anchor-trusted',
      blockTime: record.blockTime,
    });
    expect(verdict({}, [])).toMatchObject({ status: 'untrusted', code: 'anchor-block-untrusted' });
    const [chain] = trustedChains;
    expect(verdict({}, [{ ...chain!, chainId: 1 }]).status).toBe('untrusted');
    expect(verdict({}, [{ ...chain!, blocks: [{ number: 1, hash: record.blockHash }] }]).status).toBe(
      'untrusted',
    );
    expect(verdict({}, [{ ...chain!, demonstration: false }])).toMatchObject({
      status: 'fail',
      code: 'anchor-demonstration-mismatch',
    });
  });

  test('either proof alone is enough; none is not', () => {
    expect(verdict({ storageProof: null }).status).toBe('pass');
    expect(verdict({ receiptProof: null }).status).toBe('pass');
    expect(verdict({ storageProof: null, receiptProof: null })).toMatchObject({
      status: 'unsupported',
      code: 'anchor-without-proof',
    });
  });

  test('another checkpoint is another checkpoint', () => {
    for (const other of [
      { ...checkpoint, size: 4243 },
      { ...checkpoint, origin: 'cunan/0011223344556678' },
      { ...checkpoint, root: new Uint8Array(32) },
    ]) {
      const report = verifyAnchor({ record: bytes, checkpoint: other, trustedChains });
      expect(report).toMatchObject({ status: 'fail', code: 'anchor-other-checkpoint' });
    }
  });

  test.each<[string, Partial<AnchorRecord>]>([
    ['anchor-other-checkpoint', { key: `0x${'00'.repeat(32)}` }],
    ['anchor-other-checkpoint', { logId: `0x${'00'.repeat(32)}` }],
    ['anchor-header-mismatch', { blockNumber: record.blockNumber + 1 }],
    ['anchor-header-mismatch', { blockHash: `0x${'11'.repeat(32)}` }],
    ['anchor-header-mismatch', { blockTime: '2020-01-01T00:00:00.000Z' }],
    ['anchor-transaction-mismatch', { txHash: `0x${'11'.repeat(32)}` }],
    ['anchor-transaction-mismatch', { chainId: 1 }],
    ['anchor-transaction-mismatch', { contract: `0x${'11'.repeat(20)}` }],
    ['anchor-storage-mismatch', { storageProof: { ...record.storageProof!, slot: `0x${'00'.repeat(32)}` } }],
    ['anchor-storage-mismatch', { storageProof: { ...record.storageProof!, storageProof: [] } }],
    ['anchor-receipt-mismatch', { receiptProof: { ...record.receiptProof!, index: 1 } }],
    ['anchor-receipt-mismatch', { receiptProof: { ...record.receiptProof!, receiptRlp: '0xc0' } }],
    ['anchor-malformed', { headerRlp: '0xc0' }],
    ['anchor-malformed', { contract: `0x${'AB'.repeat(20)}` }],
  ])('%s: %j', (code, changes) => {
    expect(verdict(changes)).toMatchObject({ status: 'fail', code });
  });

  test('a newer format is not understood, which is not a failure', () => {
    const newer = { ...record, format: 'cunan-anchor/2' };
    expect(verifyAnchor({ record: toUtf8(canonicalJson(newer)), checkpoint, trustedChains })).toMatchObject({
      status: 'unsupported',
      code: 'anchor-format-unknown',
    });
  });

  test.each(['', 'null', '[]', '{}', '{"format":"cunan-anchor/1"}', ` ${new TextDecoder().decode(bytes)}`])(
    'malformed: %#',
    (text) => {
      expect(verifyAnchor({ record: toUtf8(text), checkpoint, trustedChains }).code).toBe('anchor-malformed');
    },
  );

  test('no flipped bit passes, but in the name that the sender gave the chain', () => {
    const text = new TextDecoder().decode(bytes);
    const nameStart = text.indexOf('"chainName":"') + 13;
    const nameEnd = nameStart + record.chainName.length;
    const step = count(5, 1);
    for (let at = 0; at < bytes.length; at += step) {
      const flipped = bytes.slice();
      flipped[at]! ^= 1 << (at % 5);
      const { status } = verifyAnchor({ record: flipped, checkpoint, trustedChains });
      if (at >= nameStart && at < nameEnd) continue;
      expect(status, `byte ${at}: ${text.slice(at - 20, at + 20)}`).not.toBe('pass');
      expect(['fail', 'unsupported']).toContain(status);
    }
  });

  test('cut short at any length it fails', () => {
    for (let length = 0; length < bytes.length; length += 97) {
      expect(verifyAnchor({ record: bytes.slice(0, length), checkpoint, trustedChains }).status).toBe('fail');
    }
  });
});
