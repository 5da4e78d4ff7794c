// What people read: moments with offsets, binary sizes, digests in groups, and pasted addresses line by line.

import { describe, expect, it } from 'vitest';
import { binarySize, grouped } from '../../../renderer/format/bytes.ts';
import { digestLines } from '../../../renderer/format/digest.ts';
import { duration, localTime, utcTime } from '../../../renderer/format/time.ts';
import { readUrls, shortUrl } from '../../../renderer/format/urls.ts';

describe('moments', () => {
  it('shows local time with its offset', () => {
    expect(localTime('2026-11-22T13:03:07.000Z', 480)).toBe('2026-11-22 21:03:07 +08:00');
    expect(localTime('2026-11-22T23:03:07Z', -570)).toBe('2026-11-22 13:33:07 -09:30');
    expect(localTime('2026-12-31T20:00:00Z', 330)).toBe('2027-01-01 01:30:00 +05:30');
  });
  it('shows UTC, and nothing for nonsense', () => {
    expect(utcTime('2026-11-22T21:03:07+08:00')).toBe('2026-11-22 13:03:07 UTC');
    expect(localTime('yesterday')).toBe('');
    expect(utcTime('')).toBe('');
  });
  it('says how long something took', () => {
    expect([duration(0), duration(999.4), duration(4_210), duration(185_000)]).toEqual([
      '0 ms',
      '999 ms',
      '4.2 s',
      '3 min 05 s',
    ]);
  });
});

describe('sizes', () => {
  it('uses binary units and never shows 1024 of one', () => {
    expect(binarySize(0)).toBe('0 B');
    expect(binarySize(1_023)).toBe('1023 B');
    expect(binarySize(1_024)).toBe('1.00 KiB');
    expect(binarySize(1_048_575)).toBe('1.00 MiB');
    expect(binarySize(10 * 1_048_576)).toBe('10.0 MiB');
    expect(binarySize(4 * 2 ** 30)).toBe('4.00 GiB');
  });
  it('groups digits', () => {
    expect([grouped(7), grouped(1_234), grouped(1_234_567)]).toEqual(['7', '1,234', '1,234,567']);
  });
});

describe('digests', () => {
  it('loses nothing when grouped into two lines of 32', () => {
    const hex = '0123456789abcdef'.repeat(4);
    const lines = digestLines(hex);
    expect(lines).toHaveLength(2);
    expect(lines.join('').replaceAll(' ', '')).toBe(hex);
    expect(lines[0]).toBe('0123 4567 89ab cdef 0123 4567 89ab cdef');
  });
});

describe('pasted addresses', () => {
  it('numbers lines as pasted and skips empty ones', () => {
    const lines = readUrls('\r\nhttps://a.example/x\n\n  http://b.example \n');
    expect(lines.map(({ line, url }) => [line, url])).toEqual([
      [2, 'https://a.example/x'],
      [4, 'http://b.example'],
    ]);
  });
  it('refuses what cannot be captured, with the reason', () => {
    const problems = readUrls('file:///etc/passwd\njavascript:alert(1)\nnot a url\nhttps://\nmailto:a@b.cn');
    expect(problems.map((line) => line.problem)).toEqual([
      'input/unsupported-scheme',
      'input/unsupported-scheme',
      'input/not-a-url',
      'input/not-a-url',
      'input/unsupported-scheme',
    ]);
    expect(problems.every((line) => line.url === null)).toBe(true);
  });
  it('takes a bare host as https and an address only once', () => {
    const lines = readUrls('example.com/path\nhttps://example.com/path\n例子.中国\nlocalhost:3000/a');
    expect(lines.map(({ url, problem }) => url ?? problem)).toEqual([
      'https://example.com/path',
      'repeated',
      'https://例子.中国',
      'https://localhost:3000/a',
    ]);
  });
  it('shortens for rows without losing the path', () => {
    expect(shortUrl('https://example.com/a/b?c=1')).toBe('example.com/a/b?c=1');
    expect(shortUrl('http://example.com/')).toBe('example.com');
  });
});
