// What an impostor can do with somebody else's good package, and what its reader is told.

import { ed25519 } from '@noble/curves/ed25519.js';
import { expect, it } from 'vitest';
import { digestsOf } from '../../../shared/bytes/digest.ts';
import { toUtf8 } from '../../../shared/bytes/utf8.ts';
import { buildManifest } from '../../../shared/evidence/bag.ts';
import { buildDsse, EXPORT_PAYLOAD_TYPE, pae } from '../../../shared/evidence/dsse.ts';
import { buildPublicKeyPem } from '../../../shared/evidence/public-key.ts';
import { buildPackage, type Files, fullTrust, hashers, signerOf, zipOf } from './package.ts';
import { failures, statusOf, verifyBytes } from './verify.ts';

const IMPOSTOR = new Uint8Array(32).fill(66);
const built = buildPackage();
const trust = fullTrust(built);

/** The whole export signed anew by a key of the impostor's own, after a change. */
function exportedAnew(change: (files: Map<string, Uint8Array>) => void): Files {
  const files = new Map(built.files);
  const impostor = signerOf(IMPOSTOR);
  files.set('attest/exporter.pub.pem', buildPublicKeyPem(ed25519.getPublicKey(IMPOSTOR)));
  change(files);
  files.delete('tagmanifest-sha256.txt');
  files.delete('attest/export.dsse.json');
  const listed = [...files].filter(([path]) => !path.startsWith('data/'));
  const manifest = buildManifest(
    listed.map(([path, bytes]) => ({ path, digest: digestsOf(hashers, bytes).sha256 })),
  );
  const sig = impostor.sign(pae(EXPORT_PAYLOAD_TYPE, manifest));
  files.set('tagmanifest-sha256.txt', manifest);
  files.set(
    'attest/export.dsse.json',
    buildDsse(EXPORT_PAYLOAD_TYPE, manifest, [{ keyid: impostor.keyId, sig }]),
  );
  return files;
}

it('a certificate exchanged and signed anew by a stranger is named as not covered, though the signer is known', async () => {
  const files = exportedAnew((map) => map.set('certificate.pdf', toUtf8('%PDF-1.7 a better story\n')));
  const report = await verifyBytes(zipOf(files), trust);
  expect(report.signer.status).toBe('known');
  expect(statusOf(report, 'coverage')).toEqual(['pass coverage-stranger']);
  expect(report.notCovered).toContain('certificate.pdf');
  expect(report.notCovered).toContain('README.txt');
  expect(report.notCovered).not.toContain('attest/statement.json');
  expect(report.remarks.map(({ code }) => code)).toContain('exporter-differs');
});

it('an added file of a stranger is listed, and the same exporter in the trust policy vouches for it', async () => {
  const zip = zipOf(exportedAnew((map) => map.set('attest/court-order.txt', toUtf8('pay'))));
  expect((await verifyBytes(zip, trust)).notCovered).toContain('attest/court-order.txt');
  const keyId = signerOf(IMPOSTOR).keyId;
  const wider = { ...trust, signers: [...trust.signers, { name: 'clerk', keyId, from: null, to: null }] };
  const report = await verifyBytes(zip, wider);
  expect(report.notCovered).toEqual([]);
  expect(statusOf(report, 'coverage')).toEqual(['pass coverage-complete']);
});

it('the impostor’s key in place of the signer’s makes the package invalid, not a package by someone unknown', async () => {
  const files = exportedAnew((map) =>
    map.set('attest/signer.pub.pem', buildPublicKeyPem(ed25519.getPublicKey(IMPOSTOR))),
  );
  const report = await verifyBytes(zipOf(files), trust);
  expect(report.verdict).toBe('invalid');
  expect(failures(report)).toContain('signature.statement signature-key-id-differs');
});

it('a chain is called as the trust policy calls it, not as a record or a statement does', async () => {
  const files = exportedAnew((map) => {
    const path = 'attest/chain/testchain-0011223344556677.json';
    const text = new TextDecoder().decode(map.get(path));
    map.set(path, toUtf8(text.replace('"chainName":"testchain"', '"chainName":"ethereum-mainnet"')));
  });
  const report = await verifyBytes(zipOf(files), trust);
  expect(statusOf(report, 'chain.anchor')).toEqual(['pass chain-ok']);
  expect(report.time.notAfter?.source).toBe('testchain #200');
  expect(JSON.stringify(report)).not.toContain('ethereum-mainnet');
});

it('a start before the beacon’s block is remarked: the clock was set back', async () => {
  const backdated = buildPackage({
    facts: { startedAt: '2024-01-01T00:00:00.000Z', endedAt: '2024-01-01T00:00:09.000Z' },
    tokens: false,
  });
  const report = await verifyBytes(zipOf(backdated.files), fullTrust(backdated));
  expect(report.time.notBefore).toMatchObject({ at: '2026-11-22T20:59:00.000Z', trusted: true });
  expect(report.remarks.map(({ code }) => code)).toContain('beacon-after-start');
});

it('thousands of proofs cost no minutes: some are checked, the rest is said not to be', async () => {
  const proofOf = (ending: string): Uint8Array =>
    [...built.files].find(([path]) => path.endsWith(ending) && path.startsWith('attest/t'))![1];
  const anchor = built.files.get('attest/chain/testchain-0011223344556677.json')!;
  const files = exportedAnew((map) => {
    for (let i = 0; i < 1_000; i++) {
      map.set(`attest/tlog/x-${i}.tlog-proof`, proofOf('.tlog-proof'));
      map.set(`attest/chain/x-${i}.json`, anchor);
    }
  });
  const began = performance.now();
  const report = await verifyBytes(zipOf(files), trust);
  expect(performance.now() - began).toBeLessThan(15_000);
  expect(statusOf(report, 'ledger.inclusion')).toContain('indeterminate proof-too-many');
  expect(statusOf(report, 'chain.anchor')).toContain('indeterminate proof-too-many');
});
