// Tokens made by openssl, verified by us and by openssl, and the same forged: the two agree.

import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Hashers } from '../../../shared/bytes/hashers.ts';
import { OID } from '../../../shared/der/oids.ts';
import { integer, oid, octetString, sequence, NULL, TRUE } from '../../../shared/der/writer.ts';
import { buildTimestampRequest } from '../../../shared/timestamp/request.ts';
import { verifyTimestamp } from '../../../shared/timestamp/verify.ts';
import { createNodeHashers } from '../../../electron/platform/node-hashers.ts';
import { createOpensslPki, type LeafKey, type OpensslPki } from '../../fakes/openssl-pki.ts';
import { startOpensslTsa, type OpensslTsa, type OpensslTsaOptions } from '../../fakes/openssl-tsa.ts';
import { count, describeWith } from '../../tools.ts';
import { createOpensslOracle, type OpensslOracle } from './openssl-oracle.ts';

const data = new TextEncoder().encode('attest/statement.json');

function requestFor(digest: 'sha256' | 'sha384' | 'sha512' | 'sm3', hash: Uint8Array): Uint8Array {
  const imprint = sequence(sequence(oid(OID[digest]), NULL), octetString(hash));
  return sequence(integer(1), imprint, integer(randomBytes(7)), TRUE);
}

describeWith(['openssl'], 'tokens of openssl', () => {
  let pki: OpensslPki;
  let hashers: Hashers;
  let oracle: OpensslOracle;
  const opened: OpensslTsa[] = [];

  beforeAll(async () => {
    pki = await createOpensslPki();
    hashers = await createNodeHashers();
    oracle = await createOpensslOracle(data, pki.rootPem);
  });
  afterAll(async () => {
    await Promise.all(opened.map((tsa) => tsa.close()));
    await oracle.close();
    await pki.close();
  });

  async function start(leaf: LeafKey, more: Partial<OpensslTsaOptions> = {}): Promise<OpensslTsa> {
    const tsa = await startOpensslTsa({ leaf, pki, ...more });
    opened.push(tsa);
    return tsa;
  }

  function verify(tsr: Uint8Array, rootPem = pki.rootPem) {
    return verifyTimestamp({ tsr, data, roots: [{ pem: rootPem }], hashers, subtle: crypto.subtle });
  }

  const sha256 = new Uint8Array(createHash('sha256').update(data).digest());
  const plainRequest = (): Uint8Array =>
    buildTimestampRequest({
      digest: sha256,
      nonce: new Uint8Array(randomBytes(7)),
      policy: null,
    });

  it.each<LeafKey>(['rsa', 'ec', 'p384', 'p521'])('%s: both accept', async (leaf) => {
    const tsa = await start(leaf);
    for (const tsr of [await tsa.reply(plainRequest()), await tsa.token({ data })]) {
      expect(await verify(tsr)).toMatchObject({ status: 'pass', info: { rootSubject: 'CN=Test Root' } });
      expect(await oracle.accepts(tsr)).toBe(true);
    }
  });

  it.each(['sha1', 'sha512'] as const)('ESSCertID by %s: both accept', async (essDigest) => {
    const tsa = await start('ec', { essDigest });
    const tsr = await tsa.reply(plainRequest());
    expect(await verify(tsr)).toMatchObject({ status: 'pass' });
    expect(await oracle.accepts(tsr)).toBe(true);
  });

  it.each(['sha384', 'sha512', 'sm3'] as const)('imprint by %s: both accept', async (digest) => {
    const tsa = await start('rsa');
    const running = digest === 'sm3' ? hashers.createSm3() : null;
    running?.update(data);
    const hash = running?.digest() ?? new Uint8Array(createHash(digest).update(data).digest());
    const tsr = await tsa.reply(requestFor(digest, hash));
    expect(await verify(tsr)).toMatchObject({ status: 'pass', info: { imprintAlgorithm: digest } });
    expect(await oracle.accepts(tsr)).toBe(true);
  });

  it('RSA-PSS: ours accepts; openssl 3.0 ts cannot read it (attestation.md section 1)', async () => {
    const tsa = await start('rsa');
    expect(await verify(await tsa.token({ data, pss: true }))).toMatchObject({ status: 'pass' });
  });

  it('an expired signer at its genTime: ours accepts, openssl with -attime', async () => {
    const tsa = await start('ec');
    const genTime = new Date('2015-06-01T00:00:00Z');
    const tsr = await tsa.token({ data, signer: 'expired', genTime });
    expect(await verify(tsr)).toMatchObject({ status: 'pass' });
    expect(await oracle.accepts(tsr)).toBe(false);
    expect(await oracle.accepts(tsr, { at: genTime })).toBe(true);
  });

  it.each<[string, Parameters<OpensslTsa['token']>[0], string]>([
    ['a TLS server certificate', { data, signer: 'tls' }, 'tst-signer-eku'],
    [
      'a TLS server certificate without ESSCertID',
      { data, signer: 'tls', essCertId: false },
      'tst-ess-cert-id',
    ],
    ['the right key without ESSCertID', { data, essCertId: false }, 'tst-ess-cert-id'],
    ['an expired certificate', { data, signer: 'expired' }, 'tst-chain'],
    ['other data', { data: Uint8Array.of(1) }, 'tst-imprint'],
  ])('%s: both reject', async (_, options, code) => {
    const tsa = await start('ec');
    const tsr = await tsa.token(options);
    expect(await verify(tsr)).toMatchObject({ status: 'fail', code });
    expect(await oracle.accepts(tsr)).toBe(false);
  });

  it('another root: untrusted, and openssl rejects', async () => {
    const other = await createOpensslPki();
    const tsa = await start('ec');
    const tsr = await tsa.reply(plainRequest());
    const foreign = await createOpensslOracle(data, other.rootPem);
    // The names of the two roots are the same, the keys and their identifiers are not.
    expect(await verify(tsr, other.rootPem)).toMatchObject({ status: 'untrusted' });
    expect(await foreign.accepts(tsr)).toBe(false);
    await Promise.all([foreign.close(), other.close()]);
  });

  /*
   * Differential: whatever we accept of a token with one bit changed, openssl accepts. What both accept is known:
   * PKIStatus 0 turned into 1, and the issuer's name in the unused copy of the root. Full run: 0 of 24,328 (rsa) and
   * 21,160 (ec) changed tokens are accepted by us and rejected by openssl; 79 of each by both.
   */
  it.each<LeafKey>(['rsa', 'ec'])(
    '%s: nothing that openssl rejects is accepted after one bit flips',
    async (leaf) => {
      const tsa = await start(leaf);
      const good = await tsa.reply(plainRequest());
      const bits = good.length * 8;
      const sample = count(1_500, bits);
      const chosen = Array.from({ length: sample }, (_, index) => sampled(index, sample, bits));
      const accepted: number[] = [];
      for (const bit of chosen) {
        const { status, code } = await verify(flipped(good, bit));
        expect(code).not.toBe('tst-broken');
        if (status === 'pass') accepted.push(bit);
      }
      const laxer: number[] = [];
      for (const bit of accepted) if (!(await oracle.accepts(flipped(good, bit)))) laxer.push(bit);
      expect(laxer).toEqual([]);
      expect(accepted.length).toBeLessThan(chosen.length * 0.02);
    },
  );
});

/** One bit of each of `sample` equal stretches, the same in every run; all bits where sample is bits. */
function sampled(index: number, sample: number, bits: number): number {
  const stretch = bits / sample;
  const within = ((index * 2_654_435_761) % 4_294_967_296) / 4_294_967_296;
  return Math.floor((index + within) * stretch);
}

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const out = bytes.slice();
  out[bit >> 3] = out[bit >> 3]! ^ (1 << (bit & 7));
  return out;
}
