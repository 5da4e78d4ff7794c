// OCSP: `openssl ocsp` answers, we and openssl judge. What we take of a changed response, openssl takes too.

import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWasmHashers } from '../../../shared/bytes/wasm-hashers.ts';
import { buildOcspRequest, parseOcspResponse } from '../../../shared/timestamp/ocsp.ts';
import { certificatesOfPem } from '../../../shared/timestamp/pem.ts';
import { checkRevocation } from '../../../shared/timestamp/revocation.ts';
import type { Certificate } from '../../../shared/timestamp/x509.ts';
import { requestTimestamp } from '../../../electron/attest/timestamp/client.ts';
import { createNodeClock } from '../../../electron/platform/node-clock.ts';
import { createNodeHttp } from '../../../electron/platform/node-http.ts';
import { createNodeRandom } from '../../../electron/platform/node-random.ts';
import { createOpensslPki, type OpensslPki } from '../../fakes/openssl-pki.ts';
import { startOpensslTsa, type OpensslTsa } from '../../fakes/openssl-tsa.ts';
import { count, describeWith } from '../../tools.ts';

describeWith(['openssl'], 'OCSP', () => {
  let server: Server;
  let pki: OpensslPki;
  let tsa: OpensslTsa;
  let path: readonly Certificate[];
  let platform: { hashers: Awaited<ReturnType<typeof createWasmHashers>>; subtle: SubtleCrypto };

  beforeAll(async () => {
    platform = { hashers: await createWasmHashers(), subtle: crypto.subtle };
    server = createServer((request, response) => {
      const issuer = /^\/(root|ca)\.ocsp$/.exec(request.url ?? '')?.[1] as 'root' | 'ca' | undefined;
      if (issuer === undefined || request.method !== 'POST') {
        response.writeHead(404).end();
        return;
      }
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        pki.ocspResponse(new Uint8Array(Buffer.concat(parts)), { issuer }).then(
          (bytes) => response.writeHead(200, { 'content-type': 'application/ocsp-response' }).end(bytes),
          () => response.writeHead(500).end(),
        );
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    pki = await createOpensslPki(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    tsa = await startOpensslTsa({ leaf: 'ec', pki });
    const leaf = await pki.leaf('tsa', 'ec');
    path = certificatesOfPem(leaf.pem + pki.caPem + pki.rootPem).certificates;
  });
  afterAll(async () => {
    await tsa.close();
    await pki.close();
    await new Promise((resolve) => server.close(resolve));
  });

  const requestFor = () => buildOcspRequest(path[0]!, path[1]!, platform);
  const judge = (ocsps: readonly Uint8Array[], atMs = Date.now(), provenMs = Infinity) =>
    checkRevocation({ path, crls: [], ocsps, atMs, provenMs }, platform);

  /** `openssl ocsp`: the signature verifies and the certificate is good. */
  async function opensslAccepts(response: Uint8Array): Promise<boolean> {
    await writeFile(join(pki.folder, 'judged.res'), response);
    const args = 'ocsp -respin judged.res -issuer ca.pem -cert tsa-ec.pem -CAfile root.pem -no_nonce';
    return new Promise((resolve) => {
      execFile('openssl', args.split(' '), { cwd: pki.folder }, (error, stdout, stderr) =>
        resolve(
          error === null && stderr.includes('Response verify OK') && stdout.includes('tsa-ec.pem: good'),
        ),
      );
    });
  }

  it('is fetched with a time-stamp, kept, and covers its certificates', async () => {
    const { report, crls, ocsps } = await requestTimestamp({
      tsa: tsa.config,
      data: new TextEncoder().encode('a statement'),
      http: createNodeHttp(),
      random: createNodeRandom(),
      clock: createNodeClock(),
      hashers: platform.hashers,
    });
    expect([crls.length, ocsps.length]).toEqual([0, 2]);
    expect(report.revocation).toMatchObject({ status: 'good', covered: 2, certificates: 2 });
  });

  it('is believed from the issuer and from whom it delegated to, and from nobody else', async () => {
    const request = await requestFor();
    const delegated = await pki.leaf('ocsp', 'ec');
    for (const options of [{}, { byKey: true }, { openEnd: true }, { signer: delegated }]) {
      const before = Date.now() - 2_000;
      const good = await pki.ocspResponse(request, options);
      expect(await judge([good], before)).toMatchObject({ status: 'partly', covered: 1, certificates: 2 });
      expect(await opensslAccepts(good)).toBe(true);
    }
    // A certificate of the same authority without id-kp-OCSPSigning, and another authority's.
    const foreign = await pki.ocspResponse(request, { signer: await pki.leaf('tls', 'ec') });
    expect(await judge([foreign])).toMatchObject({ covered: 0 });
    expect(await opensslAccepts(foreign)).toBe(false);
    const root = await pki.ocspResponse(request, {
      signer: { certificateFile: join(pki.folder, 'root.pem'), keyFile: join(pki.folder, 'root.key') },
    });
    expect(await judge([root])).toMatchObject({ covered: 0 });
  });

  it('that had run out before genTime, that knows nothing, and that is about another, says nothing', async () => {
    const good = await pki.ocspResponse(await requestFor());
    const { answers } = parseOcspResponse(good);
    expect(await judge([good], answers[0]!.nextUpdate!.ms + 1)).toMatchObject({ covered: 0 });
    const stranger: Certificate = { ...path[0]!, serial: Uint8Array.of(0x7a, 0x7a) };
    const unknown = await pki.ocspResponse(await buildOcspRequest(stranger, path[1]!, platform));
    expect(parseOcspResponse(unknown).answers[0]!.status).toBe('unknown');
    const asStranger = { path: [stranger, ...path.slice(1)], crls: [], atMs: Date.now(), provenMs: Infinity };
    expect(await checkRevocation({ ...asStranger, ocsps: [unknown] }, platform)).toMatchObject({
      covered: 0,
    });
    expect(await checkRevocation({ ...asStranger, ocsps: [good] }, platform)).toMatchObject({ covered: 0 });
  });

  // In the long tier every bit of the response.
  it('nothing that openssl rejects is accepted after one bit flips', async () => {
    const good = await pki.ocspResponse(await requestFor(), { signer: await pki.leaf('ocsp', 'ec') });
    const bits = good.length * 8;
    const sample = count(600, bits);
    const at = Date.now();
    const laxer: number[] = [];
    let accepted = 0;
    for (let index = 0; index < sample; index++) {
      const bit = Math.floor((index * bits) / sample);
      const changed = good.with(bit >> 3, good[bit >> 3]! ^ (1 << (bit & 7)));
      const { status, covered } = await judge([changed], at);
      if (status !== 'partly' || covered === 0) continue;
      accepted += 1;
      if (!(await opensslAccepts(changed))) laxer.push(bit);
    }
    expect(laxer).toEqual([]);
    expect(accepted).toBeLessThan(sample * 0.05);
  });

  it('tells a revocation, and a later time-stamp saves what it proves to be older', async () => {
    const before = Date.now() - 60_000;
    const leaf = await pki.leaf('tsa', 'ec');
    await pki.revoke(leaf.certificateFile, 'keyCompromise');
    const revoked = await pki.ocspResponse(await requestFor());
    expect(await judge([revoked], Date.now() + 5_000)).toMatchObject({ status: 'revoked' });
    expect(await judge([revoked], before)).toMatchObject({ status: 'doubtful', subject: 'CN=Test tsa ec' });
    expect(await judge([revoked], before, before + 1_000)).toMatchObject({ status: 'revoked-later' });
    expect(await opensslAccepts(revoked)).toBe(false);
  });
});
