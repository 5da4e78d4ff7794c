import { createHash, getHashes, randomBytes } from 'node:crypto';
import { createSM3 } from 'hash-wasm';
import { describe, expect, it } from 'vitest';
import { digestsOf } from '../../../shared/bytes/digest.ts';
import { toHex } from '../../../shared/bytes/hex.ts';
import { toUtf8 } from '../../../shared/bytes/utf8.ts';
import { createWasmHashers } from '../../../shared/bytes/wasm-hashers.ts';
import { createWasmSm3 } from '../../../shared/bytes/wasm-sm3.ts';

const hashers = await createWasmHashers();

describe('wasm hashers', () => {
  it('know the published vectors', () => {
    expect(digestsOf(hashers, toUtf8('a'), toUtf8('bc'))).toEqual({
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      sm3: '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    });
    expect(digestsOf(hashers).sha256).toBe(createHash('sha256').digest('hex'));
  });

  it('keep interleaved streams apart, also when one is dropped', () => {
    const abandoned = hashers.createSha256();
    abandoned.update(toUtf8('never finished'));
    const streams = Array.from({ length: 20 }, (_, i) => {
      const bytes = new Uint8Array(1000 * (i + 1)).fill(i);
      return { bytes, sha256: hashers.createSha256(), sm3: hashers.createSm3() };
    });
    for (let part = 0; part < 4; part++) {
      for (const { bytes, sha256, sm3 } of streams) {
        const quarter = bytes.subarray((part * bytes.length) / 4, ((part + 1) * bytes.length) / 4);
        sha256.update(quarter);
        sm3.update(quarter);
      }
    }
    for (const { bytes, sha256, sm3 } of streams.reverse()) {
      expect(toHex(sha256.digest())).toBe(createHash('sha256').update(bytes).digest('hex'));
      if (getHashes().includes('sm3')) {
        expect(toHex(sm3.digest())).toBe(createHash('sm3').update(bytes).digest('hex'));
      }
    }
  });

  it('refuse a second use', async () => {
    const sm3 = (await createWasmSm3())();
    sm3.digest();
    expect(() => sm3.digest()).toThrow('already taken');
    expect(() => sm3.update(new Uint8Array(1))).toThrow('already taken');
  });
});

describe('our SM3 module', () => {
  it('agrees with hash-wasm and OpenSSL at every length around block and buffer borders, however it is cut', async () => {
    const [create, other] = await Promise.all([createWasmSm3(), createSM3()]);
    const borders = [65_536, 131_072, 200_000].flatMap((n) => [
      n - 65,
      n - 64,
      n - 9,
      n - 8,
      n - 1,
      n,
      n + 1,
    ]);
    const lengths = [...Array.from({ length: 260 }, (_, i) => i), ...borders];
    const random = randomBytes(200_100);
    for (const [round, length] of lengths.entries()) {
      const bytes = random.subarray(round % 97, (round % 97) + length);
      const stream = create();
      for (let at = 0, step = (round * 37) % 151; at < length || at === 0; step = (step * 7 + 3) % 70_001) {
        stream.update(bytes.subarray(at, at + step));
        at += step;
        if (length === 0) break;
      }
      const ours = toHex(stream.digest());
      expect(ours).toBe(other.init().update(bytes).digest());
      if (getHashes().includes('sm3')) expect(ours).toBe(createHash('sm3').update(bytes).digest('hex'));
    }
  });
});
