import { describe, expect, test } from 'vitest';
import { concatBytes, toUtf8 } from '../../../shared/bytes/utf8.ts';
import { buildAddCheckpoint, parseAddCheckpoint } from '../../../shared/ledger/add-checkpoint.ts';
import { checkCosignatures, cosignText } from '../../../shared/ledger/cosignature.ts';
import {
  buildSignatureLine,
  parseNote,
  parseSignatureLines,
  verifyNote,
} from '../../../shared/ledger/note.ts';
import { encodeVkey, parseVkey, verifierKeyOf } from '../../../shared/ledger/vkey.ts';
import { sampleEntries, sampleLedger, seededSigner } from './sample-ledger.ts';

const signer = seededSigner(41);
const witness = verifierKeyOf('witness.example/w1', signer.publicKey, 'witness');
const stranger = verifierKeyOf('witness.example/w2', seededSigner(42).publicKey, 'witness');

const sign = (message: Uint8Array): Uint8Array => signer.sign(message);

function cosigned() {
  const { ledger } = sampleLedger();
  ledger.append(sampleEntries(0, 5));
  const { note } = ledger.publish();
  const log = parseVkey(ledger.vkey);
  const line = cosignText(parseNote(note).text, witness, 1_679_315_147, sign);
  return { note, log, line };
}

describe('cosignature/v1', () => {
  test('is found, with its time, and leaves the log its own signature', () => {
    const { note, log, line } = cosigned();
    const both = parseNote(note + line);
    expect(checkCosignatures(both, [stranger, witness], [log])).toEqual({
      good: [{ witness, time: 1_679_315_147, line }],
      bad: [],
      unknown: [],
    });
    expect(verifyNote(note + line, [log]).status).toBe('pass');
    expect(parseSignatureLines(line)).toHaveLength(1);
  });

  test('of an unknown key is listed and no more; the same line twice counts once', () => {
    const { note, log, line } = cosigned();
    const found = checkCosignatures(parseNote(note + line), [stranger], [log]);
    expect(found).toEqual({ good: [], bad: [], unknown: ['witness.example/w1'] });
    expect(checkCosignatures(parseNote(note + line + line), [witness], [log]).good).toHaveLength(1);
  });

  test('no flipped bit holds', () => {
    const { note, line } = cosigned();
    const { signature } = parseSignatureLines(line)[0]!;
    for (let at = 0; at < signature.length; at++) {
      const changed = signature.slice();
      changed[at]! ^= 1;
      const found = checkCosignatures(
        parseNote(note + buildSignatureLine({ ...witness, signature: changed })),
        [witness],
      );
      expect(found.bad, `byte ${at}`).toEqual([witness]);
      expect(found.good).toEqual([]);
    }
  });

  test('a time of zero, of the far future, or a bare signature does not hold', () => {
    const { note } = cosigned();
    const { text } = parseNote(note);
    for (const line of [
      cosignText(text, witness, 0, sign),
      cosignText(text, witness, 2 ** 52, sign),
      buildSignatureLine({ ...witness, signature: sign(toUtf8(text)) }),
      buildSignatureLine({ ...witness, signature: concatBytes(new Uint8Array(2_428)) }),
    ]) {
      expect(checkCosignatures(parseNote(note + line), [witness]).bad).toEqual([witness]);
    }
  });

  test('keys of logs and of witnesses are told apart', () => {
    const vkey = encodeVkey(witness);
    expect(vkey).toMatch(/^witness\.example\/w1\+[0-9a-f]{8}\+B[A-Za-z0-9+/=]+$/);
    expect(parseVkey(vkey, 'witness')).toEqual(witness);
    expect(() => parseVkey(vkey)).toThrow(/bad-proof/);
    expect(() => parseVkey(cosigned().log.name, 'witness')).toThrow(/bad-proof/);
    expect(verifierKeyOf(witness.name, signer.publicKey).keyId).not.toBe(witness.keyId);
  });
});

describe('add-checkpoint', () => {
  test('there and back', () => {
    const request = { oldSize: 7, hashes: [new Uint8Array(32).fill(1)], checkpointNote: cosigned().note };
    expect(parseAddCheckpoint(buildAddCheckpoint(request))).toEqual(request);
    const first = { ...request, oldSize: 0, hashes: [] };
    expect(parseAddCheckpoint(buildAddCheckpoint(first))).toEqual(first);
  });

  test.each([
    'old 07\n\nx',
    'old -1\n\nx',
    'old 1 \n\nx',
    'new 1\n\nx',
    'old 1\n',
    'old 1\nAAAA\n\nx',
    `old 1\n${`${'A'.repeat(43)}=\n`.repeat(64)}\nx`,
  ])('malformed: %j', (text) => {
    expect(() => parseAddCheckpoint(toUtf8(text))).toThrow(/bad-proof/);
  });
});
