import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type Json } from '../../../shared/bytes/canonical-json.ts';
import { parseCanonicalJson, parseJson } from '../../../shared/bytes/json.ts';
import { toUtf8 } from '../../../shared/bytes/utf8.ts';

const LIMITS = { maxBytes: 1 << 20, maxDepth: 64, maxTokens: 100_000 };
const parse = (text: string, limits = LIMITS) => parseJson(toUtf8(text), limits);

const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.string({ unit: 'grapheme' }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value'), { maxKeys: 4 }),
  ),
})).value;

describe('JSON from strangers', () => {
  it('comes back as it was written', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(parseCanonicalJson(toUtf8(text), LIMITS))).toBe(text);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('accepts what JSON.parse accepts, except a field that stands twice', () => {
    expect(parse(' {"a" : [1.5e3, true, "\\u0041\\\\\\"}{"], "b":{}} ')).toEqual({
      a: [1500, true, 'A\\"}{'],
      b: {},
    });
    expect(() => parse('{"a":1,"a":2}')).toThrow('stands twice');
    expect(() => parse('{"a":1,"\\u0061":2}')).toThrow('stands twice');
    expect(parse('[{"a":1},{"a":2}]')).toEqual([{ a: 1 }, { a: 2 }]);
    expect(Object.keys(parse('{"__proto__":1}') as object)).toEqual(['__proto__']);
  });

  it.each([
    ['', 'not JSON'],
    ['{', 'not JSON'],
    ['"abc', 'not JSON'],
    ['{"a":1}x', 'not JSON'],
    ['\ufeff{}', 'not JSON'],
    [']]]]', 'not JSON'],
    ['{"a\u0001":1}', 'not JSON'],
  ])('refuses %j: %s', (text, problem) => {
    expect(() => parse(text)).toThrow(problem);
  });

  it('is bounded before it builds anything', () => {
    expect(() => parse('['.repeat(1_000_000), { ...LIMITS, maxBytes: 1 << 21 })).toThrow('too deep');
    expect(() => parse('[[[]]]', { ...LIMITS, maxDepth: 2 })).toThrow('too deep');
    expect(parse('[[]]', { ...LIMITS, maxDepth: 2 })).toEqual([[]]);
    expect(() => parse(`[${'0,'.repeat(200_000)}0]`)).toThrow('too many values');
    expect(() => parse('[]', { ...LIMITS, maxBytes: 1 })).toThrow('too large');
    expect(() => parseJson(Uint8Array.of(0x22, 0xff, 0x22), LIMITS)).toThrow('not UTF-8');
  });

  it.each([
    '{"b":1,"a":2}',
    '{ }',
    '1.5',
    '1e2',
    '-0',
    '9007199254740993',
    '"\\u0041"',
    '"\\ud800"',
    '"\\/"',
    '[1]\n',
  ])('finds %j not canonical', (text) => {
    expect(() => parseCanonicalJson(toUtf8(text), LIMITS)).toThrow('not canonical');
  });
});
