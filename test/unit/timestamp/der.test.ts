// The DER reader takes DER and nothing else; the writer writes what it reads.

import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { fieldsOf, oidText, smallInteger, trueOnly, unsignedBytes } from '../../../shared/der/fields.ts';
import { parseDer, TAG } from '../../../shared/der/reader.ts';
import { timeOf } from '../../../shared/der/time.ts';
import * as w from '../../../shared/der/writer.ts';
import { isAppError } from '../../../shared/errors.ts';
import { fromHex, toHex } from '../../../shared/bytes/hex.ts';
import { count } from '../../tools.ts';

function hex(text: string): Uint8Array {
  return fromHex(text.replaceAll(' ', ''))!;
}

function codeOf(run: () => unknown): string {
  try {
    run();
    return 'nothing thrown';
  } catch (error) {
    return isAppError(error) ? error.code : String(error);
  }
}

function time(tag: number, text: string) {
  return timeOf(parseDer(w.der(tag, new TextEncoder().encode(text))), 'x');
}

describe('the reader refuses', () => {
  it.each([
    ['nothing', ''],
    ['a tag alone', '30'],
    ['contents that end early', '04 02 00'],
    ['trailing data', '05 00 00'],
    ['an indefinite length', '30 80 05 00 00 00'],
    ['a long length below 128', '04 81 01 00'],
    ['a length with a leading zero', `04 82 00 80 ${'00'.repeat(128)}`],
    ['a length of five octets', '04 85 01 00 00 00 00'],
    ['a high tag number', '1f 81 01 00'],
    ['the reserved tag 0', '00 00'],
    ['a constructed octet string', '24 04 04 02 00 00'],
    ['a primitive sequence', '10 00'],
    ['a child that leaves its parent', '30 03 04 02 00 00'],
    ['TRUE other than FF', '01 01 01'],
    ['a boolean of two octets', '01 02 ff ff'],
    ['an empty integer', '02 00'],
    ['an integer padded with 00', '02 02 00 7f'],
    ['an integer padded with FF', '02 02 ff 80'],
    ['a NULL with contents', '05 01 00'],
    ['an empty OID', '06 00'],
    ['an OID with a padded arc', '06 03 2a 80 01'],
    ['an OID that ends in an arc', '06 02 2a 86'],
    ['a bit string without its first octet', '03 00'],
    ['eight unused bits', '03 02 08 00'],
    ['unused bits that are set', '03 02 01 01'],
    ['unused bits of nothing', '03 01 01'],
  ])('%s', (_, text) => {
    expect(codeOf(() => parseDer(hex(text)))).toBe('format/bad-der');
  });

  it('depth, size and number beyond the limits', () => {
    let deep: Uint8Array = w.NULL;
    for (let i = 0; i < 33; i++) deep = w.sequence(deep);
    expect(codeOf(() => parseDer(deep))).toBe('format/bad-der');
    expect(codeOf(() => parseDer(w.octetString(new Uint8Array(1 << 20))))).toBe('format/bad-der');
    const many = w.der(
      TAG.sequence,
      Uint8Array.from({ length: 100_002 }, (_, at) => (at % 2 === 0 ? TAG.null : 0)),
    );
    expect(codeOf(() => parseDer(many))).toBe('format/bad-der');
  });

  it('a nest of a million sequences without using up the stack', () => {
    const bytes = new Uint8Array(1 << 20).fill(0x30);
    expect(codeOf(() => parseDer(bytes))).toBe('format/bad-der');
  });
});

describe('written and read', () => {
  it('integers', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const node = parseDer(w.integer(bytes));
        const start = bytes.findIndex((octet) => octet !== 0);
        expect(unsignedBytes(node, 'x')).toEqual(start === -1 ? Uint8Array.of(0) : bytes.subarray(start));
      }),
    );
    for (const value of [0, 1, 127, 128, 255, 256, 0x7fff_ffff]) {
      expect(smallInteger(parseDer(w.integer(value)), 'x')).toBe(value);
    }
    expect(codeOf(() => smallInteger(parseDer(hex('02 01 ff')), 'x'))).toBe('format/bad-der');
  });

  it('object identifiers', () => {
    const arcs = fc
      .tuple(
        fc.constantFrom('0.1', '1.3', '2.5', '2.999', '1.39', '2.40'),
        fc.array(fc.nat(), { maxLength: 8 }),
      )
      .map(([top, rest]) => [top, ...rest].join('.'));
    fc.assert(
      fc.property(arcs, (dotted) => {
        expect(oidText(parseDer(w.oid(dotted)), 'x')).toBe(dotted);
      }),
    );
    expect(toHex(w.oid('1.2.840.113549.1.7.2'))).toBe('06092a864886f70d010702');
    expect(w.isOid('1.40.1')).toBe(false);
    expect(w.isOid('2.999.3161.1')).toBe(true);
    expect(w.isOid('1.02')).toBe(false);
  });

  it('octet strings of every length form', () => {
    for (const length of [0, 1, 127, 128, 255, 256, 65_535, 65_536]) {
      expect(parseDer(w.octetString(new Uint8Array(length))).body).toHaveLength(length);
    }
  });

  it('sets in order', () => {
    expect(toHex(w.setOf(w.integer(2), w.NULL, w.integer(1)))).toBe('31080201010201020500');
  });

  it('times', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('2999-01-01'), noInvalidDate: true }), (at) => {
        expect(timeOf(parseDer(w.generalizedTime(at)), 'x').ms).toBe(at.getTime());
      }),
    );
    expect(time(TAG.utcTime, '500101000000Z').iso).toBe('1950-01-01T00:00:00Z');
    expect(time(TAG.utcTime, '491231235959Z').iso).toBe('2049-12-31T23:59:59Z');
    expect(time(TAG.generalizedTime, '20260101000000.123456Z')).toEqual({
      iso: '2026-01-01T00:00:00.123456Z',
      ms: Date.UTC(2026, 0, 1, 0, 0, 0, 123),
    });
    for (const bad of [
      '20260230000000Z',
      '20260101000000.10Z',
      '20260101000000',
      '202601010000Z',
      '20260101240000Z',
    ])
      expect(codeOf(() => time(TAG.generalizedTime, bad))).toBe('format/bad-der');
  });
});

describe('fields', () => {
  it('are named when they are missing, wrong or too many', () => {
    const fields = fieldsOf(parseDer(w.sequence(w.integer(1))), 'thing');
    expect(fields.optional(TAG.oid)).toBeNull();
    expect(smallInteger(fields.next(TAG.integer, 'first'), 'first')).toBe(1);
    expect(() => fields.next(TAG.integer, 'second')).toThrow(/second/);
    expect(codeOf(() => fieldsOf(parseDer(w.sequence(w.NULL)), 'thing').end('thing'))).toBe('format/bad-der');
    expect(codeOf(() => trueOnly(parseDer(hex('01 01 00')), 'flag'))).toBe('format/bad-der');
  });
});

it('random bytes give a tree or format/bad-der', () => {
  const random = fc.uint8Array({ maxLength: 200 });
  // Bytes that look like DER go deeper than bytes at random.
  const likely = fc.array(
    fc.constantFrom(0x30, 0x31, 0x02, 0x03, 0x04, 0x06, 0xa0, 0x00, 0x01, 0x02, 0x05, 0x80, 0x82),
    {
      maxLength: 200,
    },
  );
  const input = fc.oneof(
    random,
    likely.map((octets) => Uint8Array.from(octets)),
  );
  fc.assert(
    fc.property(input, (bytes) => {
      const outcome = codeOf(() => expect(parseDer(bytes).raw).toEqual(bytes));
      expect(['nothing thrown', 'format/bad-der']).toContain(outcome);
    }),
    { seed: 3161, numRuns: count(2_000, 100_000) },
  );
});
