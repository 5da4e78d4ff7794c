// Watches: addresses that are captured again and again while the app is open.

import type { CoreApi } from '../../../shared/api/core.ts';
import { captureOptionsInput } from '../../../shared/api/inputs.ts';
import { changeWatchInput, createWatchInput, listWatchRunsInput } from '../../../shared/api/watches.ts';
import { checkedInput } from './checked-input.ts';
import { DEFAULT_CASE, type ApiDeps } from './deps.ts';

type Watches = Pick<CoreApi, 'createWatches' | 'listWatches' | 'changeWatch' | 'listWatchRuns'>;

export function createWatches({ store, clock, checkTarget, emit, lookAfterWatches }: ApiDeps): Watches {
  return {
    async createWatches(input) {
      const { urls, caseId, caseName, everyMinutes, options } = checkedInput(createWatchInput, input);
      const checked = captureOptionsInput.parse(options);
      const targets = await Promise.all(urls.map((url) => checkTarget(url, checked)));
      const made = store.transaction(() => {
        const target =
          caseId === null ? store.cases.ensure(caseName ?? DEFAULT_CASE) : store.cases.require(caseId);
        return targets.map((url) => {
          const watch = store.watches.create({ caseId: target.id, url, options: checked, everyMinutes });
          store.audit.append('watch-created', watch.id, { url, case: target.id, everyMinutes });
          return watch;
        });
      });
      emit({ type: 'cases' });
      emit({ type: 'watches' });
      lookAfterWatches();
      return made;
    },
    listWatches: async () => store.watches.list(),
    async changeWatch(input) {
      const { id, action } = checkedInput(changeWatchInput, input);
      store.watches.require(id);
      const now = clock.now().toISOString();
      store.transaction(() => {
        if (action === 'remove') store.watches.setControl(id, 'removed', null);
        else if (action === 'pause') store.watches.setControl(id, 'paused', null);
        // What passed while it was paused was not missed: it goes on from now.
        else store.watches.setControl(id, 'active', now);
        store.audit.append(action === 'remove' ? 'watch-removed' : 'watch-changed', id, { action });
      });
      emit({ type: 'watches' });
      lookAfterWatches();
    },
    async listWatchRuns(input) {
      const { id, offset, limit } = checkedInput(listWatchRunsInput, input);
      store.watches.require(id);
      return store.watches.runs(id, offset, limit);
    },
  };
}
