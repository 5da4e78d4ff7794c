import { describe, expect, test } from 'vitest';
import { createLedger } from '../../../electron/attest/ledger/ledger.ts';
import { AppError } from '../../../shared/errors.ts';
import { toUtf8 } from '../../../shared/bytes/utf8.ts';
import { encodeLedgerEntry } from '../../../shared/ledger/entry.ts';
import { parseTlogProof } from '../../../shared/ledger/tlog-proof.ts';
import type { LedgerEntry } from '../../../shared/ledger/types.ts';
import { ledgerHash, verifyTlogProof } from '../../../shared/ledger/verify-tlog-proof.ts';
import { verifyConsistency } from '../../../shared/merkle/proof.ts';
import { fixedClock, sampleEntries, sampleEntry, sampleLedger } from './sample-ledger.ts';

describe('ledger', () => {
  test('a statement gets one leaf however often it is appended', () => {
    const { ledger } = sampleLedger();
    expect(ledger.append(sampleEntries(0, 3))).toEqual([0, 1, 2]);
    expect(ledger.append([sampleEntry(1), sampleEntry(3), sampleEntry(3), sampleEntry(0)])).toEqual([
      1, 3, 3, 0,
    ]);
    expect(ledger.append([])).toEqual([]);
    expect(ledger.size()).toBe(4);
  });

  test('a malformed entry changes nothing', () => {
    const { ledger } = sampleLedger();
    const bad = { ...sampleEntry(1), name: '张三' } as LedgerEntry;
    expect(() => ledger.append([sampleEntry(0), bad])).toThrow(/input\/invalid/);
    expect(ledger.size()).toBe(0);
  });

  test('published checkpoints stay; proofs verify under every one that covers the leaf', () => {
    const { ledger } = sampleLedger();
    const sizes = [1, 2, 3, 7, 8, 33];
    for (const size of sizes) {
      ledger.append(sampleEntries(ledger.size(), size));
      const published = ledger.publish();
      expect(published.size).toBe(size);
      expect(ledger.publish()).toEqual(published);
    }
    for (const size of sizes) {
      for (let index = 0; index < size; index++) {
        const report = verifyTlogProof({
          proof: ledger.proof(index, size),
          entry: encodeLedgerEntry(sampleEntry(index)),
          vkey: ledger.vkey,
        });
        expect(report).toMatchObject({ status: 'pass', code: 'ledger-included', index });
        expect(report.checkpoint).toMatchObject({ origin: ledger.origin, size });
      }
    }
    expect(ledger.checkpointCovering(2)?.size).toBe(3);
    expect(ledger.checkpointCovering(33)).toBeNull();
    expect(() => ledger.proof(0, 5)).toThrow(/not-found/);
    expect(() => ledger.proof(7, 7)).toThrow(/not-found/);
    const [older, newer] = [ledger.checkpoints()[3]!, ledger.checkpoints()[5]!];
    expect(
      verifyConsistency(ledgerHash, {
        oldSize: older.size,
        oldRoot: older.root,
        newSize: newer.size,
        newRoot: newer.root,
        hashes: ledger.consistency(older.size, newer.size),
      }),
    ).toBe(true);
  });

  test('an empty log can be published', () => {
    const { ledger } = sampleLedger();
    expect(ledger.publish()).toMatchObject({ size: 0 });
    expect(ledger.verify()).toMatchObject({ size: 0, checkpoints: 1 });
  });

  test('wrong entry, wrong key, wrong origin are told apart', () => {
    const { ledger } = sampleLedger();
    ledger.append(sampleEntries(0, 5));
    ledger.publish();
    const proof = ledger.proof(2, 5);
    const entry = encodeLedgerEntry(sampleEntry(2));
    const { vkey } = ledger;
    const other = sampleLedger(8).ledger.vkey;
    expect(verifyTlogProof({ proof, entry: encodeLedgerEntry(sampleEntry(3)), vkey }).code).toBe(
      'ledger-inclusion-failed',
    );
    expect(verifyTlogProof({ proof, entry, vkey: other }).code).toBe('ledger-signature-missing');
    expect(verifyTlogProof({ proof, entry, vkey: 'nonsense' }).code).toBe('ledger-key-malformed');
    expect(verifyTlogProof({ proof: toUtf8('nonsense'), entry, vkey }).code).toBe('ledger-proof-malformed');
    expect(verifyTlogProof({ proof: new Uint8Array([255, 254]), entry, vkey }).code).toBe(
      'ledger-proof-malformed',
    );
  });

  test('no flipped bit of a proof or of an entry passes', () => {
    const { ledger } = sampleLedger();
    ledger.append(sampleEntries(0, 11));
    ledger.publish();
    const good = { proof: ledger.proof(6, 11), entry: encodeLedgerEntry(sampleEntry(6)), vkey: ledger.vkey };
    expect(verifyTlogProof(good).status).toBe('pass');
    for (const part of ['proof', 'entry'] as const) {
      for (let at = 0; at < good[part].length; at++) {
        const bytes = good[part].slice();
        bytes[at]! ^= 1 << (at % 8);
        expect(verifyTlogProof({ ...good, [part]: bytes }), `${part} byte ${at}`).toMatchObject({
          status: 'fail',
        });
        expect(verifyTlogProof({ ...good, [part]: good[part].slice(0, at) }).status).toBe('fail');
      }
    }
  });

  test('tlog-proof files: `extra` is read over, leading zeroes and long lists are not accepted', () => {
    const { ledger } = sampleLedger();
    ledger.append(sampleEntries(0, 2));
    ledger.publish();
    const text = new TextDecoder().decode(ledger.proof(1, 2));
    expect(parseTlogProof(toUtf8(text.replace('\nindex', '\nextra AAAA\nindex'))).index).toBe(1);
    for (const bad of [
      text.replace('index 1', 'index 01'),
      text.replace('index 1', 'index -1'),
      text.replace('@v1', '@v2'),
      text.replace('\nindex 1', `\nindex 1${'\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='.repeat(65)}`),
    ]) {
      expect(() => parseTlogProof(toUtf8(bad))).toThrow(/bad-proof/);
    }
  });
});

function publishedTwice() {
  const made = sampleLedger();
  made.ledger.append(sampleEntries(0, 9));
  made.ledger.publish();
  made.ledger.append(sampleEntries(9, 20));
  made.ledger.publish();
  made.ledger.append(sampleEntries(20, 23));
  return made;
}

test('a halted ledger signs nothing more', () => {
  const { ledger } = publishedTwice();
  const error = new AppError('ledger/rolled-back', { size: 23, known: 40 });
  ledger.halt(error);
  ledger.halt(new AppError('ledger/inconsistent'));
  expect(() => ledger.append(sampleEntries(30, 31))).toThrow(error);
  expect(() => ledger.publish()).toThrow(error);
  expect(ledger.size()).toBe(23);
  expect(ledger.proof(3, 9).length).toBeGreaterThan(0);
});

describe('quick look at a start', () => {
  test('covers the newest checkpoints and what an append builds on', () => {
    const { ledger, store } = publishedTwice();
    expect(ledger.verifyQuickly()).toEqual({ size: 23, checkpoints: 2 });
    // Root of the first 16 leaves.
    store.tamper.nodes[30] = new Uint8Array(32);
    expect(() => ledger.verifyQuickly()).toThrow(/do not give the root of a published checkpoint/);
  });

  test('a checkpoint beyond the leaves', () => {
    const { ledger, store } = publishedTwice();
    store.tamper.leaves.length = 15;
    expect(() => ledger.verifyQuickly()).toThrow(/leaves are missing/);
  });
});

describe('full audit', () => {
  test('an untouched store passes', () => {
    expect(publishedTwice().ledger.verify()).toMatchObject({
      size: 23,
      checkpoints: 2,
    });
  });

  test.each<[string, (rows: ReturnType<typeof publishedTwice>['store']['tamper']) => void]>([
    [
      'an edited leaf',
      ({ leaves }) => (leaves[4] = { ...leaves[4]!, entry: encodeLedgerEntry(sampleEntry(99)) }),
    ],
    ['an edited unpublished leaf', ({ leaves }) => (leaves[21] = { ...leaves[21]!, entry: toUtf8('{}') })],
    ['a refiled leaf', ({ leaves }) => (leaves[4] = { ...leaves[4]!, statementSha256: 'ab'.repeat(32) })],
    ['a removed leaf at the end', ({ leaves }) => void leaves.pop()],
    ['a removed leaf in between', ({ leaves }) => void leaves.splice(3, 1)],
    ['an edited hash', ({ nodes }) => (nodes[6] = new Uint8Array(32))],
    ['a hash too many', ({ nodes }) => void nodes.push(new Uint8Array(32))],
    [
      'an edited root',
      ({ checkpoints }) => (checkpoints[0] = { ...checkpoints[0]!, root: new Uint8Array(32) }),
    ],
    ['an edited size', ({ checkpoints }) => (checkpoints[1] = { ...checkpoints[1]!, size: 19 })],
    [
      'an edited note',
      ({ checkpoints }) =>
        (checkpoints[1] = { ...checkpoints[1]!, note: checkpoints[1]!.note.replace('20\n', '21\n') }),
    ],
    [
      'leaves cut off under a checkpoint',
      ({ leaves, nodes }) => {
        leaves.length = 12;
        nodes.length = 22;
      },
    ],
  ])('%s is found', (_, tamper) => {
    const { ledger, store } = publishedTwice();
    tamper(store.tamper);
    expect(() => ledger.verify()).toThrow(/ledger\/inconsistent/);
  });

  test('a log rewritten with all its hashes is found by its old checkpoints', () => {
    const honest = publishedTwice();
    const forged = sampleLedger();
    forged.ledger.append([...sampleEntries(0, 4), sampleEntry(77), ...sampleEntries(5, 23)]);
    forged.store.tamper.checkpoints = [...honest.store.tamper.checkpoints];
    expect(() => forged.ledger.verify()).toThrow(/do not give the root of a published checkpoint/);
  });

  test('a rollback shows against a checkpoint known outside, and only against one', () => {
    const { ledger, store, signer } = publishedTwice();
    const known = ledger.checkpoints()[1]!;
    const { tamper } = store;
    tamper.leaves.length = 9;
    tamper.nodes.length = 16;
    tamper.checkpoints.length = 1;
    const rolledBack = createLedger({ store, signer, clock: fixedClock() });
    expect(rolledBack.verify()).toMatchObject({ size: 9 });
    expect(() => rolledBack.holdAgainst(known)).toThrow(/ledger\/rolled-back/);
    rolledBack.append(sampleEntries(50, 70));
    expect(() => rolledBack.holdAgainst(known)).toThrow(/ledger\/inconsistent/);
    const again = publishedTwice();
    again.ledger.holdAgainst(known);
  });
});
