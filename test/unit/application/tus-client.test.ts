import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertUploadUrl, uploadFile } from '../../../electron/application/tus-client.ts';
import { createNodeHttp } from '../../../electron/platform/node-http.ts';
import type { RandomAccess } from '../../../shared/zip/random-access.ts';
import { RECEIPT, startTusServer, type TusServer } from '../../fakes/tus-server.ts';

let server: TusServer;
beforeEach(async () => void (server = await startTusServer()));
afterEach(() => server.kill().catch(() => undefined));

const BYTES = randomBytes(9_500_000);
const file: RandomAccess = {
  name: 'A-20261124-TEST.cunanapp.age',
  size: BYTES.length,
  read: async (at, length) => new Uint8Array(BYTES.subarray(at, at + length)),
};
const clock = { now: () => new Date('2026-11-24T12:00:00Z'), monotonicMs: () => 0 };

function upload(url: string | null, change: Partial<Parameters<typeof uploadFile>[3]> = {}) {
  return uploadFile(
    { http: createNodeHttp(), clock },
    file,
    { endpoint: server.url, url },
    {
      signal: new AbortController().signal,
      onUrl: () => undefined,
      onOffset: () => undefined,
      ...change,
    },
  );
}

describe('upload by tus', () => {
  it('sends piece by piece and keeps the receipt as it came', async () => {
    const offsets: number[] = [];
    const receipt = await upload(null, { onOffset: (offset) => void offsets.push(offset) });
    const [kept] = server.uploads.values();
    expect(Buffer.concat(kept!.pieces).equals(BYTES)).toBe(true);
    expect(Buffer.from(kept!.metadata.split(' ')[1]!, 'base64').toString()).toBe(file.name);
    expect(offsets).toEqual([0, 4_194_304, 8_388_608, 9_500_000]);
    expect(Buffer.from(receipt.bodyBase64, 'base64').toString()).toBe(RECEIPT);
    expect(receipt).toMatchObject({ status: 200, receivedAt: '2026-11-24T12:00:00.000Z' });
  });

  it('goes on where a killed server had stopped, with the right bytes', async () => {
    let url = '';
    server.breakAt = 5_000_000;
    const broken = upload(null, { onUrl: (to) => void (url = to) });
    await expect(broken).rejects.toThrow('application/upload-unreachable');
    await server.kill();
    await expect(upload(url)).rejects.toThrow('application/upload-unreachable');
    server.breakAt = null;
    await server.start();
    const before = server.requests.length;
    await upload(url);
    expect(server.requests.slice(before).map((each) => each.split(' ')[0])).toEqual([
      'HEAD',
      'PATCH',
      'PATCH',
    ]);
    expect(server.uploads.size).toBe(1);
    expect(Buffer.concat([...server.uploads.values()][0]!.pieces).equals(BYTES)).toBe(true);
    // Everything is there: a lost reply costs no second sending.
    expect(await upload(url)).toMatchObject({ status: 200, bodyBase64: '' });
  });

  it('tells a forgotten upload, a refusal and a cancel apart', async () => {
    let url = '';
    await upload(null, { onUrl: (to) => void (url = to) });
    server.forget();
    await expect(upload(url)).rejects.toThrow('application/upload-gone');
    server.refuseWith = 302;
    await expect(upload(null)).rejects.toThrow('application/upload-refused');
    server.refuseWith = null;
    const stop = new AbortController();
    const cancelled = upload(null, { signal: stop.signal, onOffset: (at) => at > 0 && stop.abort() });
    await expect(cancelled).rejects.toThrow(/abort/i);
  });

  it('goes over verified TLS, or to this computer', () => {
    expect(assertUploadUrl('https://notary.example/files')).toBe('https://notary.example/files');
    for (const bad of [
      'http://notary.example/',
      'ftp://x/',
      'https://u:p@notary.example/',
      'http://127.0.0.1.evil.example/',
      '',
    ])
      expect(() => assertUploadUrl(bad)).toThrow('input/invalid');
  });
});
