// The record of a deposit: what its closed shape refuses, which state follows, where copies stand, what fields may hold.

import { describe, expect, it } from 'vitest';
import {
  DEPOSIT_CATEGORIES,
  DEPOSIT_TEMPLATES,
  cleanFields,
  fieldMisfits,
  type DepositField,
} from '../../../shared/deposit/categories.ts';
import { depositMisfit, isSourcePath } from '../../../shared/evidence/deposit-shape.ts';
import type { DepositedFile, DepositRecord } from '../../../shared/evidence/deposit-record.ts';
import { DEPOSIT_CATEGORY, DEPOSIT_FIELD } from '../../../shared/text/deposit.ts';
import { createStoredPaths } from '../../../electron/deposit/stored-paths.ts';

const FILE: DepositedFile = {
  path: 'a/b.txt',
  outcome: 'kept',
  error: null,
  size: 3,
  sha256: 'a'.repeat(64),
  sm3: 'b'.repeat(64),
  modifiedAt: null,
  readAt: '2026-11-24T00:00:00Z',
  stored: 'data/files/a/b.txt',
};

const NOT_READ = { size: null, sha256: null, sm3: null, readAt: null, stored: null } as const;

function recordOf(change: Partial<DepositRecord> = {}, file: Partial<DepositedFile> = {}): DepositRecord {
  return {
    format: 'cunan-deposit/1',
    mode: 'copy',
    category: 'other',
    fields: {},
    title: 'a',
    state: 'COMPLETE',
    reasons: [],
    startedAt: '2026-11-24T00:00:00Z',
    endedAt: '2026-11-24T00:00:01Z',
    source: { via: 'path', roots: ['a'], location: null },
    files: [{ ...FILE, ...file }],
    emptyFolders: [],
    refused: [],
    ...change,
  };
}

describe('the shape of a deposit record', () => {
  it('takes a good one', () => expect(depositMisfit(recordOf())).toBeNull());

  it.each<readonly [string, unknown, string]>([
    ['a field more', { ...recordOf(), more: 1 }, 'more'],
    ['a path that leads out', recordOf({}, { path: 'a/../b.txt' }), 'files[0].path'],
    ['a path that is absolute', recordOf({}, { path: '/b.txt' }), 'files[0].path'],
    ['a copy elsewhere', recordOf({}, { stored: 'data/capture.json' }), 'files[0].stored'],
    ['a copy under another name', recordOf({}, { stored: 'data/files/c.txt' }), 'files[0].stored'],
    ['an unread file with a digest', recordOf({}, { outcome: 'vanished' }), 'files[0].size'],
    ['a read file with an error', recordOf({}, { error: 'EIO' }), 'files[0].error'],
    ['the same path twice', recordOf({ files: [FILE, FILE] }), 'files[1].path'],
    ['a better state than its files', recordOf({}, { outcome: 'changed' }), 'state'],
    ['a better state than its refusals', recordOf({ refused: [{ path: 'x', kind: 'symlink' }] }), 'state'],
    ['digests alone with a copy', recordOf({ mode: 'digest-only' }), 'files[0].stored'],
    ['nothing read', recordOf({}, { ...NOT_READ, outcome: 'unreadable', error: 'EACCES' }), 'state'],
  ])('refuses %s', (_name, record, place) => expect(depositMisfit(record)).toBe(place));

  it('knows paths that are told from those that are not', () => {
    expect(['a', 'a:b/"c".txt', '合同/正文.txt', 'x'.repeat(300)].every(isSourcePath)).toBe(true);
    expect(['', '/', 'a//b', './a', 'a/..', 'a\nb', 'e\u0301', '\ud800'].some(isSourcePath)).toBe(false);
  });
});

it('gives every copy a place that all systems can unpack', () => {
  const place = createStoredPaths();
  expect(place('合同/正文.txt')).toBe('data/files/合同/正文.txt');
  expect(place('合同/a:b.PDF')).toBe('data/renamed/00001.PDF');
  expect(place('A.txt')).toBe('data/files/A.txt');
  expect(place('a.TXT')).toBe('data/renamed/00002.TXT');
  // A file where another system has a folder.
  expect(place('x/y')).toBe('data/files/x/y');
  expect(place('X')).toBe('data/renamed/00003');
  expect(place('a.txt/z')).toBe('data/renamed/00004');
  expect(place('con.txt')).toBe('data/renamed/00005.txt');
  expect(place(`${'d/'.repeat(20)}deep`)).toBe('data/renamed/00006');
});

describe('categories', () => {
  it('have words for every field in both languages', () => {
    for (const category of DEPOSIT_CATEGORIES) {
      expect(DEPOSIT_CATEGORY[category].zh && DEPOSIT_CATEGORY[category].en).toBeTruthy();
      const template: readonly DepositField[] = DEPOSIT_TEMPLATES[category];
      const keys = template.map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
      for (const key of keys) expect(Object.keys(DEPOSIT_FIELD)).toContain(key);
    }
  });

  it.each([
    ['contract', { parties: '甲、乙', signedOn: '2026-02-28', amount: '12000.50' }, []],
    ['contract', {}, ['parties field-missing']],
    ['contract', { parties: '  ' }, ['parties field-missing']],
    ['contract', { parties: '甲', signedOn: '2026-02-30' }, ['signedOn field-date']],
    ['contract', { parties: '甲', amount: '约一万' }, ['amount field-money']],
    ['contract', { parties: '甲\n乙' }, ['parties field-one-line']],
    ['music', { work: '歌', isrc: 'CN-A23-26-00001' }, []],
    ['music', { work: '歌', isrc: '?' }, ['isrc field-isrc']],
    ['other', { subject: 'x'.repeat(301) }, ['subject field-too-long']],
    ['other', { toString: 'x' }, ['toString field-unknown']],
    ['image', { work: '图', parties: '甲' }, ['parties field-unknown']],
  ] as const)('%s with %j', (category, fields, expected) => {
    const found = fieldMisfits(category, cleanFields(fields));
    expect(found.map(({ key, problem }) => `${key} ${problem}`)).toEqual(expected);
  });
});
