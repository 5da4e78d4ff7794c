// Captures and their jobs: every address is checked before anything starts.

import type { CoreApi } from '../../../shared/api/core.ts';
import { captureOptionsInput } from '../../../shared/api/inputs.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ApiDeps } from './deps.ts';

type Captures = Pick<CoreApi, 'startCapture' | 'listJobs' | 'cancelJob' | 'retryJob'>;

export function createCaptures({ store, queue, checkTarget }: ApiDeps): Captures {
  return {
    async startCapture({ urls, caseId, options }) {
      const checked = captureOptionsInput.parse(options ?? {});
      const targets = urls.map((url) => checkTarget(url, checked));
      const target = caseId === null ? store.cases.ensure(DEFAULT_CASE) : store.cases.require(caseId);
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
      if (!queue.cancel(id)) throw new AppError('input/not-found', { what: id });
    },
    async retryJob({ id }) {
      const job = queue.retry(id);
      if (!job) throw new AppError('input/not-found', { what: id });
      return job;
    },
  };
}

/** Where captures go that were started without naming a case. */
const DEFAULT_CASE = '未分类 Unsorted';
