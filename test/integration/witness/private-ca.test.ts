// A witness behind HTTPS whose certificate a private authority issued: asked with that authority named, and not without.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { askWitness, readWitness } from '../../../electron/attest/witness/ask.ts';
import { createNodeHttp } from '../../../electron/platform/node-http.ts';
import { runWitness } from '../../../electron/run-witness.ts';
import { settingsPatchInput } from '../../../shared/api/inputs.ts';
import { describeWith } from '../../tools.ts';
import { sampleEntries, sampleLedger } from '../../unit/ledger/sample-ledger.ts';

describeWith(['openssl'], 'witness over HTTPS', () => {
  it('a private authority that is named is trusted, for its hosts and no longer than named', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cunan-witness-tls-'));
    const make = (...args: string[]): string => {
      const key = '-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30'.split(' ');
      execFileSync('openssl', ['req', '-x509', ...key, ...args], { cwd: folder, stdio: 'pipe' });
      return readFileSync(join(folder, args[args.indexOf('-out') + 1]!), 'utf8');
    };
    const ca = make('-subj', '/CN=Office CA', '-keyout', 'ca.key', '-out', 'ca.pem');
    const stranger = make('-subj', '/CN=Office CA', '-keyout', 'other.key', '-out', 'other.pem');
    const issued = '-subj /CN=witness -CA ca.pem -CAkey ca.key -keyout tls.key -out tls.pem'.split(' ');
    const names = ['subjectAltName=IP:127.0.0.1', 'basicConstraints=critical,CA:FALSE'];
    const cert = make(...issued, ...names.flatMap((name) => ['-addext', name]));
    const { ledger } = sampleLedger();
    ledger.append(sampleEntries(0, 5));
    ledger.publish();
    const running = await runWitness({
      stateFolder: join(folder, 'state'),
      host: '127.0.0.1',
      port: 0,
      logs: [ledger.vkey],
      name: 'office.example/w1',
      tls: { cert, key: readFileSync(join(folder, 'tls.key'), 'utf8') },
      passphrase: null,
      onReply: () => {},
    });
    try {
      const http = createNodeHttp();
      const witness = { name: 'office', url: running.url, vkey: running.vkey };
      const ask = (change: object) => askWitness({ witness: { ...witness, ...change }, ledger, http }, 0);
      await expect(ask({})).rejects.toMatchObject({ code: 'witness/unreachable' });
      await expect(ask({ caPem: stranger })).rejects.toMatchObject({ code: 'witness/unreachable' });
      // The certificate names the address, not the host.
      const other = running.url.replace('127.0.0.1', 'localhost');
      await expect(ask({ caPem: ca, url: other })).rejects.toMatchObject({
        details: { problem: 'ERR_TLS_CERT_ALTNAME_INVALID' },
      });
      expect(await ask({ caPem: ca })).toMatchObject({ state: 'cosigned', size: 5 });
      const named = { ledger, http, witness: { ...witness, caPem: ca } };
      expect(await readWitness(named)).toMatchObject({ size: 5 });
      await expect(
        http.send({
          method: 'GET',
          url: `${running.url}/add-checkpoint`,
          timeoutMs: 5_000,
          maxBytes: 3,
          caPem: ca,
        }),
      ).rejects.toThrow(RangeError);
      const aborted = AbortSignal.abort(new Error('stopped'));
      await expect(readWitness({ ...named, signal: aborted })).rejects.toThrow('stopped');

      const witnesses = [{ ...witness, caPem: ca }];
      expect(settingsPatchInput.safeParse({ witnesses }).success).toBe(true);
      const plain = witnesses.map((each) => ({ ...each, url: 'http://127.0.0.1:1' }));
      expect(settingsPatchInput.safeParse({ witnesses: plain }).success).toBe(false);
    } finally {
      await running.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
