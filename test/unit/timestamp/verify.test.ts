// Each rule of RFC 3161, RFC 5035, RFC 5652 and RFC 5280 that a token can break, broken alone.

import { beforeAll, describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import type { Hashers } from '../../../shared/bytes/hashers.ts';
import { OID } from '../../../shared/der/oids.ts';
import { TAG } from '../../../shared/der/reader.ts';
import { bitString, der, integer, sequence, utf8String } from '../../../shared/der/writer.ts';
import { describeToken } from '../../../shared/timestamp/describe.ts';
import { TIMESTAMP_CODES } from '../../../shared/timestamp/refusal.ts';
import { verifyTimestamp, type TimestampInput } from '../../../shared/timestamp/verify.ts';
import { createWasmHashers } from '../../../shared/bytes/wasm-hashers.ts';
import { count } from '../../tools.ts';
import { issue, makeToken, POLICY, type Issued, type TokenSpec } from './make-token.ts';

const data = new TextEncoder().encode('存证 statement');
const TSA = { purposes: [OID.timeStamping], keyUsage: 0x80 };
const CA = { ca: true, keyUsage: 0x04 };
const root = issue({ name: 'Root', ...CA });
const ca = issue({ name: 'CA', issuer: root, ...CA, pathLength: 0 });
const leaf = issue({ name: 'TSA', issuer: ca, ...TSA });
const base: TokenSpec = { data, signer: leaf, embedded: [leaf, ca, root] };

let hashers: Hashers;
beforeAll(async () => {
  hashers = await createWasmHashers();
});

function verify(spec: Partial<TokenSpec>, more: Partial<TimestampInput> = {}) {
  return verifyBytes(makeToken({ ...base, ...spec }), more);
}

async function verifyBytes(tsr: Uint8Array, more: Partial<TimestampInput> = {}) {
  const input = { tsr, data, roots: [{ pem: root.pem }], hashers, subtle: crypto.subtle, ...more };
  const report = await verifyTimestamp(input);
  expect(TIMESTAMP_CODES).toContain(report.code);
  expect(report.code).not.toBe('tst-broken');
  return report;
}

/** A token under a chain of its own. */
function under(signer: Issued, ...others: readonly Issued[]): Partial<TokenSpec> {
  return { signer, embedded: [signer, ...others] };
}

describe('a good token', () => {
  it('passes and is described', async () => {
    const nonce = Uint8Array.of(0x12, 0x34);
    const report = await verify({ nonce, tsa: leaf.name }, { nonce, policy: POLICY });
    expect(report).toMatchObject({ status: 'pass', code: 'tst-ok', detail: null });
    expect(report.info).toMatchObject({
      genTime: '2026-06-01T12:00:00Z',
      policy: POLICY,
      nonceHex: '1234',
      serialHex: '07',
      imprintAlgorithm: 'sha256',
      signatureAlgorithm: 'ECDSA sha256',
      signerSubject: 'CN=TSA',
      signerIssuer: 'CN=CA',
      rootSubject: 'CN=Root',
    });
    expect(describeToken(makeToken({ ...base, nonce }), hashers)).toMatchObject({
      nonceHex: '1234',
      rootSha256: null,
    });
  });

  it.each([
    ['P-256', 'sha512'],
    ['P-384', 'sha384'],
    ['P-521', 'sha512'],
  ] as const)('passes with ECDSA on %s and %s', async (curve, digest) => {
    const signer = issue({ name: 'TSA', issuer: ca, curve, ...TSA });
    expect(await verify({ ...under(signer, ca), digest })).toMatchObject({ status: 'pass' });
  });

  it('passes with the first version of ESSCertID, a nonce with a leading zero, a bundle of roots', async () => {
    expect(await verify({ ess: 'v1' })).toMatchObject({ status: 'pass' });
    const nonce = Uint8Array.of(0x00, 0x07);
    expect(await verify({ nonce }, { nonce })).toMatchObject({ status: 'pass' });
    const other = issue({ name: 'Other root', ...CA });
    const roots = [{ pem: `comment\n${other.pem}${root.pem}` }];
    expect(await verify({}, { roots })).toMatchObject({ status: 'pass' });
  });

  it('finds the right root among two of one name, and the right issuer among two', async () => {
    const twin = issue({ name: 'Root', ...CA });
    const twinCa = issue({ name: 'CA', issuer: root, ...CA });
    const roots = [{ pem: twin.pem }, { pem: root.pem }];
    const report = await verify({ embedded: [twinCa, leaf, ca] }, { roots });
    expect(report).toMatchObject({ status: 'pass' });
  });

  it('tolerates an extension of TSTInfo that is not critical', async () => {
    expect(await verify({ tstExtension: { critical: false } })).toMatchObject({ status: 'pass' });
  });
});

describe('what the token says', () => {
  it.each<[string, Partial<TokenSpec>, Partial<TimestampInput>, string]>([
    ['other data', { data: new Uint8Array(1) }, {}, 'tst-imprint'],
    ['another nonce', { nonce: Uint8Array.of(1) }, { nonce: Uint8Array.of(2) }, 'tst-nonce'],
    ['no nonce where one was sent', {}, { nonce: Uint8Array.of(2) }, 'tst-nonce'],
    ['another policy', {}, { policy: '1.2.3' }, 'tst-policy'],
    ['the tsa field of another', { tsa: ca.name }, {}, 'tst-signer-cert'],
    ['messageDigest of other content', { messageDigest: new Uint8Array(32) }, {}, 'tst-message-digest'],
    ['contentType attribute id-data', { contentType: '1.2.840.113549.1.7.1' }, {}, 'tst-message-digest'],
    ['messageDigest twice', { duplicateMessageDigest: true }, {}, 'tst-format'],
    ['messageDigest with two values', { secondMessageDigestValue: true }, {}, 'tst-format'],
    ['eContentType id-data', { eContentType: '1.2.840.113549.1.7.1' }, {}, 'tst-format'],
    ['no signing-certificate attribute', { ess: 'none' }, {}, 'tst-ess-cert-id'],
    ['signing-certificate of another', { ess: 'other-certificate' }, {}, 'tst-ess-cert-id'],
    ['issuerSerial of another', { ess: 'other-serial' }, {}, 'tst-ess-cert-id'],
    ['SignedData version 1', { version: 1 }, {}, 'tst-format'],
    ['SignerInfo version 3 with issuerAndSerialNumber', { signerVersion: 3 }, {}, 'tst-format'],
    ['a digestAlgorithms of another', { digestAlgorithms: [OID.sha512] }, {}, 'tst-format'],
    ['two digestAlgorithms', { digestAlgorithms: [OID.sha256, OID.sha512] }, {}, 'tst-format'],
    ['two SignerInfos', { signers: 2 }, {}, 'tst-format'],
    ['a token with status 2', { status: 2 }, {}, 'tst-format'],
    [
      'signature algorithm of another digest',
      { signatureAlgorithm: OID.ecdsaWithSha512 },
      {},
      'tst-signature',
    ],
    ['RSA named over an EC key', { signatureAlgorithm: OID.sha256WithRsa }, {}, 'tst-signature'],
    ['the signer missing among the certificates', { embedded: [ca, root] }, {}, 'tst-signer-cert'],
  ])('%s fails', async (_, spec, more, code) => {
    expect(await verify(spec, more)).toMatchObject({ status: 'fail', code });
  });

  it('a refusal is told in its own words', async () => {
    const refusal = sequence(
      sequence(integer(2), sequence(utf8String('go away')), bitString(Uint8Array.of(0x80), 7)),
    );
    expect(await verifyBytes(refusal)).toEqual({
      status: 'fail',
      code: 'tst-status',
      detail: 'PKIStatus 2: go away badAlg',
      info: null,
      revocation: null,
      validTo: null,
    });
  });
});

function leafUnder(issuer: Issued, more: object = {}): Issued {
  return issue({ name: 'TSA', issuer, ...TSA, ...more });
}

function caUnder(more: object, issuer: Issued = root): Issued {
  return issue({ name: 'CA', issuer, ...CA, ...more });
}

describe('who signed it', () => {
  const cases: [string, () => Partial<TokenSpec>, string][] = [
    [
      'a TLS server certificate',
      () => under(leafUnder(ca, { purposes: ['1.3.6.1.5.5.7.3.1'] }), ca),
      'tst-signer-eku',
    ],
    [
      'one more purpose',
      () => under(leafUnder(ca, { purposes: [OID.timeStamping, '1.3.6.1.5.5.7.3.1'] }), ca),
      'tst-signer-eku',
    ],
    [
      'a purpose that is not critical',
      () => under(leafUnder(ca, { purposesCritical: false }), ca),
      'tst-signer-eku',
    ],
    ['no purpose', () => under(leafUnder(ca, { purposes: undefined }), ca), 'tst-signer-eku'],
    ['a key usage for certificates', () => under(leafUnder(ca, { keyUsage: 0x84 }), ca), 'tst-signer-eku'],
    ['expired at genTime', () => under(leafUnder(ca, { to: '2026-05-31T00:00:00Z' }), ca), 'tst-chain'],
    [
      'not yet valid at genTime',
      () => under(leafUnder(ca, { from: '2026-06-02T00:00:00Z' }), ca),
      'tst-chain',
    ],
    [
      'an unknown critical extension',
      () => under(leafUnder(ca, { unknownCritical: '1.2.3.4' }), ca),
      'tst-chain',
    ],
    ['a forged certificate', () => under(leafUnder(ca, { forged: true }), ca), 'tst-chain'],
  ];
  const issuers: [string, object][] = [
    ['an issuer that is no CA', { ca: false, keyUsage: 0x80 }],
    ['an issuer that may not sign certificates', { keyUsage: 0x80 }],
    ['an issuer that had expired', { to: '2026-05-31T00:00:00Z' }],
    ['an issuer for other purposes', { purposes: ['1.3.6.1.5.5.7.3.1'] }],
    ['an issuer with an unknown critical extension', { unknownCritical: '1.2.3.4' }],
    ['a forged issuer', { forged: true }],
  ];
  it.each([
    ...cases,
    ...issuers.map(([name, more]): [string, () => Partial<TokenSpec>, string] => [
      name,
      () => {
        const issuer = caUnder(more);
        return under(leafUnder(issuer), issuer);
      },
      'tst-chain',
    ]),
    [
      'a path longer than its CA allows',
      () => {
        const sub = issue({ name: 'Sub CA', issuer: ca, ...CA });
        return under(leafUnder(sub), sub, ca);
      },
      'tst-chain',
    ] as (typeof cases)[number],
  ])('%s fails', async (_, spec, code) => {
    expect(await verify(spec())).toMatchObject({ status: 'fail', code });
  });

  it('judges validity at genTime, not now', async () => {
    const signer = leafUnder(ca, { from: '2021-01-01T00:00:00Z', to: '2022-01-01T00:00:00Z' });
    const genTime = new Date('2021-06-01T00:00:00Z');
    expect(await verify({ ...under(signer, ca), genTime })).toMatchObject({ status: 'pass' });
  });

  it('refuses a root that had expired at genTime', async () => {
    const genTime = new Date('2041-01-01T00:00:00Z');
    const signer = leafUnder(caUnder({ to: '2045-01-01T00:00:00Z' }), { to: '2045-01-01T00:00:00Z' });
    expect(await verify({ ...under(signer, ca), genTime })).toMatchObject({
      status: 'fail',
      code: 'tst-chain',
    });
  });

  it('refuses a changed copy of the root inside the token', async () => {
    const tsr = makeToken(base);
    const at = indexOf(tsr, root.raw) + root.raw.length - 5;
    tsr[at] = tsr[at]! ^ 1;
    expect(await verifyBytes(tsr)).toMatchObject({ status: 'fail', code: 'tst-chain' });
  });
});

describe('what cannot be told', () => {
  it('is untrusted under an unknown root, with or without roots given', async () => {
    const other = issue({ name: 'Other root', ...CA });
    for (const roots of [[], [{ pem: other.pem }], [{ pem: 'no certificate' }]]) {
      const report = await verify({}, { roots });
      expect(report).toMatchObject({ status: 'untrusted', code: 'tst-untrusted' });
      expect(report.info).toMatchObject({ rootSha256: null, rootSubject: null });
    }
    // A root of the same name that did not sign proves nothing either.
    const twin = issue({ name: 'Root', ...CA });
    expect((await verify({ embedded: [leaf, ca] }, { roots: [{ pem: twin.pem }] })).status).toBe('fail');
  });

  it('is unsupported without WebCrypto, without certificates, with SM2, SHA-1 or unknown digests', async () => {
    expect(await verify({}, { subtle: null })).toMatchObject({
      status: 'unsupported',
      code: 'tst-algorithm',
    });
    expect(await verify({ certificates: false })).toMatchObject({
      status: 'unsupported',
      code: 'tst-signer-cert',
    });
    const sm2 = await verify({ signatureAlgorithm: '1.2.156.10197.1.501' });
    expect(sm2).toMatchObject({ status: 'unsupported', code: 'tst-algorithm' });
    expect(sm2.info).toMatchObject({ signatureAlgorithm: 'SM2 sha256' });
    expect(await verify({ imprintOid: '1.2.3.4' })).toMatchObject({
      status: 'unsupported',
      code: 'tst-algorithm',
    });
    expect(await verify({ tstExtension: { critical: true } })).toMatchObject({
      status: 'unsupported',
      code: 'tst-extension',
    });
  });

  it('still fails without WebCrypto where the data are others', async () => {
    expect(await verify({ data: new Uint8Array(1) }, { subtle: null })).toMatchObject({
      code: 'tst-imprint',
    });
  });
});

async function subjectOf(name: string | Uint8Array): Promise<string | undefined> {
  const report = await verify(under(issue({ name, issuer: ca, ...TSA }), ca));
  return report.info?.signerSubject ?? report.code;
}

describe('names', () => {
  it('are shown as RFC 4514 text without anything that moves text about', async () => {
    expect(await subjectOf('a,b=c+"d"')).toBe(String.raw`CN=a\,b\=c\+\"d\"`);
    expect(await subjectOf('txt.\u202Egnp\u0000\n')).toBe(String.raw`CN=txt.\u{202e}gnp\u{0}\u{a}`);
    expect(await subjectOf('长'.repeat(2_000))).toHaveLength(501);
    expect(await subjectOf(der(TAG.bmpString, Uint8Array.of(0x4e, 0x2d)))).toBe('CN=中');
    expect(await subjectOf(der(TAG.teletexString, Uint8Array.of(0xe9)))).toBe('CN=é');
    expect(await subjectOf(sequence())).toBe('CN=#3000');
  });

  it.each([
    ['malformed UTF-8', der(TAG.utf8String, Uint8Array.of(0xff))],
    ['half a BMP character', der(TAG.bmpString, Uint8Array.of(0x4e))],
    ['a character beyond Unicode', der(TAG.universalString, Uint8Array.of(0x11, 0, 0, 0))],
    ['an octet string', der(TAG.octetString)],
  ])('with %s are refused', async (_, value) => {
    expect(await subjectOf(value)).toBe('tst-format');
  });
});

describe('hostile bytes', () => {
  it('end in a report, never in an exception', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (tsr) => {
        const report = await verifyBytes(tsr);
        expect(report.status).not.toBe('pass');
        expect(describeToken(tsr, hashers)).toBeNull();
      }),
      { seed: 3161, numRuns: count(300, 20_000) },
    );
  });

  it('spliced into a good token do not pass, save in the parts that nothing signs', async () => {
    const good = makeToken({ ...base, embedded: [leaf, ca] });
    await fc.assert(
      fc.asyncProperty(
        fc.nat(good.length - 1),
        fc.uint8Array({ minLength: 1, maxLength: 8 }),
        async (at, bytes) => {
          const tsr = good.slice();
          tsr.set(bytes.subarray(0, tsr.length - at), at);
          const changed = tsr.some((octet, i) => octet !== good[i]);
          const { status } = await verifyBytes(tsr);
          // PKIStatus 0 and 1 both mean granted; algorithm parameters may be absent or NULL.
          const granted = tsr.slice();
          granted[indexOf(good, Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x00)) + 4] = 0;
          const sameButStatus = granted.every((octet, i) => octet === good[i]);
          if (changed && !sameButStatus) expect(status).not.toBe('pass');
        },
      ),
      { seed: 3161, numRuns: count(300, 20_000) },
    );
  });

  it('of a chain without end are bounded', async () => {
    const loop = issue({ name: 'Loop', ...CA });
    const twins = Array.from({ length: 14 }, () => issue({ name: 'Loop', issuer: loop, ...CA }));
    const signer = issue({ name: 'TSA', issuer: twins[0]!, ...TSA });
    const started = performance.now();
    const report = await verify(under(signer, ...twins));
    expect(report.status).not.toBe('pass');
    // Of one name and one key, each signs each: more paths than anyone could walk.
    const same = Array.from({ length: 14 }, () => issue({ name: 'Loop', ...CA, like: loop }));
    const under14 = issue({ name: 'TSA', issuer: loop, ...TSA });
    expect((await verify(under(under14, ...same))).status).not.toBe('pass');
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

function indexOf(bytes: Uint8Array, part: Uint8Array): number {
  return Buffer.from(bytes).indexOf(part);
}
