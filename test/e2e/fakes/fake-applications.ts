// Applications in memory: a draft, and one that was made and sent.

import type { ApplicationDetail } from '../../../shared/api/applications.ts';
import type { CoreApi } from '../../../shared/api/core.ts';
import { AppError } from '../../../shared/errors.ts';
import { FORM } from '../../fakes/application.ts';

type Applications = Pick<
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

export function createFakeApplications(full: boolean, evidenceIds: readonly string[]): Applications {
  const draft: ApplicationDetail = {
    id: 'A-20261124-0410ABCD7',
    caseId: 'case-1',
    caseName: '山色摄影著作权侵权',
    state: 'draft',
    applicant: FORM.applicantName,
    evidenceCount: 2,
    createdAt: '2026-11-24T12:00:00.000Z',
    updatedAt: '2026-11-24T12:05:00.000Z',
    error: null,
    progress: null,
    form: { ...FORM, applicantIdNumber: '91350100M000100Y44', promise: '' },
    evidenceIds: evidenceIds.slice(0, 2),
    attachments: [
      { kind: 'identity', originalName: '营业执照.pdf', sizeBytes: 412_004, sha256: 'ab'.repeat(32) },
      { kind: 'rights', originalName: '作品登记证书.jpg', sizeBytes: 2_412_004, sha256: 'cd'.repeat(32) },
    ],
    package: null,
    upload: null,
    receipt: null,
  };
  const sent: ApplicationDetail = {
    ...draft,
    id: 'A-20261123-9KQ2MTPXA',
    state: 'uploaded',
    form: FORM,
    package: {
      path: '/home/lin/Downloads/A-20261123-9KQ2MTPXA.cunanapp.age',
      sizeBytes: 48_210_004,
      sha256: '3f'.repeat(32),
      encryptedTo: '示例公证处',
      evidence: evidenceIds.slice(0, 2).map((id, i) => ({ id, verdict: i === 0 ? 'valid' : 'incomplete' })),
    },
    receipt: {
      url: 'https://notary.example/files/42',
      status: 204,
      receivedAt: '2026-11-23T12:00:00.000Z',
      bodyBase64: '',
      bodySha256: 'e3'.repeat(32),
    },
  };
  let all = full ? [draft, sent] : [];
  const find = (id: string): ApplicationDetail => {
    const found = all.find((each) => each.id === id);
    if (!found) throw new AppError('input/not-found', { what: id });
    return found;
  };
  const same = async ({ id }: { id: string }): Promise<ApplicationDetail> => find(id);
  return {
    listApplications: async () => all,
    getApplication: same,
    async createApplication({ caseId }) {
      const made = { ...draft, id: `A-${all.length}`, caseId, form: {}, applicant: '', attachments: [] };
      all = [made, ...all];
      return made;
    },
    saveApplication: same,
    attachToApplication: same,
    detachFromApplication: same,
    packApplication: same,
    uploadApplication: same,
    cancelApplication: async () => undefined,
    reopenApplication: same,
    async removeApplication({ id }) {
      all = all.filter((each) => each.id !== id);
    },
    notaryKey: async () => null,
  };
}
