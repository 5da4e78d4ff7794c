// Signed PDFs as other programs see them: pdfsig, openssl and qpdf, over certificates that the real renderer made.

import { spawnSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  signPdf,
  type DocumentTimestamper,
  type SignOrder,
} from '../../../electron/certificate/pades/sign-pdf.ts';
import { renderPaper } from '../../../electron/certificate/render-paper.ts';
import { SEAL_AREA } from '../../../electron/certificate/sheet.ts';
import { documentSignerOf, loadDeviceDocumentSigner } from '../../../electron/identity/document-signer.ts';
import type { DocumentSigner } from '../../../electron/platform/ports.ts';
import { buildCertificate } from '../../../shared/certificate/model.ts';
import { parseDer, type DerNode } from '../../../shared/der/reader.ts';
import { octetString, sequence } from '../../../shared/der/writer.ts';
import { SEAL } from '../../../shared/text/pdf-signature.ts';
import { certificatesOfPem } from '../../../shared/timestamp/pem.ts';
import { createOpensslPki, type LeafKey, type OpensslPki } from '../../fakes/openssl-pki.ts';
import { startOpensslTsa } from '../../fakes/openssl-tsa.ts';
import { describeWith } from '../../tools.ts';
import { certificateInput, fonts, ISSUED } from './sample.ts';

const STAMP = { tsa: 'some', genTime: '2026-11-23T02:00:01Z', trusted: true, demonstration: false };

const noAuthority: DocumentTimestamper = () => Promise.resolve(null);

describeWith(['pdfsig', 'qpdf', 'openssl'], 'signed PDFs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cunan-pades-'));
  let pki: OpensslPki;
  let pdf: Uint8Array;
  let device: DocumentSigner;
  beforeAll(async () => {
    pki = await createOpensslPki();
    const paper = buildCertificate(certificateInput({}));
    ({ pdf } = await renderPaper({ paper, thumbnail: null, issuedAt: ISSUED }, fonts));
    const kept = new Map<string, Uint8Array>();
    const secrets = {
      protection: 'key-file-0600' as const,
      read: async (name: string) => kept.get(name) ?? null,
      write: async (name: string, secret: Uint8Array) => void kept.set(name, secret),
    };
    const clock = { now: () => ISSUED, monotonicMs: () => 0 };
    const made = await loadDeviceDocumentSigner(secrets, clock, 'ab'.repeat(32));
    device = await loadDeviceDocumentSigner(secrets, clock, 'ab'.repeat(32));
    expect(device.certificates).toEqual(made.certificates);
  }, 60_000);
  afterAll(async () => {
    await pki.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function imported(key: LeafKey): Promise<DocumentSigner> {
    const leaf = await pki.leaf('tsa', key);
    const pkcs8 = createPrivateKey(readFileSync(leaf.keyFile)).export({ type: 'pkcs8', format: 'der' });
    const [own, ca] = certificatesOfPem(leaf.pem + pki.caPem).certificates;
    return documentSignerOf(new Uint8Array(pkcs8), [own!.raw, ca!.raw], 'certificate');
  }

  const orderOf = (signer: DocumentSigner, timestamper: DocumentTimestamper | null): SignOrder => ({
    pdf,
    area: SEAL_AREA,
    signer,
    fonts,
    signedAt: ISSUED,
    demonstration: false,
    timestamper,
    withoutTimestamp: 'sign',
  });
  const sign = (signer: DocumentSigner, timestamper: DocumentTimestamper | null = null) =>
    signPdf(orderOf(signer, timestamper));

  let n = 0;
  function file(bytes: Uint8Array): string {
    const path = join(folder, `${++n}.pdf`);
    writeFileSync(path, bytes);
    return path;
  }

  /** What pdfsig prints; the certificates of the test lead to no root it knows. */
  function pdfsig(bytes: Uint8Array): string {
    return spawnSync('pdfsig', [file(bytes)], { encoding: 'utf8' }).stdout;
  }

  it.each(['rsa', 'ec', 'p384', 'device'] as const)('%s: valid for pdfsig, openssl and qpdf', async (key) => {
    const signer = key === 'device' ? device : await imported(key);
    const { bytes, stamp } = await sign(signer);
    expect(stamp).toBeNull();
    expect(Buffer.from(bytes.subarray(0, pdf.length)).equals(Buffer.from(pdf))).toBe(true);
    const path = file(bytes);
    const said = pdfsig(bytes);
    expect(said).toContain('Signature is Valid.');
    expect(said).toContain('Total document signed');
    expect(said).toContain('ETSI.CAdES.detached');
    expect(spawnSync('qpdf', ['--check', path], { encoding: 'utf8' }).stdout).toContain(
      'No syntax or stream',
    );
    if (key === 'device') return;
    const [covered, cms] = [join(folder, 'covered'), join(folder, 'cms.der')];
    writeFileSync(covered, coveredBytes(bytes));
    writeFileSync(cms, signatureOf(bytes));
    await pki.openssl(
      ['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', cms, '-content', covered],
      ['-CAfile', 'root.pem', '-purpose', 'any', '-out', join(folder, 'out')],
    );
  });

  it('same input, same bytes around the signature; seen words are in the signed revision', async () => {
    const [one, other] = [(await sign(device)).bytes, (await sign(device)).bytes];
    expect(Buffer.from(coveredBytes(one)).equals(Buffer.from(coveredBytes(other)))).toBe(true);
    const text = spawnSync('pdftotext', ['-f', '1', '-l', '1', file(one), '-'], { encoding: 'utf8' }).stdout;
    for (const word of [SEAL.title, 'abababab', 'not verified', '2026-11-23 10:00:00 +08:00'])
      expect(text).toContain(word);
    expect(text).not.toContain('…');
    const used = spawnSync('pdffonts', [file(one)], { encoding: 'utf8' })
      .stdout.split('\n')
      .slice(2, -1);
    for (const line of used) expect(line).toMatch(/yes yes yes +\d+ +0$/);
  });

  it('a changed byte is found; what is appended is reported as not covered', async () => {
    const { bytes } = await sign(device);
    for (const at of [1_000, pdf.length - 30, bytes.length - 20]) {
      const changed = bytes.slice();
      changed[at]! ^= 1;
      expect(pdfsig(changed), `byte ${at}`).not.toContain('Signature is Valid.');
    }
    const appended = new Uint8Array([...bytes, ...Buffer.from('% more\n')]);
    expect(pdfsig(appended)).toContain('Not total document signed');
  });

  it('a good time-stamp stands in the signature; without one it is refused or left out, as chosen', async () => {
    const tsa = await startOpensslTsa({ leaf: 'ec', pki });
    try {
      const signer = await imported('rsa');
      const over: Uint8Array[] = [];
      const { bytes, stamp } = await sign(signer, async (data) => {
        over.push(data);
        return { token: tokenOf(await tsa.token({ data })), ...STAMP };
      });
      expect(over).toHaveLength(1);
      expect(stamp).toEqual(STAMP);
      expect(pdfsig(bytes)).toContain('Signature is Valid.');
      // The token's imprint is that of the signature value: openssl takes it out and checks it.
      const [data, token] = [join(folder, 'signature'), join(folder, 'token')];
      const unsigned = signerInfoOf(signatureOf(bytes)).children.at(-1)!;
      expect(unsigned.tag).toBe(0xa1);
      writeFileSync(data, over[0]!);
      writeFileSync(token, unsigned.children[0]!.children[1]!.children[0]!.raw);
      const verified = await pki.openssl(
        ['ts', '-verify', '-token_in', '-in', token, '-data', data],
        ['-CAfile', 'root.pem', '-untrusted', 'ca.pem'],
      );
      expect(String(verified)).toContain('OK');
    } finally {
      await tsa.close();
    }
    expect((await sign(device, noAuthority)).stamp).toBeNull();
    await expect(
      signPdf({ ...orderOf(device, noAuthority), withoutTimestamp: 'refuse' }),
    ).rejects.toMatchObject({
      code: 'certificate/no-timestamp',
    });
  });

  it('a token larger than the room for it: signed again with more', async () => {
    let asked = 0;
    const { bytes } = await sign(device, () => {
      asked++;
      return Promise.resolve({ token: sequence(octetString(new Uint8Array(20_000))), ...STAMP });
    });
    expect(asked).toBe(2);
    expect(pdfsig(bytes)).toContain('Signature is Valid.');
  });
});

function rangeOf(bytes: Uint8Array): readonly [number, number] {
  const found = /\/ByteRange \[0 (\d+) (\d+) (\d+)/.exec(Buffer.from(bytes).toString('latin1'))!;
  return [Number(found[1]), Number(found[2])];
}

function coveredBytes(bytes: Uint8Array): Uint8Array {
  const [open, after] = rangeOf(bytes);
  return Buffer.concat([bytes.subarray(0, open), bytes.subarray(after)]);
}

/** The CMS in /Contents, its length as its first octets say. */
function signatureOf(bytes: Uint8Array): Uint8Array {
  const [open] = rangeOf(bytes);
  const hex = Buffer.from(bytes.subarray(open + 1, open + 9)).toString('latin1');
  const length = 4 + Number.parseInt(hex.slice(4), 16);
  return Buffer.from(Buffer.from(bytes.subarray(open + 1, open + 1 + length * 2)).toString('latin1'), 'hex');
}

function signerInfoOf(cms: Uint8Array): DerNode {
  return parseDer(cms).children[1]!.children[0]!.children.at(-1)!.children[0]!;
}

/** Without the status that stands before it. */
function tokenOf(tsr: Uint8Array): Uint8Array {
  return parseDer(tsr).children[1]!.raw;
}
