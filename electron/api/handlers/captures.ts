// Captures and their jobs: every address is checked before anything starts.

import type { CoreApi } from '../../../shared/api/core.ts';
import { captureOptionsInput } from '../../../shared/api/inputs.ts';
import type { ApiDeps } from './deps.ts';

type Captures = Pick<CoreApi, 'startCapture' | 'listJobs' | 'cancelJob' | 'retryJob'>;

export function createCaptures({ store, queue, checkTarget }: ApiDeps): Captures {
  return {
    async startCapture({ urls, caseId, caseName, options }) {
      const checked = captureOptionsInput.parse(options ?? {});
      const targets = await Promise.all(urls.map((url) => checkTarget(url, checked)));
      const target =
        caseId === null ? store.cases.ensure(caseName ?? DEFAULT_CASE) : store.cases.require(caseId);
      return queue.enqueue(
        targets.map((url) => ({
          kind: 'capture' as const,
          caseId: target.id,
          url,
          input: { options: checked },
        })),
      );
    },
    listJobs: async () => queue.list(),
    async cancelJob({ id }) {
      queue.cancel(id);
    },
    async retryJob({ id }) {
      return queue.retry(id);
    },
  };
}

/** Where captures go that were started without naming a case. */
const DEFAULT_CASE = '未分类 Unsorted';
