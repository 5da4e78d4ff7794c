import { describe, expect, it } from 'vitest';
import { toUtf8 } from '../../../shared/bytes/utf8.ts';
import { hashers, open, temporaryFolder } from './folder.ts';
import { makeItem, SIGNED } from './sealed-item.ts';

const pendingTsa = { kind: 'timestamp', provider: 'tsa-a', demonstration: false } as const;
const page = { caseId: null, text: '', state: null, offset: 0, limit: 100 };

describe('sealed items', () => {
  it('shows a committed item in full, also after reopening', async () => {
    const home = temporaryFolder();
    const store = await open(home);
    const { id: caseId } = store.cases.create({ name: '案件一' });
    store.jobs.insert([
      { id: 'J-1', kind: 'capture', caseId, url: 'http://shop.example/', input: {}, createdAt: 'x' },
    ]);
    store.jobs.claim('2026-11-23T00:00:00.000Z');
    const item = await makeItem(store, hashers, caseId, {
      files: { 'data/a.txt': toUtf8('a'), 'data/b.txt': toUtf8('bb') },
      attestations: [SIGNED, pendingTsa, { kind: 'ledger', provider: 'cunan/x', demonstration: false }],
      jobId: 'J-1',
    });
    const view = store.evidence.commitSealed(item);
    expect(view).toMatchObject({
      id: item.facts.id,
      caseName: '案件一',
      sequence: 1,
      state: 'COMPLETE',
      payloadBytes: 3,
      fileCount: 2,
      proofs: ['sealed', 'signed', 'pending'],
    });
    expect(store.jobs.get('J-1')).toMatchObject({
      state: 'done',
      evidenceId: view.id,
      captureState: 'COMPLETE',
    });
    store.close();

    const again = await open(home);
    expect(again.evidence.get(view.id)).toEqual(view);
    const detail = again.evidence.detail(view.id);
    expect(detail.files.map((file) => [file.path, file.sizeBytes])).toEqual([
      ['data/a.txt', 1],
      ['data/b.txt', 2],
    ]);
    expect(detail.attestations.map(({ kind, state, subject }) => [kind, state, subject])).toEqual([
      ['signature', 'obtained', 'statement'],
      ['timestamp', 'pending', 'statement'],
      ['ledger', 'pending', 'statement'],
    ]);
    expect(detail.notAfter).toBeNull();
    expect(again.evidence.sealedBytes(view.id)).toEqual(item.sealed);
    expect(again.evidence.facts(view.id)).toEqual(item.facts);
    expect(again.attestations.ledgerQueue()).toEqual([item.ledgerEntry]);
    expect(again.cases.list()[0]).toMatchObject({ evidenceCount: 1 });
    const blob = await again.vault.open(caseId, detail.files[1]!.sha256);
    expect(await blob.read(0, blob.size)).toEqual(toUtf8('bb'));
    await blob.close();
    expect(again.audit.verify()).toMatchObject({ intact: true });
  });

  it('leaves nothing behind when any part of the commit fails', async () => {
    const store = await open(temporaryFolder());
    const { id: caseId } = store.cases.create({ name: 'c' });
    const item = await makeItem(store, hashers, caseId);
    const before = store.audit.list(0, 1).total;
    const double = { ...item, files: [...item.files, ...item.files] };
    expect(() => store.evidence.commitSealed(double)).toThrow(/UNIQUE/);
    expect(store.evidence.has(item.facts.id)).toBe(false);
    expect(store.attestations.ofEvidence(item.facts.id)).toEqual([]);
    expect(store.attestations.ledgerQueue()).toEqual([]);
    expect(store.cases.nextSequence(caseId)).toBe(1);
    expect(store.audit.list(0, 1).total).toBe(before);
    store.evidence.commitSealed(item);
    expect(store.cases.nextSequence(caseId)).toBe(2);
  });

  it('refuses a double id, a gap in the sequence and a foreign case', async () => {
    const store = await open(temporaryFolder());
    const { id: caseId } = store.cases.create({ name: 'c' });
    const other = store.cases.create({ name: 'd' });
    const item = await makeItem(store, hashers, caseId);
    store.evidence.commitSealed(item);
    const next = await makeItem(store, hashers, caseId, { facts: { id: item.facts.id } });
    expect(() => store.evidence.commitSealed(next)).toThrow(/UNIQUE/);
    expect(() => store.evidence.commitSealed(item)).toThrow(/gap/);
    expect(() => store.evidence.commitSealed({ ...next, caseId: other.id })).toThrow(/case/);
    expect(store.evidence.list(page).total).toBe(1);
  });

  it('searches, filters and pages, newest first', async () => {
    const store = await open(temporaryFolder());
    const { id: caseId } = store.cases.create({ name: 'c' });
    for (let i = 0; i < 7; i++) {
      const facts = { title: `商店 ${i} Ｓｈｏｐ`, state: i === 3 ? 'FAILED' : 'COMPLETE' } as const;
      store.evidence.commitSealed(await makeItem(store, hashers, caseId, { facts }));
    }
    const all = store.evidence.list({ ...page, limit: 3, offset: 2 });
    expect(all.total).toBe(7);
    expect(all.items.map(({ sequence }) => sequence)).toEqual([5, 4, 3]);
    expect(store.evidence.list({ ...page, text: 'SHOP' }).total).toBe(7);
    expect(store.evidence.list({ ...page, text: '商店 4' }).items[0]?.sequence).toBe(5);
    expect(store.evidence.list({ ...page, text: '%' }).total).toBe(0);
    expect(store.evidence.list({ ...page, state: 'FAILED' }).total).toBe(1);
    expect(store.evidence.list({ ...page, caseId: 'C-none' })).toEqual({ items: [], total: 0 });
    expect(store.evidence.list({ ...page, text: all.items[0]!.id }).total).toBe(1);
  });

  it('says clearly what is not there', async () => {
    const store = await open(temporaryFolder());
    expect(store.evidence.get('E-none')).toBeNull();
    for (const ask of ['require', 'detail', 'sealedBytes'] as const) {
      expect(() => store.evidence[ask]('E-none')).toThrow(
        expect.objectContaining({ code: 'input/not-found' }),
      );
    }
    expect(() => store.cases.require('C-none')).toThrow(expect.objectContaining({ code: 'input/not-found' }));
  });
});
