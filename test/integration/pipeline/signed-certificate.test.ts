// Certificates signed by an imported certificate, from settings to file: with a time-stamp, with authorities that lie or
// do not answer, and what is recorded of each.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createApp, type App } from '../../../electron/app.ts';
import { toBase64 } from '../../../shared/bytes/base64.ts';
import type { PdfSignatureView } from '../../../shared/api/signing.ts';
import { createOpensslPki, type OpensslPki } from '../../fakes/openssl-pki.ts';
import { startOpensslTsa, type OpensslTsa } from '../../fakes/openssl-tsa.ts';
import { describeWith } from '../../tools.ts';

describeWith(['openssl', 'pdfsig'], 'signed certificates', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cunan-signed-'));
  let pki: OpensslPki;
  let tsa: OpensslTsa;
  let app: App;
  let id: string;
  beforeAll(async () => {
    pki = await createOpensslPki();
    tsa = await startOpensslTsa({ leaf: 'ec', pki });
    app = await createApp({ home: join(folder, 'home'), shell: 'browser' });
    const file = join(folder, 'a.txt');
    writeFileSync(file, 'what was deposited');
    await app.core.startDeposit({ source: { kind: 'paths', paths: [file] }, caseId: null });
    await vi.waitFor(async () => expect((await app.core.listEvidence({})).items).toHaveLength(1), {
      timeout: 20_000,
    });
    id = (await app.core.listEvidence({})).items[0]!.id;
  }, 60_000);
  afterAll(async () => {
    await app.close();
    await tsa.close();
    await pki.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function certify(sign: 'certificate' | 'device' | null = null): Promise<{
    readonly signature: PdfSignatureView;
    readonly said: string;
  }> {
    const { path, signature } = await app.core.certify({ id, folder, sign });
    return { signature, said: spawnSync('pdfsig', [path], { encoding: 'utf8' }).stdout };
  }

  it('nothing is signed until somebody chooses; the device key says what it is', async () => {
    expect(await certify()).toMatchObject({ signature: { state: 'unsigned', by: null } });
    await expect(certify('certificate')).rejects.toMatchObject({ code: 'certificate/no-signer' });
    const { signature, said } = await certify('device');
    expect(signature).toMatchObject({ state: 'unstamped', by: 'device' });
    expect(said).toContain('Signature is Valid.');
    expect(said).toContain('Self-signed, identity not verified');
  });

  it('an imported certificate signs, with a time-stamp that was checked; what came of it is recorded', async () => {
    const leaf = await pki.leaf('tsa', 'rsa');
    await pki.openssl(
      ['pkcs12', '-export', '-in', leaf.certificateFile, '-inkey', leaf.keyFile, '-certfile', 'ca.pem'],
      ['-out', 'office.p12', '-passout', 'pass:secret'],
    );
    const p12 = toBase64(readFileSync(join(pki.folder, 'office.p12')));
    await expect(app.core.importSigningCertificate({ p12, password: 'other' })).rejects.toMatchObject({
      code: 'key/p12-password',
    });
    expect(await app.core.signingCertificate()).toBeNull();
    const made = await app.core.importSigningCertificate({ p12, password: 'secret' });
    expect(await app.core.signingCertificate()).toEqual(made);
    await app.core.changeSettings({
      pdfSignature: { by: 'certificate', withoutTimestamp: 'sign' },
      tsas: [{ ...tsa.config, authority: null, fee: null }],
    });

    const stamped = await certify();
    expect(stamped.signature).toMatchObject({ state: 'stamped', by: 'certificate', tsa: 'openssl-ec' });
    expect(stamped.said).toContain('Test tsa rsa');
    expect(stamped.said).toContain('Signature is Valid.');
    expect(stamped.said).toContain('Total document signed');

    // The key is nowhere in the database.
    const key = String(await pki.openssl('pkey', '-in', leaf.keyFile, '-outform', 'PEM'));
    const part = key.split('\n')[5]!;
    for (const name of readdirSync(join(folder, 'home')).filter((each) => each.includes('.db')))
      expect(readFileSync(join(folder, 'home', name), 'latin1')).not.toContain(part);
  });

  it('an authority that lies is not believed: signed without, or refused, as the settings say', async () => {
    for (const fault of ['wrong-imprint', 'http-500'] as const) {
      tsa.setFault(fault);
      expect((await certify()).signature).toEqual({
        state: 'unstamped',
        by: 'certificate',
        tsa: null,
        genTime: null,
      });
    }
    await app.core.changeSettings({ pdfSignature: { by: 'certificate', withoutTimestamp: 'refuse' } });
    await expect(certify()).rejects.toMatchObject({ code: 'certificate/no-timestamp' });
    tsa.setFault(null);
    expect((await certify()).signature.state).toBe('stamped');
  });

  it('once removed, the key is gone and nothing is signed', async () => {
    await app.core.removeSigningCertificate();
    expect(await app.core.signingCertificate()).toBeNull();
    expect((await certify()).signature.state).toBe('unsigned');
    await expect(certify('certificate')).rejects.toMatchObject({ code: 'certificate/no-signer' });
  });
});
