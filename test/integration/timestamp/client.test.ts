// The client against a TSA that really signs, and lies in every way on request: nothing that is not good is returned.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requestTimestamp, type TimestampOrder } from '../../../electron/attest/timestamp/client.ts';
import { createNodeClock } from '../../../electron/platform/node-clock.ts';
import { createNodeHashers } from '../../../electron/platform/node-hashers.ts';
import { createNodeHttp } from '../../../electron/platform/node-http.ts';
import { createNodeRandom } from '../../../electron/platform/node-random.ts';
import { isAppError, type ErrorCode } from '../../../shared/errors.ts';
import type { TsaConfig } from '../../../shared/timestamp/types.ts';
import {
  OTHER_POLICY,
  startOpensslTsa,
  TEST_POLICY,
  TSA_FAULTS,
  type OpensslTsa,
  type TsaFault,
} from '../../fakes/openssl-tsa.ts';
import { createOpensslPki, type OpensslPki } from '../../fakes/openssl-pki.ts';
import { describeWith } from '../../tools.ts';
import { createOpensslOracle } from './openssl-oracle.ts';

const data = new TextEncoder().encode('a signed checkpoint');

const FAULT_CODES: Readonly<Record<Exclude<TsaFault, 'slow'>, ErrorCode>> = {
  'wrong-nonce': 'tsa/wrong-nonce',
  'wrong-imprint': 'tsa/wrong-imprint',
  'wrong-policy': 'tsa/wrong-policy',
  'wrong-time': 'tsa/time-implausible',
  'status-2': 'tsa/rejected',
  'http-500': 'tsa/unreachable',
  'http-404': 'tsa/rejected',
  garbage: 'tsa/bad-response',
  empty: 'tsa/bad-response',
  huge: 'tsa/bad-response',
  truncated: 'tsa/bad-response',
  'expired-leaf': 'tsa/untrusted',
  'no-ess-cert-id': 'tsa/bad-signature',
  'tls-server-cert': 'tsa/untrusted',
  closes: 'tsa/unreachable',
};

describeWith(['openssl'], 'asking a time-stamping authority', () => {
  let pki: OpensslPki;
  let rsa: OpensslTsa;
  let ec: OpensslTsa;
  let order: Omit<TimestampOrder, 'tsa'>;

  beforeAll(async () => {
    pki = await createOpensslPki();
    rsa = await startOpensslTsa({ leaf: 'rsa', pki });
    ec = await startOpensslTsa({ leaf: 'ec', pki });
    order = {
      data,
      http: createNodeHttp(),
      random: createNodeRandom(),
      clock: createNodeClock(),
      hashers: await createNodeHashers(),
    };
  });
  afterAll(async () => {
    await Promise.all([rsa.close(), ec.close()]);
    await pki.close();
  });

  async function codeOf(tsa: TsaConfig, more: Partial<TimestampOrder> = {}): Promise<string> {
    try {
      await requestTimestamp({ ...order, ...more, tsa });
      return 'obtained';
    } catch (error) {
      return isAppError(error) ? error.code : String(error);
    }
  }

  it('returns the whole reply, its chain, and what it says; openssl agrees', async () => {
    const oracle = await createOpensslOracle(data, pki.rootPem);
    for (const tsa of [rsa, ec]) {
      const { tsr, chainPem, report } = await requestTimestamp({
        ...order,
        tsa: { ...tsa.config, policy: TEST_POLICY },
      });
      expect(report).toMatchObject({ status: 'pass', info: { policy: TEST_POLICY } });
      expect(chainPem.match(/BEGIN CERTIFICATE/g)).toHaveLength(3);
      expect(await oracle.accepts(tsr)).toBe(true);
      expect(await oracle.accepts(tsr, { untrustedPem: chainPem })).toBe(true);
    }
    await oracle.close();
  });

  it.each(Object.entries(FAULT_CODES) as [TsaFault, ErrorCode][])('%s -> %s', async (fault, code) => {
    ec.setFault(fault);
    try {
      expect(await codeOf({ ...ec.config, policy: fault === 'status-2' ? null : TEST_POLICY })).toBe(code);
    } finally {
      ec.setFault(null);
    }
  });

  it('has a code for every fault', () => {
    expect([...Object.keys(FAULT_CODES), 'slow'].sort()).toEqual([...TSA_FAULTS].sort());
  });

  it('gives up on a slow authority when told to, and says unreachable when time runs out', async () => {
    ec.setFault('slow');
    try {
      const reason = new Error('the user left');
      const controller = new AbortController();
      const asked = codeOf(ec.config, { signal: controller.signal });
      setTimeout(() => controller.abort(reason), 50);
      expect(await asked).toBe('Error: the user left');
      const hasty = {
        send: (request: Parameters<typeof order.http.send>[0]) =>
          order.http.send({ ...request, timeoutMs: 50 }),
      };
      expect(await codeOf(ec.config, { http: hasty })).toBe('tsa/unreachable');
    } finally {
      ec.setFault(null);
    }
  });

  it('keeps a token without a configured root as untrusted, and refuses another root', async () => {
    const { report, chainPem } = await requestTimestamp({ ...order, tsa: { ...ec.config, rootsPem: '' } });
    expect(report).toMatchObject({ status: 'untrusted', code: 'tst-untrusted' });
    expect(chainPem).not.toBe('');
    const other = await createOpensslPki();
    expect(await codeOf({ ...ec.config, rootsPem: other.rootPem })).toBe('tsa/untrusted');
    expect(await codeOf({ ...ec.config, rootsPem: other.rootPem + pki.rootPem })).toBe('obtained');
    await other.close();
  });

  it('refuses a configuration that cannot be used', async () => {
    expect(await codeOf({ ...ec.config, rootsPem: 'not a certificate' })).toBe('input/invalid');
    expect(await codeOf({ ...ec.config, url: 'ftp://127.0.0.1/' })).toBe('input/invalid');
    expect(await codeOf({ ...ec.config, url: 'tsa' })).toBe('input/invalid');
    expect(await codeOf({ ...ec.config, policy: 'best' })).toBe('input/invalid');
  });

  it('asks for the policy that is configured', async () => {
    const { report } = await requestTimestamp({ ...order, tsa: { ...ec.config, policy: OTHER_POLICY } });
    expect(report.info?.policy).toBe(OTHER_POLICY);
  });

  it('takes a nonce with the top bit cleared from the given source', async () => {
    const random = { bytes: (length: number) => new Uint8Array(length).fill(0xff) };
    const { report } = await requestTimestamp({ ...order, random, tsa: ec.config });
    expect(report.info?.nonceHex).toBe('7fffffffffffffff');
  });

  it('one authority that fails or hangs never hurts another', async () => {
    const dead = await closedPort();
    rsa.setFault('wrong-imprint');
    const tsas = [rsa.config, { ...ec.config, name: 'dead', url: `http://127.0.0.1:${dead}/` }, ec.config];
    const outcomes = await Promise.allSettled(tsas.map((tsa) => requestTimestamp({ ...order, tsa })));
    rsa.setFault(null);
    expect(outcomes).toMatchObject([
      { reason: { code: 'tsa/wrong-imprint' } },
      { reason: { code: 'tsa/unreachable', details: { tsa: 'dead', problem: 'ECONNREFUSED' } } },
      { value: { report: { status: 'pass' } } },
    ]);
  });

  it('serves many at once, each with its own answer', async () => {
    const eight = Array.from({ length: 8 }, () => requestTimestamp({ ...order, tsa: ec.config }));
    const obtained = await Promise.all(eight);
    expect(new Set(obtained.map(({ report }) => report.info?.serialHex)).size).toBe(8);
  });
});

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
