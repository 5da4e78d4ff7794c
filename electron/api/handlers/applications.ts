// Applications for notarisation: input is checked, the state machine does the rest.

import type { CoreApi } from '../../../shared/api/core.ts';
import {
  attachInput,
  createApplicationInput,
  detachInput,
  packApplicationInput,
  saveApplicationInput,
  uploadApplicationInput,
} from '../../../shared/api/applications.ts';
import { AppError } from '../../../shared/errors.ts';
import { checkedInput } from './checked-input.ts';
import type { ApiDeps } from './deps.ts';

type ApplicationCalls = Pick<
  CoreApi,
  | 'listApplications'
  | 'getApplication'
  | 'createApplication'
  | 'saveApplication'
  | 'attachToApplication'
  | 'detachFromApplication'
  | 'packApplication'
  | 'uploadApplication'
  | 'cancelApplication'
  | 'reopenApplication'
  | 'removeApplication'
  | 'notaryKey'
>;

export function createApplicationCalls({ applications, store, ...deps }: ApiDeps): ApplicationCalls {
  return {
    listApplications: async () => applications.list(),
    getApplication: async ({ id }) => applications.detail(id),
    async createApplication(input) {
      const { caseId, evidenceIds } = checkedInput(createApplicationInput, input);
      return applications.create(caseId, evidenceIds);
    },
    async saveApplication(input) {
      const { id, form, evidenceIds } = checkedInput(saveApplicationInput, input);
      return applications.save(id, form, evidenceIds);
    },
    attachToApplication: async (input) => applications.attach(checkedInput(attachInput, input)),
    async detachFromApplication(input) {
      const { id, index } = checkedInput(detachInput, input);
      return applications.detach(id, index);
    },
    async packApplication(input) {
      const { id, folder, recipient } = checkedInput(packApplicationInput, input);
      const target = folder ?? store.settings.get().exportFolder ?? deps.downloadsFolder;
      return applications.pack(id, target, recipient);
    },
    async uploadApplication(input) {
      const { id, endpoint } = checkedInput(uploadApplicationInput, input);
      const address =
        endpoint ??
        applications.detail(id).upload?.endpoint ??
        store.settings.get().notary?.uploadUrl ??
        null;
      if (address === null)
        throw new AppError('input/invalid', { field: 'endpoint', problem: 'field-missing' });
      return applications.upload(id, address);
    },
    cancelApplication: async ({ id }) => applications.cancel(id),
    reopenApplication: async ({ id }) => applications.reopen(id),
    removeApplication: ({ id }) => applications.remove(id),
    notaryKey: ({ create }) => deps.notaryKey(create),
  };
}
