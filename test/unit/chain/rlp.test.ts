import { RLP } from '@ethereumjs/rlp';
import { array, assert, letrec, oneof, property, uint8Array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../../../shared/bytes/hex.ts';
import { toUtf8 } from '../../../shared/bytes/utf8.ts';
import { decodeRlp, encodeRlp, type Rlp } from '../../../shared/chain/rlp.ts';
import { count } from '../../tools.ts';

const tree = letrec<{ item: Rlp }>((tie) => ({
  item: oneof({ depthSize: 'small' }, uint8Array({ maxLength: 80 }), array(tie('item'), { maxLength: 6 })),
})).item;

describe('RLP', () => {
  // Examples of the Ethereum wiki's page on RLP.
  test.each<[string, Rlp]>([
    ['83646f67', toUtf8('dog')],
    ['c88363617483646f67', [toUtf8('cat'), toUtf8('dog')]],
    ['80', new Uint8Array(0)],
    ['c0', []],
    ['00', Uint8Array.of(0)],
    ['0f', Uint8Array.of(15)],
    ['820400', Uint8Array.of(4, 0)],
    ['c7c0c1c0c3c0c1c0', [[], [[]], [[], [[]]]]],
    [
      'b8384c6f72656d20697073756d20646f6c6f722073697420616d65742c20636f6e7365637465747572206164697069736963696e6720656c6974',
      toUtf8('Lorem ipsum dolor sit amet, consectetur adipisicing elit'),
    ],
  ])('%s', (hex, item) => {
    expect(toHex(encodeRlp(item))).toBe(hex);
    expect(decodeRlp(fromHex(hex)!)).toEqual(item);
  });

  test.each([
    ['', 'nothing'],
    ['8100', 'a single byte with a prefix'],
    ['b800', 'a short string in the long form'],
    ['b90001ff', 'a length with a leading zero'],
    ['83646f', 'too short'],
    ['83646f6700', 'a byte after the end'],
    ['c383646f67', 'a part that leaves its list'],
    ['bfffffffffffffffff', 'a length beyond everything'],
    ['f800', 'a short list in the long form'],
    ['c1'.repeat(16), 'a list cut off'],
    [Array.from({ length: 30 }, (_, i) => (0xc0 + 29 - i).toString(16)).join(''), 'too deep'],
  ])('refuses %s: %s', (hex) => {
    expect(() => decodeRlp(fromHex(hex)!)).toThrow(/bad-proof/);
  });

  test('agrees with @ethereumjs/rlp both ways', () => {
    assert(
      property(tree, (item) => {
        const bytes = encodeRlp(item);
        expect(bytes).toEqual(RLP.encode(item as Parameters<typeof RLP.encode>[0]));
        expect(decodeRlp(bytes)).toEqual(item);
      }),
      { numRuns: count(300, 10_000), seed: 1 },
    );
  });

  test('random bytes either decode to what encodes to the same bytes, or are refused', () => {
    assert(
      property(uint8Array({ maxLength: 40 }), (bytes) => {
        let item: Rlp;
        try {
          item = decodeRlp(bytes);
        } catch {
          return;
        }
        expect(encodeRlp(item)).toEqual(bytes);
      }),
      { numRuns: count(1_000, 100_000), seed: 2 },
    );
  });
});
