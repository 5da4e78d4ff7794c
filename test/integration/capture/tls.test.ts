// Certificates: a server that shows another one (same key) in every handshake decides what may be said of the chain.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSites, type Site } from '../../sites/server.ts';
import { capture, removeFolders } from './harness.ts';
import { hardPage } from './hard-page.ts';

let site: Site;
beforeAll(async () => {
  site = await startSites({ tls: 'rotating' });
});
afterAll(async () => {
  await site.close();
  await removeFolders();
});

const FAULTS = [
  [true, 'self-signed certificate', []],
  ['expired', 'expired certificate (self-signed too)', ['certificate-expired']],
  ['other-host', 'certificate for another host (self-signed too)', ['certificate-other-host']],
] as const;

describe('overridden by the user', () => {
  for (const [tls, name, notes] of FAULTS) {
    hardPage(
      {
        n: 28,
        name,
        expected:
          'by default FAILED with the browser’s error; for a named host PARTIAL with exact error and chain. Revoked: untested, Chromium asks no revocation service by itself',
      },
      async () => {
        const bad = await startSites({ tls });
        const { record } = await capture(`${bad.url}/simple`, {
          options: { allowBadCertificateHosts: ['127.0.0.1'] },
        });
        await bad.close();
        expect(record.state).toBe('PARTIAL');
        expect(record.reasons).toEqual([
          {
            code: 'tls-overridden',
            details: { error: 'net::ERR_CERT_AUTHORITY_INVALID', host: '127.0.0.1' },
          },
        ]);
        expect(record.tls?.error).toBe('net::ERR_CERT_AUTHORITY_INVALID');
        expect(record.tls?.chain[0]?.sha256).toBe(bad.certificates[0]?.sha256);
        expect(
          record.notes.map(({ code }) => code).filter((code) => code.startsWith('certificate-')),
        ).toEqual(notes);
        expect(bad.paths()).toContain('/simple');
        return `PARTIAL, tls-overridden (${record.tls?.error}${notes.map((note) => `, ${note}`).join('')}), served certificate in the record`;
      },
    );
  }

  test('a host that was not named stays closed', async () => {
    const before = site.requests.length;
    const { record } = await capture(`${site.url}/simple`, {
      options: { allowBadCertificateHosts: ['shop.example'] },
    });
    expect(record.state).toBe('FAILED');
    expect(record.tls?.error).toBe('net::ERR_CERT_AUTHORITY_INVALID');
    expect(site.requests.length).toBe(before);
  });
});

test('parts of a host that was not named are missing: PARTIAL, each with the browser’s error', async () => {
  const foreign = site.url.replace('127.0.0.1', 'localhost');
  const plain = await startSites({ links: { foreign } });
  const { record } = await capture(`${plain.url}/foreign-parts`, {
    options: {
      allowPrivateHosts: ['127.0.0.1', 'localhost'],
      allowBadCertificateHosts: ['shop.example'],
    },
  });
  await plain.close();
  expect(record.state).toBe('PARTIAL');
  const error = 'net::ERR_CERT_AUTHORITY_INVALID';
  const failed = ['/style.css', '/band/2.png'].map((path) => ({
    code: 'resource-failed',
    details: { url: `${foreign}${path}`, error },
  }));
  expect(record.reasons).toEqual(expect.arrayContaining(failed));
});

describe('TLS', () => {
  test('the chain that is called the same connection’s is the one that served the main document', async () => {
    for (let round = 0; round < 3; round++) {
      const before = site.requests.length;
      const { record } = await capture(`${site.url}/rich?${round}`, {
        browserArgs: [`--ignore-certificate-errors-spki-list=${site.spki}`],
      });
      expect(record.state).toBe('COMPLETE');
      const main = site.requests.slice(before).find(({ path }) => path === `/rich?${round}`);
      const served = site.certificates.find(({ serial }) => serial === main?.certificateSerial);
      expect(record.tls?.version).toBe('TLS 1.3');
      expect(record.tls?.san).toContain('127.0.0.1');
      expect(record.tls?.chain.length).toBeGreaterThan(0);
      if (record.tls?.provenance === 'same-connection')
        expect(record.tls.chain[0]?.sha256).toBe(served?.sha256);
      else expect(record.tls?.provenance).toBe('same-origin');
    }
  });

  test('an untrusted certificate: FAILED, with the browser’s error and the certificate that was shown', async () => {
    const before = site.requests.length;
    const { record } = await capture(`${site.url}/simple`);
    expect(record.state).toBe('FAILED');
    expect(record.reasons[0]?.details?.['error']).toBe('capture/tls-error');
    expect(record.tls?.error).toBe('net::ERR_CERT_AUTHORITY_INVALID');
    expect(site.requests.length).toBe(before);
    const shown = site.certificates.map(({ sha256 }) => sha256);
    expect(record.tls?.chain).not.toEqual([]);
    for (const { sha256 } of record.tls!.chain) expect(shown).toContain(sha256);
  });
});
