import { createHash, verify } from 'node:crypto';

import { describe, expect, it } from 'vitest';
import { digestsOf } from '../../../shared/bytes/digest.ts';
import { toUtf8 } from '../../../shared/bytes/utf8.ts';
import { pae, parseDsse } from '../../../shared/evidence/dsse.ts';
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
