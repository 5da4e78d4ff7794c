import { createHash, verify } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { digestsOf } from '../../../shared/bytes/digest.ts';
import { toUtf8 } from '../../../shared/bytes/utf8.ts';
import { pae, parseDsse } from '../../../shared/evidence/dsse.ts';
import { hashFile } from '../../../electron/evidence/hash-file.ts';
import { sealEvidence } from '../../../electron/evidence/seal.ts';
import { DEVICE, hashers, randomFrom, sealSample, webFacts } from '../../vectors/ingredients.ts';

const files = ['data/b', 'data/a', 'data/页'].map((path) => ({
  path,
  size: path.length,
  ...digestsOf(hashers, toUtf8(path)),
}));
const seal = (order = files) =>
  sealEvidence({ facts: webFacts(), files: order, signer: DEVICE, random: randomFrom('s'), hashers });

describe('sealing', () => {
  it('gives the same bytes for the same inputs, in any order of files', () => {
    expect(seal(files.toReversed())).toEqual(seal());
  });

  it('signs the statement bytes, which name the index bytes', () => {
    const { statement, index, dsse, statementDigests } = seal();
    const { payload, payloadType, signatures } = parseDsse(dsse);
    expect(payload).toEqual(statement);
    expect(verify(null, pae(payloadType, statement), DEVICE.publicKeyPem, signatures[0]!.sig)).toBe(true);
    expect(statementDigests.sha256).toBe(createHash('sha256').update(statement).digest('hex'));
    expect(new TextDecoder().decode(statement)).toContain(createHash('sha256').update(index).digest('hex'));
  });

  it('gives every file a salt of its own', () => {
    expect(new Set(seal().lines.map((line) => line.salt)).size).toBe(files.length);
    const stuck = { bytes: (length: number) => new Uint8Array(length) };
    const input = { facts: webFacts(), files, signer: DEVICE, random: stuck, hashers };
    expect(() => sealEvidence(input)).toThrow('a salt is used twice');
  });

  it('refuses to seal nothing', () => {
    expect(() => sealSample(webFacts(), {})).toThrow('format/bad-package');
  });
});

describe('hashFile', () => {
  it('digests a file and a stream alike', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cunan-hash-'));
    const path = join(folder, 'x');
    const bytes = new Uint8Array(2_500_000).map((_, i) => i * 31);
    writeFileSync(path, bytes);
    async function* stream(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(bytes.subarray(0, 7));
      yield bytes.subarray(7);
    }
    const expected = { size: bytes.length, ...digestsOf(hashers, bytes) };
    expect(await hashFile(path, hashers)).toEqual(expected);
    expect(await hashFile(stream(), hashers)).toEqual(expected);
    for (const bad of [join(folder, 'missing'), folder]) {
      const refused = { code: 'input/file-unreadable', details: { path: bad } };
      await expect(hashFile(bad, hashers)).rejects.toMatchObject(refused);
    }
    await expect(hashFile(path, hashers, AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
    rmSync(folder, { recursive: true });
  });
});
