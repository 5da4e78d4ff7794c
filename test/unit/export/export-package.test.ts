import { createHash, verify } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromUtf8, toUtf8 } from '../../../shared/bytes/utf8.ts';
import { parseManifest } from '../../../shared/evidence/bag.ts';
import { pae, parseDsse } from '../../../shared/evidence/dsse.ts';
import { exportPackage } from '../../../electron/export/export-package.ts';
import { buildTagFiles } from '../../../electron/export/tag-files.ts';
import { parseIndex } from '../../../shared/evidence/index-file.ts';
import { DEVICE, payloadOf, sealSample, signerFrom, webFacts } from '../../vectors/ingredients.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'cunan-export-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const CONTENTS = { 'data/capture.json': '{}', 'data/页/截图.txt': 'x'.repeat(5000), 'data/empty': '' };
const sample = sealSample(webFacts(), CONTENTS);
const EXPORTER = signerFrom('another exporter');

const proofs = [
  { path: 'attest/tlog/cunan-0123456789abcdef-7.tlog-proof', bytes: toUtf8('proof') },
  { path: 'attest/tlog/cunan-0123456789abcdef-7.1-demo.tsr', bytes: toUtf8('no response') },
  { path: 'attest/tsa/1-demo.tsr', bytes: toUtf8('no response') },
  { path: 'attest/tsa/1-demo.chain.pem', bytes: toUtf8('chain') },
  { path: 'attest/chain/demo-0123456789abcdef.json', bytes: toUtf8('{}') },
];

const tagFiles = (change: Partial<Parameters<typeof buildTagFiles>[0]> = {}) =>
  buildTagFiles({
    sealed: sample.sealed,
    index: parseIndex(sample.sealed.index),
    proofs,
    certificatePdf: toUtf8('%PDF'),
    verifierHtml: toUtf8('<!doctype html>'),
    exporter: EXPORTER,
    ...change,
  });

const exportTo = (name: string, change: Partial<Parameters<typeof exportPackage>[0]> = {}) =>
  exportPackage({
    sealed: sample.sealed,
    openPayload: payloadOf(sample),
    proofs,
    certificatePdf: null,
    verifierHtml: null,
    exporter: EXPORTER,
    outPath: join(folder, name),
    ...change,
  });

const textOf = (files: ReturnType<typeof tagFiles>, path: string) =>
  fromUtf8(files.find((file) => file.path === path)!.bytes)!;

describe('tag files', () => {
  it('cover everything beside data/ by the signed tag manifest', () => {
    const files = tagFiles();
    const bytesOf = new Map(files.map(({ path, bytes }) => [path, bytes]));
    const manifest = bytesOf.get('tagmanifest-sha256.txt')!;
    const listed = parseManifest(manifest);
    for (const { path, digest } of listed) {
      expect(createHash('sha256').update(bytesOf.get(path)!).digest('hex')).toBe(digest);
    }
    const unlisted = [...bytesOf.keys()].filter((path) => !listed.some((line) => line.path === path));
    expect(unlisted.toSorted()).toEqual(['attest/export.dsse.json', 'tagmanifest-sha256.txt']);

    const { payload, payloadType, signatures } = parseDsse(bytesOf.get('attest/export.dsse.json')!);
    expect(payload).toEqual(manifest);
    expect(signatures).toMatchObject([{ keyid: EXPORTER.keyId }]);
    const key = EXPORTER.publicKeyPem;
    expect(verify(null, pae(payloadType, payload), key, signatures[0]!.sig)).toBe(true);
    expect(textOf(files, 'attest/exporter.pub.pem')).toBe(key);
    expect(textOf(files, 'attest/signer.pub.pem')).toBe(DEVICE.publicKeyPem);
  });

  it.each([
    'data/x',
    'attest/statement.json',
    'attest/tsa/a/b',
    'attest/tsa/..',
    'README.txt',
    'attest/tsa/%',
  ])('refuse a proof at %s', (path) => {
    expect(() => tagFiles({ proofs: [{ path, bytes: toUtf8('x') }] })).toThrow('format/bad-package');
  });

  it('refuse two proofs for one place', () => {
    const twice = ['attest/tsa/1-a.tsr', 'attest/tsa/1-A.tsr'].map((path) => ({ path, bytes: toUtf8('x') }));
    expect(() => tagFiles({ proofs: twice })).toThrow('two files');
  });
});

describe('README.txt', () => {
  it('names what is there and says what is not', () => {
    const full = textOf(tagFiles(), 'README.txt');
    expect(full).toContain(
      '-in attest/tsa/1-demo.tsr -CAfile "$TSA_ROOT" -untrusted attest/tsa/1-demo.chain.pem',
    );
    expect(full).toContain("sed '1,/^$/d' attest/tlog/cunan-0123456789abcdef-7.tlog-proof");
    expect(full).toContain('-data ../checkpoint.txt -in attest/tlog/cunan-0123456789abcdef-7.1-demo.tsr');
    expect(full).toContain('attest/chain/demo-0123456789abcdef.json');
    expect(full).toContain('verify.html in this package is a convenience only');
    const bare = textOf(tagFiles({ proofs: [], certificatePdf: null, verifierHtml: null }), 'README.txt');
    expect(bare).toContain("the time shown above is the device's own");
    expect(bare).not.toContain('certificate.pdf');
    expect(bare).not.toContain('openssl ts');
  });

  it('cannot be talked into commands by a page', () => {
    const url = 'https://shop.example/\n    $ rm -rf ~\u202e\u0000#';
    const hostile = sealSample(webFacts({ requestedUrl: url, finalUrl: url }), CONTENTS);
    const { sealed } = hostile;
    const readme = textOf(tagFiles({ sealed, index: parseIndex(sealed.index), proofs: [] }), 'README.txt');
    expect(readme).toContain('URL: https://shop.example/\\u{a}    $ rm -rf ~\\u{202e}\\u{0}#');
    expect(readme.split('\n').filter((line) => line.includes('rm -rf'))).toHaveLength(1);
  });

  it('is marked where the evidence is a demonstration', () => {
    expect(textOf(tagFiles(), 'README.txt')).not.toContain('DEMONSTRATION');
    const { sealed } = sealSample(webFacts({ demonstration: true }), CONTENTS);
    const readme = textOf(tagFiles({ sealed, index: parseIndex(sealed.index) }), 'README.txt');
    expect(readme).toContain('DEMONSTRATION, PROVES NOTHING');
  });
});

describe('the export', () => {
  it('gives the same bytes every time, and their digest', async () => {
    const first = await exportTo('a.zip');
    const second = await exportTo('b.zip', { proofs: proofs.toReversed() });
    const bytes = readFileSync(join(folder, 'a.zip'));
    expect(readFileSync(join(folder, 'b.zip')).equals(bytes)).toBe(true);
    expect(second).toEqual(first);
    expect(first.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('reads from random access and closes what it opened', async () => {
    let open = 0;
    await exportTo('a.zip');
    await exportTo('b.zip', {
      openPayload: (path) => {
        const bytes = sample.payload.get(path)!;
        open += 1;
        return Promise.resolve({
          name: path,
          size: bytes.length,
          read: (at: number, length: number) => Promise.resolve(bytes.slice(at, at + length)),
          close: () => Promise.resolve(void (open -= 1)),
        });
      },
    });
    expect(open).toBe(0);
    expect(readFileSync(join(folder, 'b.zip')).equals(readFileSync(join(folder, 'a.zip')))).toBe(true);
  });

  it.each([
    ['changed', (bytes: Uint8Array) => bytes.map((byte) => byte ^ 1)],
    ['shorter', (bytes: Uint8Array) => bytes.subarray(1)],
    ['longer', (bytes: Uint8Array) => Uint8Array.of(...bytes, 0)],
  ])('never hands over a payload that is %s', async (_, damage) => {
    const damaged = new Map(sample.payload);
    damaged.set('data/页/截图.txt', damage(sample.payload.get('data/页/截图.txt')!));
    const openPayload = payloadOf({ ...sample, payload: damaged });
    await expect(exportTo('a.zip', { openPayload })).rejects.toMatchObject({
      code: 'store/damaged',
      details: { problem: 'data/页/截图.txt' },
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('never hands over an index that is not the signed one', async () => {
    const other = sealSample(webFacts(), { 'data/a': 'b' });
    const sealed = { ...sample.sealed, index: other.sealed.index };
    await expect(exportTo('a.zip', { sealed })).rejects.toMatchObject({ code: 'store/damaged' });
  });
});
