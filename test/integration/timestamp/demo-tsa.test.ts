// The demonstration authority: tokens that openssl verifies, names that say what it is, an authority that is kept.

import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestTimestamp, type TimestampOrder } from '../../../electron/attest/timestamp/client.ts';
import { startDemoTsa } from '../../../electron/demo/tsa/demo-tsa.ts';
import { createNodeClock } from '../../../electron/platform/node-clock.ts';
import { createNodeHashers } from '../../../electron/platform/node-hashers.ts';
import { createNodeHttp } from '../../../electron/platform/node-http.ts';
import { createNodeRandom } from '../../../electron/platform/node-random.ts';
import { hasTool } from '../../tools.ts';
import { createOpensslOracle } from './openssl-oracle.ts';

const data = new TextEncoder().encode('demo');
let folder: string;
let order: Omit<TimestampOrder, 'tsa'>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demo-tsa-'));
  order = {
    data,
    http: createNodeHttp(),
    random: createNodeRandom(),
    clock: createNodeClock(),
    hashers: await createNodeHashers(),
  };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the demonstration TSA', () => {
  it('gives a token that verifies, marked in every name', async () => {
    const tsa = await startDemoTsa({ clock: order.clock });
    const { tsr, report } = await requestTimestamp({ ...order, tsa: tsa.config });
    expect(tsa.config.demonstration).toBe(true);
    expect(report).toMatchObject({
      status: 'pass',
      info: { signatureAlgorithm: 'ECDSA sha256', accuracyMs: 1000 },
    });
    for (const name of [report.info?.signerSubject, report.info?.signerIssuer, report.info?.rootSubject])
      expect(name).toContain('DEMO 演示');
    if (hasTool('openssl', ['version'])) {
      const oracle = await createOpensslOracle(data, tsa.config.rootsPem);
      expect(await oracle.accepts(tsr)).toBe(true);
      await oracle.close();
    }
    await tsa.close();
  });

  it('follows the clock that it is given', async () => {
    const at = new Date('2031-02-03T04:05:06.700Z');
    const clock = { ...order.clock, now: () => at };
    const tsa = await startDemoTsa({ clock });
    const { report } = await requestTimestamp({ ...order, clock, tsa: tsa.config });
    expect(report.info?.genTime).toBe('2031-02-03T04:05:06.7Z');
    await tsa.close();
  });

  it('keeps its authority in a folder, for its owner alone, and replaces what is damaged', async () => {
    const seedDir = join(folder, 'seed');
    const rootOf = async (): Promise<string> => {
      const tsa = await startDemoTsa({ clock: order.clock, seedDir });
      await requestTimestamp({ ...order, tsa: tsa.config });
      await tsa.close();
      return tsa.config.rootsPem;
    };
    const first = await rootOf();
    expect(await rootOf()).toBe(first);
    const file = join(seedDir, 'demo-tsa.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).not.toContain(folder);
    await writeFile(file, '{"rootPem": 1}');
    const second = await rootOf();
    expect(second).not.toBe(first);
    expect(await rootOf()).toBe(second);
  });

  it('refuses what it should', async () => {
    const tsa = await startDemoTsa({ clock: order.clock });
    await expect(
      requestTimestamp({ ...order, tsa: { ...tsa.config, policy: '1.2.3' } }),
    ).rejects.toMatchObject({
      code: 'tsa/rejected',
      details: { problem: expect.stringContaining('unacceptedPolicy') as string },
    });
    const post = (body: Uint8Array<ArrayBuffer>, type = 'application/timestamp-query') =>
      fetch(tsa.url, { method: 'POST', headers: { 'content-type': type }, body });
    expect((await fetch(tsa.url)).status).toBe(415);
    expect((await post(new Uint8Array(10), 'text/plain')).status).toBe(415);
    expect((await post(new Uint8Array(100_000))).status).toBe(413);
    const refusal = new Uint8Array(await (await post(new Uint8Array(10))).arrayBuffer());
    expect(Buffer.from(refusal).toString('utf8')).toContain('DEMO 演示: format');
    await tsa.close();
  });
});
