import { describe, expect, test } from 'vitest';
import { parseCheckpointText, buildCheckpointText } from '../../../shared/ledger/checkpoint.ts';
import { parseNote, signNoteText, verifyNote } from '../../../shared/ledger/note.ts';
import { encodeVkey, ledgerKeyOf, originOf, parseVkey, verifierKeyOf } from '../../../shared/ledger/vkey.ts';
import { seededSigner } from './sample-ledger.ts';

// Key and note of the documentation of golang.org/x/mod/sumdb/note.
const GO_VKEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const GO_NOTE =
  'If you think cryptography is the answer to your problem,\n' +
  "then you don't know what your problem is.\n" +
  '\n' +
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

describe('signed notes', () => {
  const signer = seededSigner(1);
  const key = ledgerKeyOf(signer.publicKey);
  const text = 'hello\n\nworld\n';
  const note = signNoteText(text, key, (message) => signer.sign(message));

  test("the example of Go's documentation verifies, and its key parses to the same text", () => {
    const goKey = parseVkey(GO_VKEY);
    expect(encodeVkey(goKey)).toBe(GO_VKEY);
    expect(verifyNote(GO_NOTE, [goKey])).toMatchObject({ status: 'pass' });
    expect(verifyNote(GO_NOTE.replace('answer', 'Answer'), [goKey])).toMatchObject({
      status: 'fail',
      code: 'ledger-signature-bad',
    });
  });

  test('what was signed is what is read; the text may hold empty lines', () => {
    expect(parseNote(note).text).toBe(text);
    expect(verifyNote(note, [key])).toMatchObject({ status: 'pass', text });
  });

  test('signatures of unknown keys are ignored, before and after ours, sixteen and more of them', () => {
    const lines = Array.from({ length: 40 }, (_, i) => {
      const other = seededSigner(100 + i);
      const otherKey = verifierKeyOf(`witness-${i}.example`, other.publicKey);
      return signNoteText(text, otherKey, (message) => other.sign(message)).slice(text.length + 1);
    });
    const own = note.slice(text.length + 1);
    const crowded = `${text}\n${lines.slice(0, 20).join('')}${own}${lines.slice(20).join('')}`;
    expect(parseNote(crowded).signatures).toHaveLength(41);
    expect(verifyNote(crowded, [key])).toMatchObject({ status: 'pass' });
    expect(verifyNote(`${text}\n${lines.join('')}`, [key])).toMatchObject({
      code: 'ledger-signature-missing',
    });
    expect(verifyNote(`${text}\n${own}${lines.join('').repeat(3)}`, [key])).toMatchObject({
      code: 'ledger-proof-malformed',
    });
  });

  test('a known key with a bad signature rejects the note, whoever else signed it', () => {
    const other = seededSigner(2);
    const otherKey = verifierKeyOf('other.example', other.publicKey);
    const forged = signNoteText(text, otherKey, () => new Uint8Array(64)).slice(text.length + 1);
    expect(verifyNote(note + forged, [key])).toMatchObject({ status: 'pass' });
    expect(verifyNote(note + forged, [key, otherKey])).toMatchObject({ code: 'ledger-signature-bad' });
  });

  test.each([
    ['', 'nothing'],
    ['text\n', 'no signature'],
    ['text\n\n', 'no signature line'],
    [note.slice(0, -1), 'no newline at the end'],
    [note.replace('—', '-'), 'a hyphen for the em dash'],
    [note.replace('hello', 'hel\u0007lo'), 'a control character'],
    [note.replace('hello', 'hel\rlo'), 'a carriage return'],
    [`${note}\n`, 'an empty line at the end'],
    [note.replace('=\n', '\n'), 'base64 without its padding'],
    [`${text}\n— name AAAA\n`, 'a signature shorter than its key id'],
    [`${text}\n— a+b AAAAAAA=\n`, 'a plus in the name'],
    [`${text}\n— a\u00a0b AAAAAAA=\n`, 'a space in the name'],
    [note.replace('hello', '\ud800'), 'a lone surrogate'],
  ])('malformed: %#', (bad) => {
    expect(verifyNote(bad, [key])).toMatchObject({ status: 'fail', code: 'ledger-proof-malformed' });
  });

  test('verifier keys: wrong id, type, length and text are refused', () => {
    const vkey = encodeVkey(key);
    expect(key.name).toBe(originOf(signer.publicKey));
    expect(key.name).toMatch(/^cunan\/[0-9a-f]{16}$/);
    const id = vkey.split('+')[1]!;
    for (const bad of [
      vkey.replace(id, '00000000'),
      vkey.replace(/A([^+]+)$/, 'B$1'),
      vkey.slice(0, -4),
      `${vkey} `,
      `x${vkey}`,
      vkey.replaceAll('+', ' '),
      '',
    ]) {
      expect(() => parseVkey(bad), bad).toThrow(/bad-proof/);
    }
  });

  test('checkpoints: decimal sizes, 32-byte roots, whole lines; extensions are read over', () => {
    const checkpoint = { origin: key.name, size: 20852163, root: new Uint8Array(32).fill(9) };
    const body = buildCheckpointText(checkpoint);
    expect(parseCheckpointText(body)).toEqual(checkpoint);
    expect(parseCheckpointText(`${body}extension\n`)).toEqual(checkpoint);
    for (const bad of [
      body.replace('20852163', '020852163'),
      body.replace('20852163', '+1'),
      body.replace('20852163', '1e3'),
      body.replace('20852163', '9007199254740993'),
      body.slice(0, -1),
      `${body}\n`,
      body.replace('CQkJ', ''),
      `\n${body}`,
    ]) {
      expect(() => parseCheckpointText(bad), bad).toThrow(/bad-proof/);
    }
  });
});
