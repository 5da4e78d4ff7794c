import { describe, expect, it } from 'vitest';
import { toUtf8 } from '../../../shared/bytes/utf8.ts';
import type { TrustPolicy } from '../../../shared/verify/trust-policy.ts';
import { digestsOf } from '../../../shared/bytes/digest.ts';
import { buildPackage, exporter, fullTrust, hashers, signer, tokens, zipOf } from './package.ts';
import { statusOf, verifyBytes } from './verify.ts';

const built = buildPackage();
const zip = zipOf(built.files);
const trust = fullTrust(built);
const demand = (tsa: number, chain = false) => ({ tsa, chain, at: null });

describe('a whole package', () => {
  it('has tokens over exactly this statement', () => {
    expect(tokens().statementSha256, 'run test/unit/verify/make-tokens.ts').toBe(
      digestsOf(hashers, built.statement).sha256,
    );
  });

  it('is valid without any trust, and says so little: unknown key, device clock', async () => {
    const report = await verifyBytes(zip);
    expect(report.verdict).toBe('valid');
    expect(report.signer).toEqual({ status: 'unknown', keyId: signer.keyId, name: null });
    expect(report.time.source).toBe('device');
    expect(report.time.deviceTime).toBe('2026-11-22T21:00:09.120Z');
    expect(statusOf(report, 'coverage')).toEqual(['pass coverage-stranger']);
    expect(report.notCovered).toContain('certificate.pdf');
    expect(statusOf(report, 'timestamp')).toEqual(
      Array.from({ length: 3 }, () => 'indeterminate timestamp-untrusted'),
    );
    expect(statusOf(report, 'chain.anchor')).toEqual(['indeterminate chain-untrusted']);
    expect(statusOf(report, 'ledger.key')).toEqual(['indeterminate ledger-key-unknown']);
  });

  it('is valid under full demands with full trust', async () => {
    const report = await verifyBytes(zip, trust, demand(2, true));
    expect(report.checks.filter((check) => check.required && check.status !== 'pass')).toEqual([]);
    expect(report.verdict).toBe('valid');
    expect(report.signer.name).toBe('张三的取证设备');
    expect(report.time).toMatchObject({
      source: 'trusted',
      notBefore: { at: '2026-11-22T20:59:00.000Z', trusted: true },
      notAfter: { at: '2026-11-22T22:00:00.000Z', trusted: true, source: 'testchain #200' },
    });
    expect(report.remarks.map((remark) => remark.code)).toEqual([
      'exporter-differs',
      'verifier-page-unchecked',
    ]);
    expect(report.remarks[0]!.details['keyId']).toBe(exporter.keyId);
  });

  it('covers every byte: the notCovered list names what only an export signature protects', async () => {
    const unsigned = zipOf(buildPackage({ exportSignature: false }).files);
    const report = await verifyBytes(unsigned);
    expect(report.verdict).toBe('valid');
    expect(report.notCovered).toContain('certificate.pdf');
    expect(report.notCovered).toContain('verify.html');
    expect(report.notCovered).toContain('README.txt');
    expect(report.notCovered).not.toContain('attest/statement.json');
    expect(report.notCovered).not.toContain('manifest-sm3.txt');
    expect(statusOf(report, 'signature.export')).toEqual(['absent export-signature-absent']);
  });

  it('knows its verifier page by digest, as a remark only', async () => {
    const digest = digestsOf(hashers, toUtf8('<!doctype html>verifier\n')).sha256;
    const known = await verifyBytes(zip, trust, demand(0), {
      knownVerifierPages: new Map([[digest, '0.1.0']]),
    });
    expect(statusOf(known, 'verifier-page')).toEqual(['pass verifier-page-known']);
    const unknown = await verifyBytes(zip, trust, demand(0), { knownVerifierPages: new Map() });
    expect(unknown.verdict).toBe('valid');
    expect(unknown.remarks.map((remark) => remark.code)).toContain('verifier-page-unknown');
  });

  it('stops when asked and reports progress to the end', async () => {
    const abort = new AbortController();
    abort.abort();
    await expect(verifyBytes(zip, trust, demand(0), { signal: abort.signal })).rejects.toThrow(/abort/i);
    let last = 0;
    await verifyBytes(zip, trust, demand(0), {
      onProgress: ({ doneBytes, totalBytes }) => {
        expect(doneBytes).toBeGreaterThanOrEqual(last);
        last = doneBytes / totalBytes === 1 ? Infinity : doneBytes;
      },
    });
    expect(last).toBe(Infinity);
  });
});

function without(change: Partial<TrustPolicy>): TrustPolicy {
  return { ...trust, ...change };
}

describe('trust', () => {
  it('counts different authorities, not tokens', async () => {
    const [alpha] = trust.tsaRoots;
    const one = await verifyBytes(zip, without({ tsaRoots: [alpha!] }), demand(2));
    expect(statusOf(one, 'timestamp').filter((status) => status.startsWith('pass'))).toHaveLength(2);
    expect(statusOf(one, 'policy.tsa')).toEqual(['absent policy-tsa-not-met']);
    expect(one.verdict).toBe('incomplete');
    const twice = await verifyBytes(
      zip,
      without({ tsaRoots: [alpha!, { ...alpha!, name: 'the same again' }] }),
      demand(2),
    );
    expect(twice.verdict).toBe('incomplete');
    expect((await verifyBytes(zip, trust, demand(3))).verdict).toBe('incomplete');
  });

  it('never calls a demonstration trusted', async () => {
    const demo = without({
      tsaRoots: trust.tsaRoots.map((root) => ({ ...root, demonstration: true })),
      chains: [],
    });
    const report = await verifyBytes(zip, demo, demand(1));
    expect(report.verdict).toBe('incomplete');
    expect(report.time.source).toBe('device');
    expect(statusOf(report, 'timestamp')).toContain('indeterminate timestamp-demonstration');
    const [alpha, beta] = demo.tsaRoots;
    const mixed = await verifyBytes(
      zip,
      { ...demo, tsaRoots: [alpha!, { ...beta!, demonstration: false }] },
      demand(1),
    );
    expect(mixed.verdict).toBe('valid');
    expect(mixed.time.notAfter).toMatchObject({ source: 'Beta TSA', trusted: true, demonstration: false });
  });

  it('calls time trusted only where a trusted source bounds it from above', async () => {
    const files = new Map(built.files);
    for (const path of files.keys())
      if (/^attest\/(?:tsa|chain)\//.test(path) || path.endsWith('.tsr')) files.delete(path);
    files.delete('attest/export.dsse.json');
    const { time } = await verifyBytes(zipOf(files), trust);
    expect(time.notBefore?.trusted).toBe(true);
    expect(time.notAfter).toBe(null);
    expect(time.source).toBe('device');
  });

  it('marks a simulated chain, however trusted its blocks are', async () => {
    const chains = trust.chains.map((chain) => ({ ...chain, demonstration: true }));
    const report = await verifyBytes(zip, without({ chains, tsaRoots: [] }), demand(0, true));
    // The record calls itself real, the policy calls the chain a demonstration: one of them lies.
    expect(report.verdict).toBe('invalid');
    expect(report.time.notBefore).toMatchObject({ trusted: false, demonstration: true });
    expect(report.time.source).toBe('device');
  });

  it('holds roots to their windows', async () => {
    const past = trust.tsaRoots.map((root) => ({ ...root, to: '2020-01-01T00:00:00Z' }));
    const report = await verifyBytes(zip, without({ tsaRoots: past }), demand(1));
    expect(statusOf(report, 'timestamp')).toContain('indeterminate timestamp-outside-window');
    expect(report.verdict).toBe('incomplete');
  });

  it('knows a signer only within the window, judged by trusted time or by --at, never by the device clock', async () => {
    const signers = trust.signers.map((known) => ({ ...known, to: '2026-11-22T21:30:00Z' }));
    // Anchored at 22:00, after the key was retired at 21:30.
    expect((await verifyBytes(zip, without({ signers }))).signer.status).toBe('unknown');
    const noTime = without({ signers, tsaRoots: [], chains: [] });
    expect((await verifyBytes(zip, noTime)).signer.status).toBe('unknown');
    const at = { tsa: 0, chain: false, at: '2026-11-22T21:15:00.000Z' };
    expect((await verifyBytes(zip, noTime, at)).signer.status).toBe('known');
  });

  it('demands an anchor in a trusted block', async () => {
    expect((await verifyBytes(zip, trust, demand(0, true))).verdict).toBe('valid');
    const report = await verifyBytes(zip, without({ chains: [] }), demand(0, true));
    expect(report.verdict).toBe('incomplete');
    expect(statusOf(report, 'policy.chain')).toEqual(['absent policy-chain-not-met']);
  });

  it('says that time-stamps cannot be checked without WebCrypto, and does not count them', async () => {
    const { verifyPackage } = await import('../../../shared/verify/verifier.ts');
    const { memory } = await import('./package.ts');
    const report = await verifyPackage(memory(zip), { hashers, subtle: null }, trust, demand(1));
    expect(statusOf(report, 'timestamp')).toEqual(
      Array.from({ length: 3 }, () => 'indeterminate timestamp-unsupported'),
    );
    expect(report.verdict).toBe('incomplete');
  });
});
