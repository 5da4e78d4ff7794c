import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromUtf8, toUtf8 } from '../../../shared/bytes/utf8.ts';
import { buildIndex, parseIndex, parseIndexLine } from '../../../shared/evidence/index-file.ts';
import { findPathClash, isPayloadPath } from '../../../shared/evidence/path.ts';
import { fileOf, saltOf } from './facts.ts';

const two = () =>
  buildIndex([fileOf('data/页.txt', 'two'), fileOf('data/a.txt', 'one')], [saltOf(2), saltOf(1)]);

describe('index.jsonl', () => {
  it('is one canonical line per file, sorted by bytes, and comes back', () => {
    const index = two();
    const sha256 = createHash('sha256').update('one').digest('hex');
    const [first, second, rest] = fromUtf8(index.bytes)!.split('\n');
    expect(first).toMatch(
      new RegExp(
        `^\\{"path":"data/a\\.txt","salt":"${saltOf(1)}","sha256":"${sha256}","size":3,"sm3":"[0-9a-f]{64}"\\}$`,
      ),
    );
    expect(second).toContain('"path":"data/页.txt"');
    expect(rest).toBe('');
    expect(index.leaves.map((leaf) => fromUtf8(leaf))).toEqual([first, second]);
    expect(parseIndex(index.bytes)).toEqual(index);
    expect(parseIndexLine(index.leaves[1]!).salt).toBe(saltOf(2));
  });

  it('does not depend on the order of the files', () => {
    const files = [fileOf('data/页.txt', 'two'), fileOf('data/a.txt', 'one')].reverse();
    expect(buildIndex(files, [saltOf(1), saltOf(2)]).bytes).toEqual(two().bytes);
  });

  it('round-trips for any payload names', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).map((text) => `data/${text}`);
    const names = fc.uniqueArray(name, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(names, (paths) => {
        const files = paths.map((path, i) => fileOf(path, `content ${i}`));
        const salts = paths.map((_, i) => saltOf(i));
        const good = paths.every(isPayloadPath) && findPathClash(paths) === null;
        if (!good) {
          expect(() => buildIndex(files, salts)).toThrow('format/bad-package');
          return;
        }
        const index = buildIndex(files, salts);
        expect(parseIndex(index.bytes).lines).toEqual(index.lines);
        expect(new Set(index.lines.map((line) => line.path))).toEqual(new Set(paths));
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('has one form only: every changed byte makes it another index or none', () => {
    const { bytes } = two();
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at]! ^= 1 << (at % 8);
      let lines: unknown = null;
      try {
        lines = parseIndex(changed).lines;
      } catch (error) {
        expect(String(error)).toContain('format/bad-package');
      }
      expect(lines).not.toEqual(two().lines);
    }
  });

  it.each([
    ['nothing', () => ''],
    ['no final newline', (text: string) => text.trimEnd()],
    ['an empty line', (text: string) => `${text}\n`],
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['other order', (text: string) => `${text.trimEnd().split('\n').reverse().join('\n')}\n`],
    ['a line twice', (text: string) => text.replace(/^.*\n/, '$&$&')],
    ['one field more', (text: string) => text.replace('{', '{"a":1,')],
    ['one field less', (text: string) => text.replace(/"salt":"[0-9a-f]*",/, '')],
    ['upper-case hex', (text: string) => text.replace(/"sha256":"[0-9a-f]*/, (hit) => hit.toUpperCase())],
    ['a size that is no number', (text: string) => text.replace('"size":3', '"size":"3"')],
    ['a negative size', (text: string) => text.replace('"size":3', '"size":-3')],
    ['a path outside data/', (text: string) => text.replace('data/a', 'attest/a')],
    ['a path that climbs', (text: string) => text.replace('data/a.txt', 'data/../a.txt')],
    ['sizes beyond 2^53', (text: string) => text.replaceAll('"size":3', '"size":9007199254740991')],
    ['a huge line', (text: string) => text.replace('"size":3', `"size":${'3'.repeat(5000)}`)],
  ])('refuses %s', (_, change) => {
    const text = fromUtf8(two().bytes)!;
    expect(change(text)).not.toBe(text);
    expect(() => parseIndex(toUtf8(change(text)))).toThrow('format/bad-package');
  });

  it('wants a fresh salt for every file', () => {
    const files = [fileOf('data/a', '1'), fileOf('data/b', '2')];
    expect(() => buildIndex(files, [saltOf(1)])).toThrow('number');
    expect(() => buildIndex(files, [saltOf(1), saltOf(1)])).toThrow('twice');
    expect(() => buildIndex(files, [saltOf(1), 'abc'])).toThrow('salt');
  });
});
