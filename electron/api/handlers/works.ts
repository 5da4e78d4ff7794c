// Works of cases: checked once more, kept by the store.

import type { CoreApi } from '../../../shared/api/core.ts';
import {
  createWorkInput,
  linkWorkInput,
  listWorksInput,
  updateWorkInput,
} from '../../../shared/api/works.ts';
import { checkedInput } from './checked-input.ts';
import type { ApiDeps } from './deps.ts';

type Works = Pick<CoreApi, 'listWorks' | 'createWork' | 'updateWork' | 'removeWork' | 'linkWork'>;

export function createWorks({ store: { works }, emit }: ApiDeps): Works {
  const changed = <T>(value: T): T => {
    emit({ type: 'cases' });
    return value;
  };
  return {
    listWorks: async (input) => works.list(checkedInput(listWorksInput, input)),
    createWork: async (input) => changed(works.create(checkedInput(createWorkInput, input))),
    updateWork: async (input) => changed(works.update(checkedInput(updateWorkInput, input))),
    removeWork: async ({ id }) => changed(works.remove(id)),
    linkWork: async (input) => changed(works.link(checkedInput(linkWorkInput, input))),
  };
}
