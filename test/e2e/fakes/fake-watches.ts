// Watches of the fake core: one quiet, one with changes, one paused.

import type { CoreApi } from '../../../shared/api/core.ts';
import type { RunChanges, WatchRunView, WatchView } from '../../../shared/api/watches.ts';
import type { AppEvent } from '../../../shared/api/views.ts';
import { AppError } from '../../../shared/errors.ts';
import { sampleEvidence } from './sample-data.ts';

type WatchMethods = Pick<CoreApi, 'createWatches' | 'listWatches' | 'changeWatch' | 'listWatchRuns'>;

const CHANGES: RunChanges = {
  against: sampleEvidence(3).id,
  state: null,
  title: { before: '山茶棉麻抱枕套 48 元', after: '山茶棉麻抱枕套 已下架' },
  status: null,
  finalUrl: null,
  text: {
    addedLines: 2,
    removedLines: 9,
    samples: [
      { sign: '-', line: '立即购买　加入购物车' },
      { sign: '-', line: '库存 312 件' },
      { sign: '+', line: '很抱歉，该商品已下架' },
    ],
  },
  picture: { ratio: 0.364, heightBefore: 9_800, heightAfter: 3_200 },
};

export function createFakeWatches(some: boolean, emit: (event: AppEvent) => void): WatchMethods {
  const watches = new Map<string, WatchView>();
  const put = (watch: WatchView): WatchView => {
    watches.set(watch.id, watch);
    emit({ type: 'watches' });
    return watch;
  };
  if (some) {
    for (const watch of [
      watchOf('W-1', 'https://shop.example.com/item/88001.html', {
        last: run(1, CHANGES),
        runs: 14,
        missed: 3,
      }),
      watchOf('W-2', 'https://shop.example.com/item/88002.html', { last: HELD, runs: 6 }),
      watchOf('W-3', 'https://news.example.cn/a/20261118/0091.html', {
        state: 'paused',
        everyMinutes: 10_080,
      }),
    ]) {
      watches.set(watch.id, watch);
    }
  }
  return {
    createWatches: async ({ urls, everyMinutes }) =>
      urls.map((url) => put(watchOf(`W-${watches.size + 1}`, url, { everyMinutes }))),
    listWatches: async () => [...watches.values()],
    async changeWatch({ id, action }) {
      const watch = watches.get(id);
      if (!watch) throw new AppError('input/not-found', { what: id });
      if (action === 'remove') watches.delete(id);
      else put({ ...watch, state: action === 'pause' ? 'paused' : 'active' });
    },
    listWatchRuns: async () => {
      const missed: WatchRunView = {
        ...run(5, null),
        jobId: null,
        jobState: null,
        startedAt: null,
        evidenceId: null,
        captureState: null,
        heldBack: null,
        dueAt: '2026-11-22T02:00:00.000Z',
        missed: 3,
        missedUntil: '2026-11-22T05:00:00.000Z',
      };
      const items = [HELD, run(1, CHANGES), run(2, null), missed, run(6, null)];
      return { items, total: items.length };
    },
  };
}

const HELD: WatchRunView = {
  ...run(4, null),
  captureState: 'FAILED',
  heldBack: 'clock, proxy',
  changes: null,
};

function run(index: number, changes: RunChanges | null): WatchRunView {
  const item = sampleEvidence(index);
  const same: RunChanges = {
    against: sampleEvidence(index + 1).id,
    state: null,
    title: null,
    status: null,
    finalUrl: null,
    text: null,
    picture: null,
  };
  return {
    dueAt: item.startedAt,
    missed: 0,
    missedUntil: null,
    jobId: `J-${index}`,
    jobState: 'done',
    startedAt: item.startedAt,
    evidenceId: item.id,
    captureState: item.state,
    heldBack: null,
    changes: changes ?? same,
  };
}

function watchOf(id: string, url: string, patch: Partial<WatchView>): WatchView {
  return {
    id,
    url,
    caseId: 'case-1',
    caseName: '云山商标案',
    everyMinutes: 1_440,
    state: 'active',
    createdAt: '2026-11-08T02:00:00.000Z',
    nextAt: '2026-11-23T02:00:00.000Z',
    runs: 0,
    missed: 0,
    last: null,
    ...patch,
  };
}
