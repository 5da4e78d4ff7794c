// Batch exports: started, looked at, stopped and resumed; the pipeline does the work.

import { controlExportInput, listExportItemsInput, startExportInput } from '../../../shared/api/exports.ts';
import type { CoreApi } from '../../../shared/api/core.ts';
import { checkedInput } from './checked-input.ts';
import type { ApiDeps } from './deps.ts';

type Exports = Pick<
  CoreApi,
  'startExport' | 'listExportRuns' | 'getExportRun' | 'listExportItems' | 'controlExport'
>;

export function createExports({ store, pipeline, downloadsFolder }: ApiDeps): Exports {
  const { exportRuns } = pipeline;
  return {
    async startExport(input) {
      const { folder, ...options } = checkedInput(startExportInput, input);
      return exportRuns.start(folder ?? store.settings.get().exportFolder ?? downloadsFolder, options);
    },
    listExportRuns: async () => exportRuns.list(),
    getExportRun: async ({ id }) => exportRuns.get(id),
    async listExportItems(input) {
      return store.exportRuns.items(checkedInput(listExportItemsInput, input));
    },
    async controlExport(input) {
      const { id, action } = checkedInput(controlExportInput, input);
      return action === 'cancel' ? exportRuns.cancel(id) : exportRuns.resume(id);
    },
  };
}
