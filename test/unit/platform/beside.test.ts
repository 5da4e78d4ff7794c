// Both digests of long streams, with a thread beside the caller.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { BESIDE_FROM_BYTES, type BothDigests, openBoth } from '../../../shared/bytes/hashers.ts';
import { toHex } from '../../../shared/bytes/hex.ts';
import { createWasmHashers } from '../../../shared/bytes/wasm-hashers.ts';
import { createNodeHashers } from '../../../electron/platform/node-hashers.ts';
import { createBesideStream } from '../../../electron/platform/beside-stream.ts';
import type { FromSm3Thread, ToSm3Thread } from '../../../electron/platform/sm3-thread.ts';
import { random } from '../store/folder.ts';

const plain = await createWasmHashers();

async function expected(bytes: Uint8Array): Promise<{ sha256: string; sm3: string }> {
  const sm3 = plain.createSm3();
  sm3.update(bytes);
  return { sha256: createHash('sha256').update(bytes).digest('hex'), sm3: toHex(sm3.digest()) };
}

async function digestsOf(both: BothDigests): Promise<{ sha256: string; sm3: string }> {
  const { sha256, sm3 } = await both.digests();
  return { sha256: toHex(sha256), sm3: toHex(sm3) };
}

describe.each(['auto', 'wasm'] as const)('beside, %s', (sm3) => {
  it('streams side by side come out as they would alone; the buffer is free when update() resolves', async () => {
    const hashers = await createNodeHashers({ sm3 });
    const open = await Promise.all([1, 2, 3].map(() => hashers.openBeside!()));
    const [a, b, dropped] = open.map((both) => both!);
    const first = random.bytes(7 * 1024 * 1024 + 5);
    const second = random.bytes(3_000_001);
    const buffer = new Uint8Array(700_001);
    for (let at = 0; at < first.length; at += buffer.length) {
      const part = first.subarray(at, at + buffer.length);
      buffer.set(part);
      await a!.update(buffer.subarray(0, part.length));
      await dropped!.update(part);
      if (at < second.length) await b!.update(second.subarray(at, at + buffer.length));
    }
    dropped!.drop();
    dropped!.drop();
    expect(await digestsOf(a!)).toEqual(await expected(first));
    expect(await digestsOf(b!)).toEqual(await expected(second));
    a!.drop();
    expect(await digestsOf((await hashers.openBeside!())!)).toEqual(await expected(new Uint8Array()));
  });
});

it('short streams stay in this thread, long ones do not', async () => {
  const hashers = await createNodeHashers();
  const asked: string[] = [];
  const watched = { ...hashers, openBeside: async () => (asked.push('beside'), hashers.openBeside!()) };
  const short = await openBoth(watched, BESIDE_FROM_BYTES - 1);
  expect(asked).toEqual([]);
  await short.update(Uint8Array.of(1));
  expect(await digestsOf(short)).toEqual(await expected(Uint8Array.of(1)));
  const long = await openBoth(watched, BESIDE_FROM_BYTES);
  expect(asked).toEqual(['beside']);
  long.drop();
  const without = await openBoth({ ...hashers, openBeside: () => Promise.resolve(null) }, BESIDE_FROM_BYTES);
  expect(await digestsOf(without)).toEqual(await expected(new Uint8Array()));
});

it('a thread that dies fails whoever waits, and no digest comes out', async () => {
  let ended = 0;
  const stream = createBesideStream({ send() {}, ended: () => void ended++ });
  const waiting = Promise.resolve(stream.both.update(new Uint8Array(6 * 1024 * 1024)));
  stream.failed(new Error('gone'));
  await expect(waiting).rejects.toThrow('gone');
  await expect(stream.both.digests()).rejects.toThrow('gone');
  stream.both.drop();
  expect(ended).toBe(1);
});

it('the built program has its thread', async () => {
  // `npm test` builds before it tests.
  const worker = new Worker(join(import.meta.dirname, '../../../out/node/sm3-thread.js'), {
    workerData: { sm3: 'wasm' },
  });
  try {
    const digest = new Promise<Uint8Array>((resolve, reject) => {
      worker.on('error', reject);
      worker.on('message', (message: FromSm3Thread) => {
        if (message.type === 'digest') resolve(message.digest);
      });
    });
    const say = (message: ToSm3Thread) => worker.postMessage(message, []);
    say({ type: 'open', stream: 1, slots: [new TextEncoder().encode('abc…')] });
    say({ type: 'slot', stream: 1, slot: 0, length: 3 });
    say({ type: 'digest', stream: 1 });
    expect(toHex(await digest)).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
  } finally {
    await worker.terminate();
  }
});
