import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromUtf8, toUtf8 } from '../../../shared/bytes/utf8.ts';
import {
  buildBagInfo,
  buildBagit,
  buildManifest,
  buildPayloadManifest,
  parseManifest,
} from '../../../shared/evidence/bag.ts';
import { buildDsse, pae, parseDsse } from '../../../shared/evidence/dsse.ts';
import { buildIndex } from '../../../shared/evidence/index-file.ts';
import { buildPublicKeyPem, keyIdOf, parsePublicKeyPem } from '../../../shared/evidence/public-key.ts';
import { fileOf, hashers, saltOf, webFacts } from './facts.ts';

const keyid = 'ab'.repeat(32);

describe('DSSE', () => {
  it('has the PAE of its specification', () => {
    expect(fromUtf8(pae('http://example.com/HelloWorld', toUtf8('hello world')))).toBe(
      'DSSEv1 29 http://example.com/HelloWorld 11 hello world',
    );
    expect(fromUtf8(pae('类', toUtf8('页')))).toBe('DSSEv1 3 类 3 页');
  });

  it('comes back as it was built', () => {
    const bytes = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(bytes, fc.array(bytes, { minLength: 1, maxLength: 3 }), (payload, sigs) => {
        const signatures = sigs.map((sig) => ({ keyid, sig }));
        const envelope = { payloadType: 'text/plain', payload, signatures };
        expect(parseDsse(buildDsse('text/plain', payload, signatures))).toEqual(envelope);
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it.each([
    ['unknown fields', (text: string) => text.replace('{', '{"a":1,')],
    ['other spacing', (text: string) => text.replace(':', ': ')],
    ['loose base64', (text: string) => text.replace('AQI=', 'AQJ=')],
    ['url-safe base64', (text: string) => text.replace('AQI=', '_-I=')],
    ['no signature', (text: string) => text.replace(/\[.*\]/, '[]')],
    ['a key id that is no digest', (text: string) => text.replace(keyid, 'me')],
  ])('refuses %s', (_, change) => {
    const text = fromUtf8(buildDsse('text/plain', Uint8Array.of(1, 2), [{ keyid, sig: Uint8Array.of(3) }]))!;
    expect(change(text)).not.toBe(text);
    expect(() => parseDsse(toUtf8(change(text)))).toThrow('format/bad-package');
  });
});

describe('public keys', () => {
  it('are the PEM that node:crypto reads and writes', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const der = publicKey.export({ type: 'spki', format: 'der' });
    const raw = new Uint8Array(der.subarray(12));
    const pem = buildPublicKeyPem(raw);
    expect(fromUtf8(pem)).toBe(publicKey.export({ type: 'spki', format: 'pem' }));
    expect(parsePublicKeyPem(pem)).toEqual(raw);
    const message = pae('t', toUtf8('x'));
    const key = createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' }));
    expect(verify(null, message, createPublicKey(fromUtf8(pem)!), sign(null, message, key))).toBe(true);
    expect(keyIdOf(raw, hashers)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('have one form only', () => {
    const pem = fromUtf8(buildPublicKeyPem(new Uint8Array(32).fill(7)))!;
    for (const other of [
      `${pem}\n`,
      pem.trim(),
      pem.replaceAll('\n', '\r\n'),
      pem.replace('MCow', 'MCox'),
      '',
    ]) {
      expect(() => parsePublicKeyPem(toUtf8(other))).toThrow('format/bad-package');
    }
  });
});

describe('the bag', () => {
  const index = buildIndex([fileOf('data/b', '22'), fileOf('data/a', '1')], [saltOf(1), saltOf(2)]);

  it('counts the payload and dates it by the statement', () => {
    expect(fromUtf8(buildBagit())).toBe('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n');
    expect(fromUtf8(buildBagInfo(webFacts(), index.lines))).toBe(
      `External-Identifier: ${webFacts().id}\nBagging-Date: 2026-11-22\nPayload-Oxum: 3.2\nCunan-Package-Version: 1\n`,
    );
  });

  it('lists digests as sha256sum does', () => {
    const [a, b] = index.lines;
    expect(fromUtf8(buildPayloadManifest(index.lines, 'sha256'))).toBe(
      `${a!.sha256}  data/a\n${b!.sha256}  data/b\n`,
    );
    expect(parseManifest(buildPayloadManifest(index.lines, 'sm3'))).toEqual([
      { path: 'data/a', digest: a!.sm3 },
      { path: 'data/b', digest: b!.sm3 },
    ]);
    expect(parseManifest(buildManifest([]))).toEqual([]);
  });

  it.each([
    ['one blank', (text: string) => text.replace('  ', ' ')],
    ['the binary mark', (text: string) => text.replace('  ', ' *')],
    ['no newline at the end', (text: string) => text.trimEnd()],
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['other order', (text: string) => `${text.trimEnd().split('\n').reverse().join('\n')}\n`],
    ['a path twice', (text: string) => text.replace(/^.*\n/, '$&$&')],
    ['upper case', (text: string) => text.toUpperCase()],
    ['a path that climbs', (text: string) => text.replace('data/a', '../a')],
  ])('refuses a manifest with %s', (_, change) => {
    const text = fromUtf8(buildPayloadManifest(index.lines, 'sha256'))!;
    expect(() => parseManifest(toUtf8(change(text)))).toThrow('format/bad-package');
  });
});
