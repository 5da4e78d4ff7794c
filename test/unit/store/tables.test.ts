// Settings, audit log, ledger and anchor tables.

import { describe, expect, it } from 'vitest';
import Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import { DEFAULT_SETTINGS } from '../../../shared/api/inputs.ts';
import { open, temporaryFolder } from './folder.ts';

function tamper(home: string, sql: string): void {
  const db = new Sqlite(join(home, 'cunan.db'));
  db.exec(sql);
  db.close();
}

const hash = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
const leaf = (n: number) => ({ statementSha256: `${n}`.padStart(64, '0'), entry: Uint8Array.of(n) });

describe('settings', () => {
  it('start with defaults and keep what was changed', async () => {
    const home = temporaryFolder();
    const store = await open(home);
    expect(store.settings.read()).toEqual({ settings: DEFAULT_SETTINGS, problems: [] });
    const changed = store.settings.change({ language: 'en', operator: { name: '张三', organisation: null } });
    expect(changed).toEqual({
      ...DEFAULT_SETTINGS,
      language: 'en',
      operator: { name: '张三', organisation: null },
    });
    store.close();
    expect((await open(home)).settings.get()).toEqual(changed);
  });

  it('refuses a bad value whole', async () => {
    const store = await open(temporaryFolder());
    const bad = { language: 'en', concurrency: 99 } as const;
    expect(() => store.settings.change(bad)).toThrow(
      expect.objectContaining({
        code: 'input/invalid',
        details: expect.objectContaining({ field: 'concurrency' }),
      }),
    );
    expect(store.settings.get()).toEqual(DEFAULT_SETTINGS);
  });

  it('names garbage, uses the default for it, and lets it be mended', async () => {
    const home = temporaryFolder();
    (await open(home)).close();
    tamper(
      home,
      `INSERT INTO settings VALUES ('language', '"tlh"'), ('theme', 'not json'), ('tsas', '[{"name":1}]'),
       ('__proto__', '{}'), ('concurrency', '2')`,
    );
    const store = await open(home);
    const { settings, problems } = store.settings.read();
    expect(settings).toEqual({ ...DEFAULT_SETTINGS, concurrency: 2 });
    expect(problems.map(({ field }) => field)).toEqual(['__proto__', 'language', 'theme', 'tsas']);
    expect(problems.every(({ problem }) => problem.length > 3)).toBe(true);
    store.settings.change({ theme: 'dark' });
    expect(store.settings.read().problems.map(({ field }) => field)).toEqual([
      '__proto__',
      'language',
      'tsas',
    ]);
  });
});

describe('audit log', () => {
  it.each([
    ['an edited row', 'UPDATE audit SET details = \'{"name":"x"}\' WHERE sequence = 3', 'hash', 3],
    ['an edited time', "UPDATE audit SET at = '2020-01-01T00:00:00.000Z' WHERE sequence = 2", 'hash', 2],
    ['a removed row', 'DELETE FROM audit WHERE sequence = 2', 'sequence', 2],
    [
      'a row put in before the first',
      "INSERT INTO audit VALUES (0, 'x', 'case-created', NULL, '{}', '', '')",
      'sequence',
      1,
    ],
  ])('shows %s', async (_name, sql, problem, firstBroken) => {
    const home = temporaryFolder();
    const store = await open(home);
    for (let i = 0; i < 4; i++) store.cases.create({ name: `c${i}` });
    expect(store.audit.verify()).toEqual({ intact: true, entries: 5, firstBroken: null, problem: null });
    store.close();
    tamper(home, `DROP TRIGGER audit_kept; DROP TRIGGER audit_unchanged; ${sql}`);
    expect((await open(home)).audit.verify()).toMatchObject({ intact: false, problem, firstBroken });
  });

  it('shows a row whose hash was made to fit', async () => {
    const home = temporaryFolder();
    const store = await open(home);
    for (let i = 0; i < 3; i++) store.cases.create({ name: `c${i}` });
    const other = await open(temporaryFolder());
    const [first] = other.audit.list(0, 1).items;
    store.close();
    tamper(
      home,
      `DROP TRIGGER audit_unchanged;
       UPDATE audit SET at = '${first!.at}', hash = '${first!.hash}', details = '${JSON.stringify(first!.details)}' WHERE sequence = 1`,
    );
    expect((await open(home)).audit.verify()).toMatchObject({
      intact: false,
      problem: 'chain',
      firstBroken: 2,
    });
  });

  it.each(['UPDATE audit SET subject = NULL', 'DELETE FROM audit'])('the table refuses %s', async (sql) => {
    const home = temporaryFolder();
    (await open(home)).close();
    expect(() => tamper(home, sql)).toThrow(/append-only/);
  });

  it('holds a rolled-back action back', async () => {
    const store = await open(temporaryFolder());
    expect(() =>
      store.transaction(() => {
        store.cases.create({ name: 'x' });
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(store.cases.list()).toEqual([]);
    expect(store.audit.list(0, 10).items.map(({ action }) => action)).toEqual(['store-created']);
  });
});

describe('ledger tables', () => {
  it('grow at their end only, one set per origin', async () => {
    const store = await open(temporaryFolder());
    const ledger = store.ledger('cunan/a');
    expect([ledger.size(), ledger.leaf(0), ledger.node(0), ledger.checkpoints()]).toEqual([
      0,
      null,
      null,
      [],
    ]);
    ledger.append({
      size: 0,
      leaves: [leaf(1), leaf(2)],
      position: 0,
      nodes: [hash(1), hash(2), hash(3)],
    });
    ledger.append({ size: 2, leaves: [leaf(3)], position: 3, nodes: [hash(4)] });
    expect(ledger.size()).toBe(3);
    expect(ledger.leaves(1, 9)).toEqual([leaf(2), leaf(3)]);
    expect(ledger.nodes(2, 4)).toEqual([hash(3), hash(4)]);
    expect([ledger.indexOf(leaf(3).statementSha256), ledger.indexOf('f'.repeat(64))]).toEqual([2, null]);
    expect(store.ledger('cunan/b').size()).toBe(0);

    for (const bad of [
      { size: 2, leaves: [leaf(9)], position: 4, nodes: [hash(9)] },
      { size: 3, leaves: [leaf(9)], position: 5, nodes: [hash(9)] },
      { size: 3, leaves: [leaf(1)], position: 4, nodes: [hash(9)] },
    ]) {
      expect(() => ledger.append(bad)).toThrow();
    }
    expect([ledger.size(), ledger.node(4)]).toEqual([3, null]);

    const checkpoint = { size: 3, root: hash(7), note: 'n\n', publishedAt: '2026-11-23T00:00:00.000Z' };
    ledger.addCheckpoint(checkpoint);
    expect(() => ledger.addCheckpoint(checkpoint)).toThrow(/UNIQUE/);
    expect(ledger.checkpoint(3)).toEqual(checkpoint);
  });

  it('forgets a log made in a transaction that was rolled back', async () => {
    const store = await open(temporaryFolder());
    const ledger = store.ledger('cunan/a');
    const batch = { size: 0, leaves: [leaf(1)], position: 0, nodes: [hash(1)] };
    expect(() =>
      store.transaction(() => {
        ledger.append(batch);
        expect(ledger.size()).toBe(1);
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(ledger.size()).toBe(0);
    store.ledger('cunan/other').append(batch);
    expect(ledger.size()).toBe(0);
    ledger.append(batch);
    expect(ledger.size()).toBe(1);
  });
});

describe('anchor tables', () => {
  it('keep one row per registry key and every transaction', async () => {
    const store = await open(temporaryFolder());
    const anchor = {
      chainName: 'anvil',
      chainId: 31337,
      contract: `0x${'1'.repeat(40)}`,
      origin: 'cunan/a',
      logId: `0x${'2'.repeat(64)}`,
      size: 3,
      rootHex: '3'.repeat(64),
      anchorKey: `0x${'4'.repeat(64)}`,
      createdAt: '2026-11-23T00:00:00.000Z',
    };
    const row = store.anchors.insert(anchor);
    expect(row).toMatchObject({ ...anchor, state: 'queued', txHash: null, errorCode: null });
    expect(store.anchors.insert({ ...anchor, createdAt: 'later' })).toEqual(row);
    const tx = {
      anchorId: row.id,
      txHash: `0x${'5'.repeat(64)}`,
      sender: `0x${'6'.repeat(40)}`,
      nonce: 0,
      gasPriceWei: '100000000000000000000',
      rawTransaction: '0x00',
      createdAt: '2026-11-23T00:00:01.000Z',
      lastSentAt: null,
      sends: 0,
    };
    store.anchors.addTransaction(tx);
    store.anchors.markSent(tx.txHash, '2026-11-23T00:00:02.000Z');
    expect(store.anchors.transactions(row.id)).toEqual([
      { ...tx, lastSentAt: '2026-11-23T00:00:02.000Z', sends: 1 },
    ]);
    expect(store.anchors.open(31337)).toMatchObject([{ id: row.id, state: 'submitted' }]);
    const done = store.anchors.update(row.id, { state: 'final', blockNumber: 7, updatedAt: 'z' });
    expect(done).toMatchObject({ state: 'final', blockNumber: 7, txHash: null });
    expect(store.anchors.open(31337)).toEqual([]);
    expect(store.anchors.find(31337, anchor.contract, anchor.anchorKey)).toEqual(done);
    expect(() => store.anchors.update(99, { updatedAt: 'z' })).toThrow();
  });
});
