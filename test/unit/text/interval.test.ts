// The interval's words: why there is no beacon is what the statement stores, read back in the reader's language.

import { expect, it } from 'vitest';
import { beaconAbsent } from '../../../shared/text/beacon.ts';
import { noBound } from '../../../shared/text/interval.ts';

it.each([
  [beaconAbsent('not-configured'), '（未配置区块链）', '(no chain configured)'],
  [
    beaconAbsent('no-answer', 'chain/unreachable'),
    '（节点没有答复：chain/unreachable）',
    '(the node did not answer: chain/unreachable)',
  ],
  ['somebody’s own\u202e words', '（somebody’s own[U+202E] words）', '(somebody’s own[U+202E] words)'],
])('reads %j back', (stored, chinese, english) => {
  expect(noBound('notBefore', stored, 'zh-CN')).toBe(`没有信标${chinese}，最早时间无从证明。`);
  expect(noBound('notBefore', stored, 'en')).toBe(
    `No beacon ${english}: the earliest time cannot be proven.`,
  );
});

it('gives no reason where the statement has a beacon that does not hold', () => {
  expect(noBound('notBefore', null, 'zh-CN')).toBe('没有成立的信标，最早时间无从证明。');
  expect(noBound('notAfter', null, 'en')).toContain('cannot be proven');
});
