// The address's hash: every place survives the round trip, and a hand-made hash leads somewhere sensible.

import { describe, expect, it } from 'vitest';
import {
  buildHash,
  ITEM_TABS,
  NO_FILTER,
  parseRoute,
  SETTINGS_SECTIONS,
  type Route,
} from '../../../renderer/stores/route.ts';

const PLACES: readonly Route[] = [
  { room: 'cases', caseId: null },
  { room: 'cases', caseId: 'a/b ü?#' },
  { room: 'capture', caseId: null },
  { room: 'capture', caseId: 'case 1&x' },
  { room: 'capture', caseId: null, view: { name: 'batches', id: null, filter: null, page: 1 } },
  { room: 'capture', caseId: null, view: { name: 'batches', id: 'B-1', filter: 'exception', page: 3 } },
  { room: 'capture', caseId: null, view: { name: 'watches', id: 'W/1' } },
  { room: 'verify' },
  ...SETTINGS_SECTIONS.map((section): Route => ({ room: 'settings', section })),
  ...ITEM_TABS.map((tab): Route => ({ room: 'evidence', item: { id: 'E-20261122-69ZVSBY9B', tab } })),
  { room: 'evidence', item: null, filter: NO_FILTER },
  { room: 'evidence', item: null, exports: { id: null, show: 'all', page: 1 } },
  { room: 'evidence', item: null, exports: { id: 'X-9f2c41d07be3a865', show: 'failed', page: 2 } },
  {
    room: 'evidence',
    item: null,
    filter: { text: '云山 & 茶?#/', state: 'PARTIAL', form: 'file', caseId: 'c-1', page: 7 },
  },
];

describe('routes', () => {
  it.each(PLACES.map((route) => [buildHash(route), route] as const))('%s', (hash, route) => {
    expect(parseRoute(hash)).toEqual(route);
  });
  it('falls back instead of failing', () => {
    expect(parseRoute('')).toEqual({ room: 'cases', caseId: null });
    expect(parseRoute('#/nowhere/%E0%A4%A')).toEqual({ room: 'cases', caseId: null });
    expect(parseRoute('#/settings/secret')).toEqual({ room: 'settings', section: 'general' });
    expect(parseRoute('#/evidence?page=-3&state=GOOD')).toEqual({
      room: 'evidence',
      item: null,
      filter: NO_FILTER,
    });
    expect(parseRoute('#/evidence/E-1/nothing')).toEqual({
      room: 'evidence',
      item: { id: 'E-1', tab: 'picture' },
    });
  });
});
