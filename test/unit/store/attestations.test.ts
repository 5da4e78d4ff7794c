import { describe, expect, it } from 'vitest';
import type { NewAttestation, Store } from '../../../electron/store/types.ts';
import { hashers, open, temporaryFolder } from './folder.ts';
import { makeItem, SIGNED } from './sealed-item.ts';

const AT = '2026-11-23T01:00:00.000Z';
const ORIGIN = 'cunan/0123456789abcdef';
const tsa = (provider: string): NewAttestation => ({ kind: 'timestamp', provider, demonstration: false });
const proof = (path: string, over: object = {}) => ({
  at: AT,
  trusted: true,
  facts: [{ key: 'serial', value: '01' }],
  files: [{ path, bytes: Uint8Array.of(1, 2, 3) }],
  ...over,
});

async function sealed(store: Store, caseId: string): Promise<string> {
  const attestations = [SIGNED, tsa('tsa-a'), tsa('tsa-b'), { ...tsa(ORIGIN), kind: 'ledger' as const }];
  return store.evidence.commitSealed(await makeItem(store, hashers, caseId, { attestations })).id;
}

describe('attestations', () => {
  it('are pending until a proof is stored, and are never changed after that', async () => {
    const store = await open(temporaryFolder());
    const id = await sealed(store, store.cases.create({ name: 'c' }).id);
    const [first, second] = store.attestations.due('2099-01-01T00:00:00.000Z');
    expect([first?.provider, second?.provider]).toEqual(['tsa-a', 'tsa-b']);

    store.attestations.failed(first!.id, {
      code: 'tsa/unreachable',
      details: { host: 'tsa' },
      at: AT,
      nextAttemptAt: '2098-01-01T00:00:00.000Z',
    });
    expect(store.attestations.get(first!.id)).toMatchObject({
      state: 'pending',
      attempts: 1,
      lastError: { code: 'tsa/unreachable', details: { host: 'tsa' }, at: AT },
    });
    expect(store.attestations.due('2097-01-01T00:00:00.000Z').map(({ provider }) => provider)).toEqual([
      'tsa-b',
    ]);
    expect(store.attestations.retryNow(id, AT)).toBe(3);
    expect(store.attestations.nextDueAt()).toBe(AT);

    expect(store.attestations.obtained(first!.id, proof('attest/tsa/1-tsa-a.tsr'))).toBe(true);
    expect(store.attestations.obtained(first!.id, proof('attest/tsa/1-other.tsr', { at: 'later' }))).toBe(
      false,
    );
    expect(store.attestations.get(first!.id)).toMatchObject({
      state: 'obtained',
      at: AT,
      attempts: 2,
      lastError: null,
      nextAttemptAt: null,
      files: ['attest/tsa/1-tsa-a.tsr'],
    });
    expect(store.attestations.proofFiles(id)).toEqual([
      { path: 'attest/tsa/1-tsa-a.tsr', bytes: Uint8Array.of(1, 2, 3) },
    ]);
    expect(store.evidence.require(id).proofs).toEqual(['sealed', 'signed', 'timestamped', 'pending']);
    expect(store.evidence.detail(id).notAfter).toEqual({
      at: AT,
      source: 'tsa-a',
      trusted: true,
      demonstration: false,
    });
  });

  it('lists what is still to come of all items, failed ones first, and what each giver gave', async () => {
    const store = await open(temporaryFolder());
    const { id: caseId } = store.cases.create({ name: 'c' });
    const one = await sealed(store, caseId);
    const two = await sealed(store, caseId);
    store.attestations.commitLogged(
      { origin: ORIGIN, size: 2 },
      [one, two].map((evidenceId, index) => ({ evidenceId, index, proof: proof(`attest/tlog/${index}`) })),
      [tsa('tsa-b')],
    );
    const [first, , third] = store.attestations.due('2099-01-01T00:00:00.000Z');
    const failure = { code: 'tsa/unreachable', details: { host: 'tsa' }, at: AT } as const;
    store.attestations.failed(third!.id, { ...failure, nextAttemptAt: '2098-01-01T00:00:00.000Z' });
    store.attestations.obtained(first!.id, proof('attest/tsa/1-tsa-a.tsr'));

    const { items, total } = store.attestations.pending(0, 10);
    expect(total).toBe(4);
    expect(items[0]).toMatchObject({ id: third!.id, subject: 'statement', attempts: 1, lastError: failure });
    expect(items.at(-1)).toMatchObject({
      provider: 'tsa-b',
      subject: 'checkpoint',
      checkpointSize: 2,
      items: 2,
      evidenceId: one,
    });
    expect(store.attestations.pending(3, 10).items).toHaveLength(1);

    const byProvider = Object.fromEntries(
      store.attestations.state().providers.map(({ provider, ...each }) => [provider, each]),
    );
    expect(byProvider['tsa-a']).toMatchObject({ obtained: 1, pending: 1, failing: 1, lastAt: AT });
    expect(byProvider['tsa-b']).toMatchObject({ obtained: 0, pending: 3, failing: 0, lastAt: null });
    expect(byProvider[ORIGIN]).toMatchObject({ kind: 'ledger', obtained: 2, pending: 0 });
    expect(store.attestations.retryAllNow(AT)).toBe(4);
    expect(store.attestations.state()).toMatchObject({ pending: 4, nextAttemptAt: AT });
  });

  it('adds a provider once per target', async () => {
    const store = await open(temporaryFolder());
    const id = await sealed(store, store.cases.create({ name: 'c' }).id);
    const target = { subject: 'statement', evidenceId: id } as const;
    const before = store.attestations.ofEvidence(id);
    const after = store.attestations.add(target, [tsa('tsa-a'), tsa('tsa-c')]);
    expect(after.slice(0, 4)).toEqual(before);
    expect(after.map(({ provider }) => provider)).toEqual(['device', 'tsa-a', 'tsa-b', ORIGIN, 'tsa-c']);
  });

  it('a removed provider is out of the queue and can come back', async () => {
    const store = await open(temporaryFolder());
    const id = await sealed(store, store.cases.create({ name: 'c' }).id);
    const due = () => store.attestations.due('2099-01-01T00:00:00.000Z').length;
    const [first] = store.attestations.due('2099-01-01T00:00:00.000Z');
    store.attestations.setConfigured(first!.id, false, AT);
    expect(due()).toBe(1);
    expect(store.attestations.get(first!.id)?.state).toBe('not-configured');
    store.attestations.setConfigured(first!.id, true, AT);
    expect(due()).toBe(2);
    expect(store.evidence.require(id).proofs).toContain('pending');
  });

  it('items under one checkpoint share its time-stamps and anchors', async () => {
    const store = await open(temporaryFolder());
    const { id: caseId } = store.cases.create({ name: 'c' });
    const ids = [await sealed(store, caseId), await sealed(store, caseId)];
    const late = await sealed(store, caseId);
    expect(store.attestations.ledgerQueue().map(({ id }) => id)).toEqual([...ids, late]);

    const chain: NewAttestation = { kind: 'chain', provider: 'anvil', demonstration: true };
    const items = ids.map((evidenceId, index) => ({
      evidenceId,
      index,
      proof: proof('attest/tlog/x.tlog-proof'),
    }));
    const checkpoint = { origin: ORIGIN, size: 2 };
    store.attestations.commitLogged(checkpoint, items, [chain]);
    store.attestations.commitLogged(checkpoint, items, [chain]);
    expect(store.attestations.ledgerQueue().map(({ id }) => id)).toEqual([late]);
    expect(store.attestations.checkpointOf(ids[1]!)).toEqual({ ...checkpoint, index: 1 });
    expect(store.attestations.checkpointOf(late)).toBeNull();

    const [anchor] = store.attestations.ofCheckpoint(ORIGIN, 2);
    const file = 'attest/chain/anvil-1.json';
    store.attestations.obtained(anchor!.id, proof(file, { at: '2026-11-23T00:30:00.000Z', trusted: false }));
    for (const id of ids) {
      expect(store.attestations.proofFiles(id).map(({ path }) => path)).toEqual([
        file,
        'attest/tlog/x.tlog-proof',
      ]);
      const detail = store.evidence.detail(id);
      expect(detail.attestations.at(-1)).toMatchObject({
        kind: 'chain',
        subject: 'checkpoint',
        state: 'obtained',
      });
      expect(detail.notAfter).toMatchObject({ source: 'anvil', demonstration: true });
      expect(detail.proofs).toEqual(['sealed', 'signed', 'logged', 'anchored', 'pending']);
    }
    expect(store.evidence.require(late).proofs).toEqual(['sealed', 'signed', 'pending']);
    const list = store.evidence.list({ caseId, text: '', state: null, offset: 0, limit: 10 });
    expect(list.items.map(({ proofs }) => proofs.includes('anchored'))).toEqual([false, true, true]);
  });
});
