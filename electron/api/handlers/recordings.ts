// Interactive captures: the address is checked before a browser opens.

import type { CoreApi } from '../../../shared/api/core.ts';
import {
  captureOptionsInput,
  markRecordingInput,
  startRecordingInput,
  type MarkRecordingInput,
  type StartRecordingInput,
} from '../../../shared/api/inputs.ts';
import { invalidInput } from '../../../shared/api/invalid-input.ts';
import type { ApiDeps } from './deps.ts';

type RecordingCalls = Pick<
  CoreApi,
  'startRecording' | 'listRecordings' | 'markRecording' | 'stopRecording' | 'discardRecording'
>;

const MINUTE_MS = 60_000;
/** Of film and recorded bodies together. */
const MAX_BYTES = 4_000_000_000;
/** Where recordings go that were started without naming a case. */
const DEFAULT_CASE = '未分类 Unsorted';

export function createRecordingCalls({ store, pipeline, checkTarget, emit }: ApiDeps): RecordingCalls {
  const { recordings } = pipeline;
  return {
    async startRecording(input: StartRecordingInput) {
      const { data, error } = startRecordingInput.safeParse(input);
      if (!data) throw invalidInput(error);
      const options = captureOptionsInput.parse({
        allowPrivateHosts: data.allowPrivateHosts,
        allowBadCertificateHosts: data.allowBadCertificateHosts,
        proxy: data.proxy,
      });
      const url = await checkTarget(data.url, options);
      recordings.assertFree();
      const target =
        data.caseId === null
          ? store.cases.ensure(data.caseName ?? DEFAULT_CASE)
          : store.cases.require(data.caseId);
      const limits = { maxDurationMs: data.maxMinutes * MINUTE_MS, maxBytes: MAX_BYTES };
      const view = await recordings.start({
        url,
        caseId: target.id,
        options,
        limits,
        environmentReason: data.environmentReason,
      });
      emit({ type: 'cases' });
      return view;
    },
    listRecordings: async () => recordings.list(),
    async markRecording(input: MarkRecordingInput) {
      const { data, error } = markRecordingInput.safeParse(input);
      if (!data) throw invalidInput(error);
      return recordings.mark(data.id, data.note);
    },
    stopRecording: async ({ id }) => recordings.finish(id),
    discardRecording: ({ id }) => recordings.discard(id),
  };
}
