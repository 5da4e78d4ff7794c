// A real captured package with time-stamps and an anchor, one bit flipped anywhere: never 'valid'; in the container's
// own headers it is damage or a repacked container. Where things lie in the ZIP is told by Python, not by our reader.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApp } from '../../../electron/app.ts';
import { runDemo } from '../../../electron/demo/demo.ts';
import type { TrustPolicy } from '../../../shared/verify/trust-policy.ts';
import { count, describeWith } from '../../tools.ts';
import { verifyBytes } from '../../unit/verify/verify.ts';

const LIST = [
  'import json, struct, sys, zipfile',
  'raw = open(sys.argv[1], "rb").read()',
  'out = []',
  'for i in zipfile.ZipFile(sys.argv[1]).infolist():',
  '    n, m = struct.unpack("<HH", raw[i.header_offset + 26:i.header_offset + 30])',
  '    out.append([i.filename, i.header_offset + 30 + n + m, i.file_size])',
  'print(json.dumps(out))',
].join('\n');

interface Entry {
  readonly name: string;
  readonly start: number;
  readonly size: number;
}

describeWith(['python3'], 'one flipped bit of a real package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cunan-flips-'));
  let zip: Uint8Array;
  let trust: TrustPolicy;
  let entries: readonly Entry[];

  beforeAll(async () => {
    const outcome = await runDemo(join(folder, 'demo'), () => undefined);
    const app = await createApp({ home: join(folder, 'demo', 'data'), shell: 'cli', startJobs: false });
    trust = await app.core.trustPolicy();
    await app.close();
    zip = new Uint8Array(readFileSync(outcome.package));
    const listed = spawnSync('python3', ['-c', LIST, outcome.package], { encoding: 'utf8' });
    entries = (JSON.parse(listed.stdout) as [string, number, number][]).map(([name, start, size]) => ({
      name,
      start,
      size,
    }));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function flip(position: number, bit: number) {
    const changed = zip.slice();
    changed[position]! ^= 1 << bit;
    return verifyBytes(changed, trust);
  }

  it('starts from a valid one with every kind of proof in it', async () => {
    expect((await verifyBytes(zip, trust)).verdict).toBe('valid');
    const names = entries.map(({ name }) => name).join('\n');
    for (const kind of [
      'attest/tsa/',
      'attest/tlog/',
      'attest/chain/',
      'certificate.pdf',
      'data/page.wacz',
    ]) {
      expect(names).toContain(kind);
    }
  });

  it('in any entry', async () => {
    const random = randomly(17);
    const filled = entries.filter(({ size }) => size > 0);
    const survivors: string[] = [];
    for (let i = 0; i < Math.max(filled.length, count(120, 2_000)); i++) {
      const { name, start, size } = filled[i % filled.length]!;
      const offset = Math.floor(random.next().value * size);
      const bit = Math.floor(random.next().value * 8);
      const { verdict } = await flip(start + offset, bit);
      if (verdict === 'valid') survivors.push(`${name} byte ${offset} bit ${bit}`);
    }
    expect(survivors).toEqual([]);
  });

  it("in the container's own headers", async () => {
    const random = randomly(19);
    const inEntry = new Set<number>();
    for (const { start, size } of entries) for (let at = 0; at < size; at++) inEntry.add(start + at);
    const own = Array.from(zip.keys()).filter((at) => !inEntry.has(at));
    for (let i = 0; i < count(60, 1_000); i++) {
      const position = own[Math.floor(random.next().value * own.length)]!;
      const { verdict, remarks } = await flip(position, Math.floor(random.next().value * 8));
      const said = verdict === 'invalid' || remarks.some(({ code }) => code === 'container-repacked');
      expect(said, `byte ${position}: ${verdict}`).toBe(true);
    }
  });
});

/** Repeatable: the same positions for the same package size. */
function* randomly(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}
