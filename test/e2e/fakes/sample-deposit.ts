// A file deposit for screens: three files, one of them changed while it was read.

import { createHash } from 'node:crypto';
import type { EvidenceDetail, FileView } from '../../../shared/api/views.ts';
import type { DepositRecord } from '../../../shared/evidence/deposit-record.ts';
import { sampleEvidence } from './sample-data.ts';

export const DEPOSIT_ID = 'E-20261122-7F3AK2QZ5';

const digests = (text: string) => {
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { sha256, sm3: createHash('sha256').update(sha256).digest('hex') };
};
const NAMES = ['山色底片/01 湖滨.tif', '山色底片/02 断桥.tif', '山色底片/readme.txt'];

export function sampleDepositRecord(): DepositRecord {
  const { startedAt, endedAt } = sampleEvidence(1);
  return {
    format: 'cunan-deposit/1',
    mode: 'copy',
    category: 'original-work',
    fields: { work: '山色（系列十二幅）', author: '林某某', createdOn: '2024-02-11' },
    title: '山色底片',
    state: 'PARTIAL',
    reasons: [{ code: 'file-changed', details: { path: NAMES[2]! } }],
    startedAt,
    endedAt,
    source: { via: 'path', roots: ['山色底片'], location: null },
    files: NAMES.map((path, index) => ({
      path,
      outcome: index === 2 ? 'changed' : 'kept',
      error: null,
      size: [48_210_004, 51_008_772, 612][index]!,
      ...digests(path),
      modifiedAt: '2024-02-11T06:20:00.000Z',
      readAt: endedAt,
      stored: `data/files/${path}`,
    })),
    emptyFolders: [],
    refused: [],
  };
}

export function sampleDeposit(): EvidenceDetail {
  const record = sampleDepositRecord();
  const files = record.files.map(({ stored, size, sha256, sm3 }): FileView => ({
    path: stored!,
    sizeBytes: size!,
    sha256: sha256!,
    sm3: sm3!,
    mediaType: 'application/octet-stream',
  }));
  return {
    ...sampleEvidence(1),
    id: DEPOSIT_ID,
    kind: 'file-deposit',
    requestedUrl: null,
    finalUrl: null,
    httpStatus: null,
    title: record.title,
    state: record.state,
    reasons: record.reasons,
    thumbnailPath: null,
    files,
    fileCount: files.length,
    payloadBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
}
