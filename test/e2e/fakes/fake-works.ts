// Works of a case in memory: two in the first case, one with a deposit.

import type { CoreApi } from '../../../shared/api/core.ts';
import { createWorkInput, updateWorkInput, type WorkView } from '../../../shared/api/works.ts';
import { DEPOSIT_ID } from './sample-deposit.ts';

type Works = Pick<CoreApi, 'listWorks' | 'createWork' | 'updateWork' | 'removeWork' | 'linkWork'>;

export function createFakeWorks(full: boolean): Works {
  const base = { caseId: 'case-1', caseName: '山色摄影著作权侵权', note: '', date: null } as const;
  let works: WorkView[] = full
    ? [
        {
          ...base,
          id: 'W-1',
          title: '山色（系列十二幅）',
          kind: 'photo',
          rightHolder: '林某某',
          registrationNo: '国作登字-2024-G-00000000',
          date: '2024-03-18',
          dateKind: 'published',
          deposits: [
            {
              evidenceId: DEPOSIT_ID,
              title: '山色底片',
              state: 'PARTIAL',
              sealedAt: '2026-11-22T12:00:00.000Z',
            },
          ],
        },
        {
          ...base,
          id: 'W-2',
          title: 'Mountain Light, booklet',
          kind: 'literary',
          rightHolder: '林某某',
          registrationNo: null,
          dateKind: 'completed',
          deposits: [],
        },
      ]
    : [];
  const put = (work: WorkView): Promise<WorkView> => {
    works = [...works.filter(({ id }) => id !== work.id), work];
    return Promise.resolve(work);
  };
  const known = (id: string): WorkView => works.find((work) => work.id === id)!;
  return {
    listWorks: async (of) =>
      works.filter((work) =>
        'caseId' in of
          ? work.caseId === of.caseId
          : work.deposits.some(({ evidenceId }) => evidenceId === of.evidenceId),
      ),
    createWork: (input) =>
      put({ ...base, ...createWorkInput.parse(input), id: `W-${works.length + 1}`, deposits: [] }),
    updateWork: (input) => put({ ...known(input.id), ...updateWorkInput.parse(input) }),
    async removeWork({ id }) {
      works = works.filter((work) => work.id !== id);
    },
    linkWork: ({ id, evidenceId, linked }) => {
      const rest = known(id).deposits.filter((each) => each.evidenceId !== evidenceId);
      const added = {
        evidenceId,
        title: null,
        state: 'COMPLETE',
        sealedAt: '2026-11-22T12:00:00.000Z',
      } as const;
      return put({ ...known(id), deposits: linked ? [...rest, added] : rest });
    },
  };
}
