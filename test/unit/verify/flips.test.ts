// One flipped bit anywhere in a package that is valid: never 'valid' again, unless only the container's own headers
// changed, and then the report says 'repacked'.

import { describe, expect, it } from 'vitest';
import { layOut, localHeader } from '../../../shared/zip/layout.ts';
import { crc32 } from 'node:zlib';
import { count } from '../../tools.ts';
import { buildPackage, fullTrust, zipOf } from './package.ts';
import { verifyBytes } from './verify.ts';

const built = buildPackage();
const zip = zipOf(built.files);
const trust = fullTrust(built);
const layout = layOut(
  [...built.files].map(([name, bytes]) => ({ name, size: bytes.length, crc32: crc32(bytes) })),
);

/** Deterministic positions, so that a failure can be repeated. */
function* randomly(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

function flip(position: number, bit: number): Uint8Array {
  const out = zip.slice();
  out[position]! ^= 1 << bit;
  return out;
}

describe('one flipped bit', () => {
  it('starts from a valid package', async () => {
    expect((await verifyBytes(zip, trust, { tsa: 2, chain: true, at: null })).verdict).toBe('valid');
  });

  it('in the bytes of any entry is never valid', async () => {
    const random = randomly(7);
    const entries = layout.entries.filter((entry) => entry.size > 0);
    const total = count(150, 2_000);
    const survivors: string[] = [];
    for (let i = 0; i < total; i++) {
      const entry = entries[i % entries.length]!;
      const offset = Math.floor(random.next().value * entry.size);
      const bit = Math.floor(random.next().value * 8);
      const position = entry.offset + localHeader(entry).length + offset;
      const report = await verifyBytes(flip(position, bit), trust);
      if (report.verdict !== 'invalid')
        survivors.push(`${entry.name} byte ${offset} bit ${bit}: ${report.verdict}`);
    }
    expect(survivors).toEqual([]);
  });

  it('is found by digests alone where the checksum beside it was mended', async () => {
    const random = randomly(11);
    const entries = [...built.files].filter(([, bytes]) => bytes.length > 0);
    for (let i = 0; i < count(60, 600); i++) {
      const [name, bytes] = entries[i % entries.length]!;
      const changed = bytes.slice();
      changed[Math.floor(random.next().value * bytes.length)]! ^= 1 << Math.floor(random.next().value * 8);
      const report = await verifyBytes(zipOf(new Map([...built.files, [name, changed]])), trust);
      expect(report.verdict, name).toBe('invalid');
    }
  });

  it('in the container’s own headers is damage or a repacked container', async () => {
    const own: number[] = [];
    for (const entry of layout.entries) {
      for (let i = 0; i < localHeader(entry).length; i++) own.push(entry.offset + i);
    }
    for (let i = 0; i < layout.tail.length; i++) own.push(layout.tailOffset + i);
    const random = randomly(13);
    const outcomes = new Map<string, number>();
    for (let i = 0; i < count(150, 2_000); i++) {
      const position = own[Math.floor(random.next().value * own.length)]!;
      const report = await verifyBytes(flip(position, Math.floor(random.next().value * 8)), trust);
      const repacked = report.remarks.some((remark) => remark.code === 'container-repacked');
      expect(report.verdict === 'invalid' || repacked, `byte ${position}`).toBe(true);
      outcomes.set(report.verdict, (outcomes.get(report.verdict) ?? 0) + 1);
    }
    expect(outcomes.get('invalid')).toBeGreaterThan(0);
  });
});
