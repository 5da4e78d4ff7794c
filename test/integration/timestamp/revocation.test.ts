// Revocation lists: made by openssl, fetched over HTTP with the token, kept, and used as of genTime.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requestTimestamp } from '../../../electron/attest/timestamp/client.ts';
import { createNodeClock } from '../../../electron/platform/node-clock.ts';
import { createNodeHttp } from '../../../electron/platform/node-http.ts';
import { createNodeRandom } from '../../../electron/platform/node-random.ts';
import { createWasmHashers } from '../../../shared/bytes/wasm-hashers.ts';
import { parseRevocationList } from '../../../shared/timestamp/crl.ts';
import { verifyTimestamp } from '../../../shared/timestamp/verify.ts';
import { createOpensslPki, type OpensslPki } from '../../fakes/openssl-pki.ts';
import { startOpensslTsa, type OpensslTsa } from '../../fakes/openssl-tsa.ts';
import { describeWith } from '../../tools.ts';

const data = new TextEncoder().encode('a statement');

const flip = (bytes: Uint8Array, at: number): Uint8Array => bytes.with(at, bytes[at]! ^ 1);

describeWith(['openssl'], 'revocation', () => {
  let server: Server;
  let pki: OpensslPki;
  let tsa: OpensslTsa;
  const lists = new Map<string, Uint8Array>();
  let hashers: Awaited<ReturnType<typeof createWasmHashers>>;

  beforeAll(async () => {
    hashers = await createWasmHashers();
    server = createServer((request, response) => {
      const list = lists.get(request.url ?? '');
      if (list) response.end(list);
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    pki = await createOpensslPki(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    tsa = await startOpensslTsa({ leaf: 'ec', pki });
  });
  afterAll(async () => {
    await tsa.close();
    await pki.close();
    await new Promise((resolve) => server.close(resolve));
  });

  const ask = () =>
    requestTimestamp({
      tsa: tsa.config,
      data,
      http: createNodeHttp(),
      random: createNodeRandom(),
      clock: createNodeClock(),
      hashers,
    });
  const verify = (tsr: Uint8Array, crls: readonly Uint8Array[]) =>
    verifyTimestamp({ tsr, data, roots: [{ pem: pki.rootPem }], crls, hashers, subtle: crypto.subtle });

  it('follows a certificate from its first list to its revocation', async () => {
    // Nothing to be had: the token counts, and no certificate is covered.
    expect(await ask()).toMatchObject({
      crls: [],
      report: { status: 'pass', revocation: { status: 'none' } },
    });

    lists.set('/root.crl', await pki.revocationList('root'));
    lists.set('/ca.crl', new TextEncoder().encode('<html>'));
    expect(await ask()).toMatchObject({
      report: { revocation: { status: 'partly', covered: 1, certificates: 2 } },
    });

    const clean = await pki.revocationList('ca');
    lists.set('/ca.crl', clean);
    const { tsr, crls, report } = await ask();
    expect(crls).toHaveLength(2);
    expect(report).toMatchObject({ status: 'pass', revocation: { status: 'good', covered: 2 } });
    expect(await verify(tsr, crls)).toMatchObject({ status: 'pass', revocation: { status: 'good' } });
    expect(await verify(tsr, [])).toMatchObject({ status: 'pass', revocation: { status: 'none' } });

    // Lists that do not prove themselves say nothing: a changed one, and another issuer's in its place.
    const root = lists.get('/root.crl')!;
    for (const bad of [flip(clean, clean.length - 1), flip(clean, 60), root]) {
      expect((await verify(tsr, [root, bad])).revocation).toMatchObject({ covered: 1 });
    }

    // A later list with the certificate on it: after genTime for a harmless reason, or in doubt, or before.
    const early = new Date(Date.now() - 60_000);
    const before = await tsa.token({ data, genTime: early });
    const leaf = await pki.leaf('tsa', 'ec');
    await pki.revoke(leaf.certificateFile, 'superseded');
    const revoked = await pki.revocationList('ca');
    expect(parseRevocationList(revoked).revoked.size).toBe(1);
    expect(await verify(before, [root, clean, revoked])).toMatchObject({
      status: 'pass',
      revocation: { status: 'revoked-later', subject: 'CN=Test tsa ec' },
    });
    const after = await tsa.token({ data, genTime: new Date(Date.now() + 60_000) });
    expect(await verify(after, [root, clean, revoked])).toMatchObject({
      status: 'fail',
      code: 'tst-revoked',
    });

    lists.set('/ca.crl', revoked);
    await expect(ask()).rejects.toMatchObject({ code: 'tsa/untrusted' });
  });

  it('a revocation for a compromise leaves earlier tokens in doubt', async () => {
    const other = await createOpensslPki();
    for (const [key, reason] of [
      ['ec', 'keyCompromise'],
      ['rsa', null],
    ] as const) {
      const authority = await startOpensslTsa({ leaf: key, pki: other });
      const tsr = await authority.token({ data, genTime: new Date(Date.now() - 60_000) });
      const leaf = await other.leaf('tsa', key);
      await other.revoke(leaf.certificateFile, reason);
      const crls = [await other.revocationList('ca')];
      const roots = [{ pem: other.rootPem }];
      const report = await verifyTimestamp({ tsr, data, roots, crls, hashers, subtle: crypto.subtle });
      expect(report).toMatchObject({
        status: 'unsupported',
        code: 'tst-revoked',
        revocation: { status: 'doubtful' },
      });
      await authority.close();
    }
    await other.close();
  });
});
