// Captures and their jobs: every address is checked before anything starts.

import type { CoreApi } from '../../../shared/api/core.ts';
import { captureOptionsInput, startCaptureInput } from '../../../shared/api/inputs.ts';
import { checkedInput } from './checked-input.ts';
import { DEFAULT_CASE, type ApiDeps } from './deps.ts';

type Captures = Pick<CoreApi, 'startCapture' | 'listJobs' | 'cancelJob' | 'retryJob'>;

export function createCaptures({ store, queue, sessions, checkTarget, emit }: ApiDeps): Captures {
  return {
    async startCapture(input) {
      const { urls, caseId, caseName, options, session, environmentReason } = checkedInput(
        startCaptureInput,
        input,
      );
      const checked = captureOptionsInput.parse(options);
      const targets = await Promise.all(urls.map((url) => checkTarget(url, checked)));
      const target =
        caseId === null ? store.cases.ensure(caseName ?? DEFAULT_CASE) : store.cases.require(caseId);
      const held = session === null ? {} : { session: sessions.hold(session, targets.length) };
      const jobs = queue.enqueue(
        targets.map((url) => ({
          kind: 'capture' as const,
          caseId: target.id,
          url,
          input: { options: checked, ...held, environmentReason },
        })),
      );
      store.transaction(() => {
        for (const job of jobs)
          store.audit.append('capture-requested', job.id, {
            url: job.url,
            case: target.id,
            ...(session === null ? {} : { session: true }),
            ...(environmentReason !== null && { environmentReason }),
          });
      });
      emit({ type: 'cases' });
      return jobs;
    },
    listJobs: async () => queue.list(),
    async cancelJob({ id }) {
      const deposit = queue.get(id)?.kind === 'deposit';
      queue.cancel(id);
      store.audit.append(deposit ? 'deposit-cancelled' : 'capture-cancelled', id);
    },
    async retryJob({ id, environmentReason }) {
      const given = environmentReason === undefined ? {} : { environmentReason };
      const job = queue.retry(id, given);
      const action = job.kind === 'deposit' ? 'deposit-requested' : 'capture-requested';
      store.audit.append(action, job.id, { url: job.url, retried: id, ...given });
      return job;
    },
  };
}
