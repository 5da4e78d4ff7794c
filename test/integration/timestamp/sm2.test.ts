// Tokens signed with SM2: certificates and signatures by openssl, which itself knows no such time-stamps.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sm2Digest, verifySm2 } from '../../../shared/bytes/sm2.ts';
import { createWasmHashers } from '../../../shared/bytes/wasm-hashers.ts';
import { OID } from '../../../shared/der/oids.ts';
import { verifyTimestamp } from '../../../shared/timestamp/verify.ts';
import { fromHex } from '../../../shared/bytes/hex.ts';
import { createSm2Authority, type Sm2Authority, type Sm2TokenSpec } from '../../fakes/sm2-authority.ts';
import { count, describeWith } from '../../tools.ts';

const data = new TextEncoder().encode('attest/statement.json');
const hashers = await createWasmHashers();

describe('SM2 by the book', () => {
  // GB/T 32918.5-2017 annex A.2: message "message digest", default id.
  const key = fromHex(
    '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
  )!;
  const r = fromHex('f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3')!;
  const s = fromHex('b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa')!;
  const message = new TextEncoder().encode('message digest');

  it('the example of the standard', () => {
    const e = sm2Digest(hashers.createSm3, key, message);
    expect(verifySm2({ r, s }, e, key)).toBe(true);
    expect(verifySm2({ r: s, s: r }, e, key)).toBe(false);
    expect(verifySm2({ r, s }, sm2Digest(hashers.createSm3, key, data), key)).toBe(false);
    expect(verifySm2({ r, s }, sm2Digest(hashers.createSm3, key, message, 'ALICE123@YAHOO.COM'), key)).toBe(
      false,
    );
  });

  it.each([
    ['r is zero', new Uint8Array(32), s],
    ['s is zero', r, new Uint8Array(1)],
    ['s is empty', r, new Uint8Array()],
    ['r is above n', new Uint8Array(32).fill(0xff), s],
    ['r is longer than n', Uint8Array.of(1, ...r), s],
  ])('%s: no signature', (_, badR, badS) => {
    expect(verifySm2({ r: badR, s: badS }, new Uint8Array(32), key)).toBe(false);
  });

  it('a key that is no point of the curve: no signature', () => {
    const off = key.slice();
    off[64]! ^= 1;
    expect(verifySm2({ r, s }, new Uint8Array(32), off)).toBe(false);
    expect(verifySm2({ r, s }, new Uint8Array(32), key.subarray(0, 33))).toBe(false);
  });
});

describeWith(['openssl'], 'tokens signed with SM2', () => {
  let authority: Sm2Authority;
  let other: Sm2Authority;
  beforeAll(() => {
    authority = createSm2Authority();
    other = createSm2Authority('Other');
  });
  afterAll(() => {
    authority.dispose();
    other.dispose();
  });
  const verify = (spec: Partial<Sm2TokenSpec> = {}, over = data, rootPem = authority.rootPem) =>
    verifyTimestamp({
      tsr: authority.token({ data, ...spec }),
      data: over,
      roots: [{ pem: rootPem }],
      hashers,
      // No WebCrypto is needed, nor has any of them SM2.
      subtle: null,
    });

  it.each<[string, Partial<Sm2TokenSpec>]>([
    ['RFC 5652', {}],
    ['GM/T 0010', { family: 'gm' }],
    ['GM/T 0010, version 3', { family: 'gm', version: 3 }],
    ['the bare SM2 algorithm', { signatureAlgorithm: OID.sm2Signature }],
  ])('%s: good', async (_, spec) => {
    expect(await verify(spec)).toMatchObject({
      status: 'pass',
      info: {
        signatureAlgorithm: 'SM2 sm3',
        imprintAlgorithm: 'sm3',
        signerSubject: 'CN=SM2 leaf,O=SM2,C=CN',
      },
    });
  });

  it.each<[string, Partial<Sm2TokenSpec>, string]>([
    ['Z_A left out', { form: 'no-z' }, 'without Z_A'],
    ['an empty id', { form: 'empty-id' }, 'empty id'],
    ['r || s without DER', { form: 'raw' }, 'without DER'],
    [
      'GM family without a signing-certificate attribute',
      { family: 'gm', ess: 'none' },
      'signing-certificate',
    ],
    ['GM family with another version', { family: 'gm', version: 5 }, 'GM/T 0010'],
  ])('%s: neither good nor bad', async (_, spec, detail) => {
    const report = await verify(spec);
    expect(report.status).toBe('unsupported');
    expect(report.detail).toContain(detail);
  });

  it.each<[string, Partial<Sm2TokenSpec>, string]>([
    ['another signing certificate', { ess: 'other-certificate' }, 'tst-ess-cert-id'],
    ['no signing-certificate attribute', { ess: 'none' }, 'tst-ess-cert-id'],
    ['another messageDigest', { messageDigest: new Uint8Array(32) }, 'tst-message-digest'],
    ['a time before the certificates', { genTime: new Date('2001-01-01') }, 'tst-chain'],
  ])('%s: bad', async (_, spec, code) => {
    expect(await verify(spec)).toMatchObject({ status: 'fail', code });
  });

  it('other data: bad; another root: untrusted', async () => {
    expect(await verify({}, Uint8Array.of(1))).toMatchObject({ status: 'fail', code: 'tst-imprint' });
    expect(await verify({}, data, other.rootPem)).toMatchObject({ status: 'untrusted' });
  });

  it('no changed bit of either family passes', async () => {
    for (const family of ['cms', 'gm'] as const) {
      const good = authority.token({ data, family });
      const bits = good.length * 8;
      const sample = count(60, 4_000);
      const passed: number[] = [];
      expect(
        await verifyTimestamp({
          tsr: good,
          data,
          roots: [{ pem: authority.rootPem }],
          hashers,
          subtle: null,
        }),
      ).toMatchObject({ status: 'pass' });
      for (let i = 0; i < sample; i++) {
        const bit = Math.floor(((i + 0.37) * bits) / sample);
        const tsr = good.slice();
        tsr[bit >> 3]! ^= 1 << (bit & 7);
        const roots = [{ pem: authority.rootPem }];
        const { status, code } = await verifyTimestamp({ tsr, data, roots, hashers, subtle: null });
        expect(code).not.toBe('tst-broken');
        if (status === 'pass') passed.push(bit);
      }
      // PKIStatus 0 turned into 1, and SignedData version 1 into 3: no signature covers them and both mean the same.
      expect(passed.length).toBeLessThanOrEqual(3);
    }
  });
});
