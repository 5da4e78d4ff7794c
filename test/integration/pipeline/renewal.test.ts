// Proofs renewed: a time-stamp of an authority whose certificate is about to end, a renewal by one that lasts, and the
// package judged as of a date when the first has long ended, with and without it.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildEvidenceId } from '../../../shared/evidence/id.ts';
import { DEFAULT_REQUIREMENTS, type TrustPolicy } from '../../../shared/verify/trust-policy.ts';
import { requestTimestamp } from '../../../electron/attest/timestamp/client.ts';
import { fetchRevocationMaterial } from '../../../electron/attest/timestamp/revocation-material.ts';
import { exportPackage } from '../../../electron/export/export-package.ts';
import { reckonLife, renewProofs, type RenewalDeps } from '../../../electron/pipeline/renew-proofs.ts';
import { createNodeClock } from '../../../electron/platform/node-clock.ts';
import { createNodeHttp } from '../../../electron/platform/node-http.ts';
import { openStore } from '../../../electron/store/open-store.ts';
import type { ProofFile } from '../../../electron/attest/ports.ts';
import type { Store } from '../../../electron/store/types.ts';
import { startOpensslTsa, type OpensslTsa } from '../../fakes/openssl-tsa.ts';
import { describeWith } from '../../tools.ts';
import { hashers, quietLog, random } from '../../unit/store/folder.ts';
import { verifyBytes } from '../../unit/verify/verify.ts';
import { DEVICE, payloadOf, sealSample, webFacts } from '../../vectors/ingredients.ts';
import { contentsOf } from '../../vectors/packages.ts';
import { createOpensslOracle } from '../timestamp/openssl-oracle.ts';

const DAY_MS = 86_400_000;
const NEVER = new AbortController().signal;
const daysFromNow = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();
const asn1 = (iso: string): string => `${iso.slice(0, 19).replaceAll(/[-:T]/g, '')}Z`;

describeWith(['openssl'], 'renewal', () => {
  let home: string;
  let store: Store;
  let tsa: OpensslTsa;
  let deps: RenewalDeps;

  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'cunan-renewal-'));
    tsa = await startOpensslTsa({ leaf: 'ec' });
    const clock = createNodeClock();
    store = await openStore({ home, clock, random, hashers, log: quietLog, shell: 'cli' });
    store.settings.change({ tsas: [{ ...tsa.config, authority: null, fee: null }] });
    deps = {
      store,
      clock,
      random,
      hashers,
      http: createNodeHttp(),
      log: quietLog,
      demonstration: false,
      requestTimestamp,
      fetchRevocationMaterial,
    };
  });
  afterEach(async () => {
    store.close();
    await tsa.close();
    rmSync(home, { recursive: true, force: true });
  });

  /** Items as they are sealed, time-stamped 90 days ago by a certificate that ends in 60 days. */
  async function commit(sequences: readonly number[]) {
    const ending = await tsa.pki.dated('Ending', asn1(daysFromNow(-200)), asn1(daysFromNow(60)));
    const made = [];
    for (const sequence of sequences) {
      const caseId = store.cases.ensure('案件').id;
      const { digest } = store.cases.require(caseId);
      const id = buildEvidenceId(new Date('2026-11-22T21:00:00Z'), Uint8Array.of(9, 9, 9, 9, sequence));
      const facts = webFacts({ id, case: { digest, sequence } });
      const sample = sealSample(facts, contentsOf(facts));
      const files = [];
      for (const [path, bytes] of sample.payload)
        files.push({ path, mediaType: 'text/plain', ...(await store.vault.putBytes(caseId, bytes)) });
      const genTime = new Date(Date.now() - 90 * DAY_MS);
      const tsr = await tsa.token({ data: sample.sealed.statement, signer: ending, genTime });
      store.evidence.commitSealed({
        caseId,
        facts,
        sealedAt: new Date().toISOString(),
        statementDigests: sample.sealed.statementDigests,
        sealed: sample.sealed,
        files,
        thumbnailPath: null,
        attestations: [
          {
            kind: 'timestamp',
            provider: tsa.config.name,
            demonstration: false,
            obtained: {
              at: genTime.toISOString(),
              trusted: true,
              facts: [],
              files: [{ path: 'attest/tsa/1-openssl-ec.tsr', bytes: tsr }],
            },
          },
        ],
        ledgerEntry: null,
        job: null,
      });
      made.push({ id, sample });
    }
    return made;
  }

  /** Of the newest renewal, as the audit log has it. */
  function imprints(): unknown {
    return store.audit
      .list(0, 50)
      .items.map(({ action, details }) => ({ action, details: details as { imprints?: unknown } | null }))
      .find(({ action }) => action === 'proofs-renewed')?.details?.imprints;
  }

  async function verdictOf(sample: ReturnType<typeof sealSample>, proofs: readonly ProofFile[], at: string) {
    const outPath = join(home, `${Math.random()}.zip`);
    await exportPackage({
      sealed: sample.sealed,
      openPayload: payloadOf(sample),
      proofs,
      certificatePdf: null,
      verifierHtml: null,
      exporter: DEVICE,
      outPath,
    });
    const open = { from: null, to: null };
    const trust: TrustPolicy = {
      format: 'cunan-trust/1',
      signers: [],
      tsaRoots: [{ name: 'Test TSA', pem: tsa.rootPem, demonstration: false, ...open }],
      ledgers: [],
      chains: [],
    };
    const report = await verifyBytes(readFileSync(outPath), trust, { ...DEFAULT_REQUIREMENTS, tsa: 1, at });
    return [report.verdict, ...report.checks.filter(({ id }) => id === 'timestamp').map(({ code }) => code)];
  }

  it('one time-stamp renews all that are due; as of 2045 they are valid with it and not without', async () => {
    const items = await commit([1, 2]);
    const asked = tsa.requests();
    expect(store.renewals.view(items[0]!.id, 90 * DAY_MS).dueAt).toBeNull();

    // A certificate that lasts; the same authority cannot be reached at first, and nothing is stored then.
    tsa.setSigner(await tsa.pki.dated('Lasting', asn1(daysFromNow(-1)), '20590101000000Z'));
    tsa.setFault('http-500');
    const failed = await renewProofs(deps, [], null, NEVER);
    expect(failed).toMatchObject({ renewed: [], failed: items.map(({ id }) => id) });
    expect(failed.error?.code).toBe('tsa/unreachable');
    expect(store.renewals.files(items[0]!.id)).toEqual([]);
    expect(store.evidence.detail(items[0]!.id).renewal).toMatchObject({
      lastError: { code: 'tsa/unreachable' },
    });
    // Asked for again later, not at once; by name at any time.
    tsa.setFault(null);
    expect((await renewProofs(deps, [], null, NEVER)).renewed).toEqual([]);
    const done = await renewProofs(
      deps,
      items.map(({ id }) => id),
      null,
      NEVER,
    );
    expect(done).toMatchObject({ renewed: items.map(({ id }) => id), failed: [], error: null });
    expect(tsa.requests() - asked).toBe(2);
    expect(store.renewals.view(items[1]!.id, 90 * DAY_MS)).toMatchObject({
      endsAt: '2059-01-01T00:00:00.000Z',
      lastError: null,
      done: [{ number: 1, authorities: [tsa.config.name] }],
    });
    expect((await renewProofs(deps, [], null, NEVER)).nextDueAt).toMatch(/^2058-10-0/);

    for (const { id, sample } of items) {
      const old = store.attestations.proofFiles(id);
      const all = [...old, ...store.renewals.files(id)];
      expect(await verdictOf(sample, all, '2045-01-01T00:00:00.000Z')).toEqual([
        'valid',
        'timestamp-ok',
        'timestamp-renewed',
      ]);
      expect(await verdictOf(sample, old, '2045-01-01T00:00:00.000Z')).toEqual([
        'incomplete',
        'timestamp-expired',
      ]);
      expect((await verdictOf(sample, all, '2060-01-01T00:00:00.000Z'))[0]).toBe('incomplete');
    }

    // What was stamped is head.json, byte for byte, as openssl sees it too.
    const files = new Map(store.renewals.files(items[0]!.id).map(({ path, bytes }) => [path, bytes]));
    const head = files.get('attest/renewal/001/head.json')!;
    expect(imprints()).toEqual(['sha512']);
    const oracle = await createOpensslOracle(head, tsa.rootPem);
    expect(await oracle.accepts(files.get('attest/renewal/001/1-openssl-ec.tsr')!)).toBe(true);
    await oracle.close();
  });

  it('renews what was renewed; without an authority that could, says so', async () => {
    const [item] = await commit([1]);
    reckonLife(deps, item!.id);
    store.settings.change({ tsas: [] });
    const none = await renewProofs(deps, [item!.id], null, NEVER);
    expect(none.error?.code).toBe('tsa/not-configured');
    // One that knows SHA-256 alone is asked again with it; one that knows SM3 is asked with that.
    const narrow = await startOpensslTsa({ leaf: 'ec', pki: tsa.pki, name: 'narrow', digests: ['sha256'] });
    for (const [authority, name, to, renewalImprint, used, requests] of [
      [narrow, 'Second', '20440101000000Z', 'sha512', 'sha256', 2],
      [tsa, 'Third', '20590101000000Z', 'sm3', 'sm3', 1],
    ] as const) {
      store.settings.change({
        tsas: [{ ...authority.config, authority: null, fee: null }],
        renewalImprint,
      });
      authority.setSigner(await tsa.pki.dated(name, asn1(daysFromNow(-1)), to));
      expect((await renewProofs(deps, [item!.id], null, NEVER)).renewed).toEqual([item!.id]);
      expect(imprints()).toEqual([used]);
      expect(authority.requests()).toBe(requests);
    }
    await narrow.close();
    const proofs = [...store.attestations.proofFiles(item!.id), ...store.renewals.files(item!.id)];
    expect(await verdictOf(item!.sample, proofs, '2045-01-01T00:00:00.000Z')).toEqual([
      'valid',
      'timestamp-renewed',
      'timestamp-ok',
      'timestamp-renewed',
    ]);
  });
});
