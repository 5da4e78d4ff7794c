// A command line beside a running app: the same CoreApi, carried over the owner's loopback API with its token.

import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createTRPCClient, httpLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import { EventSource } from 'eventsource';
import type { CoreApi } from '../../shared/api/core.ts';
import { API_PATH } from '../../shared/api/page.ts';
import { AppError } from '../../shared/errors.ts';
import type { AppRouter } from '../api/router.ts';
import { streamEvents } from './client-events.ts';
import { openRemoteFile } from './client-files.ts';
import { callOwner } from './client-errors.ts';
import { isOwnerProof, parseOwnerRecord, type OwnerRecord } from './owner-record.ts';

/**
 * Everything but verifyFile, which needs no owner (a command line verifies by itself with trustPolicy()), and uploads: both
 * read the same disk.
 */
export type OwnerCore = Omit<
  CoreApi,
  'verifyFile' | 'beginUpload' | 'uploadOffset' | 'appendUpload' | 'discardUpload'
>;

export interface OwnerConnection {
  readonly core: OwnerCore;
  readonly url: string;
  /** An address that opens one more window on the running app. */
  requestEntryUrl(): Promise<string>;
}

const PROOF_TIMEOUT_MS = 3_000;

/** Null where the file is absent or its owner does not answer; throws store/damaged for a file that is no record. */
export async function connectToOwner(ownerFile: string): Promise<OwnerConnection | null> {
  const text = await readFile(ownerFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new AppError('input/file-unreadable', { path: ownerFile }, { cause: error });
  });
  if (text === null) return null;
  const record = parseOwnerRecord(text);
  return (await ownerAnswers(record)) ? connect(record) : null;
}

/** The owner proves that it holds the token before it is sent anywhere. */
async function ownerAnswers(record: OwnerRecord): Promise<boolean> {
  const challenge = randomBytes(32).toString('hex');
  try {
    const reply = await fetch(`http://127.0.0.1:${record.port}/owner/${challenge}`, {
      signal: AbortSignal.timeout(PROOF_TIMEOUT_MS),
      redirect: 'error',
    });
    const body: unknown = reply.ok ? await reply.json() : null;
    const proof = typeof body === 'object' && body !== null && 'proof' in body ? body.proof : null;
    return typeof proof === 'string' && isOwnerProof(record, challenge, proof);
  } catch {
    return false; // refused, timed out or not HTTP: nobody of ours listens there
  }
}

function connect(record: OwnerRecord): OwnerConnection {
  const url = `http://127.0.0.1:${record.port}`;
  const authorization = `Bearer ${record.token}`;
  const trpc = createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === 'subscription',
        true: httpSubscriptionLink({
          url: `${url}${API_PATH}`,
          EventSource,
          eventSourceOptions: {
            fetch: (input, init) => fetch(input, { ...init, headers: { ...init.headers, authorization } }),
          },
        }),
        false: httpLink({ url: `${url}${API_PATH}`, headers: { authorization } }),
      }),
    ],
  });
  const core: OwnerCore = {
    info: () => callOwner(trpc.info.query()),
    doctor: () => callOwner(trpc.doctor.query()),
    listCases: () => callOwner(trpc.listCases.query()),
    createCase: (input) => callOwner(trpc.createCase.mutate(input)),
    updateCase: (input) => callOwner(trpc.updateCase.mutate(input)),
    listWorks: (input) => callOwner(trpc.listWorks.query(input)),
    createWork: (input) => callOwner(trpc.createWork.mutate(input)),
    updateWork: (input) => callOwner(trpc.updateWork.mutate(input)),
    removeWork: (input) => callOwner(trpc.removeWork.mutate(input)),
    linkWork: (input) => callOwner(trpc.linkWork.mutate(input)),
    startCapture: (input) => callOwner(trpc.startCapture.mutate(input)),
    listJobs: () => callOwner(trpc.listJobs.query()),
    cancelJob: (input) => callOwner(trpc.cancelJob.mutate(input)),
    retryJob: (input) => callOwner(trpc.retryJob.mutate(input)),
    importBatch: (input) => callOwner(trpc.importBatch.mutate(input)),
    listBatches: (input) => callOwner(trpc.listBatches.query(input)),
    getBatch: (input) => callOwner(trpc.getBatch.query(input)),
    listBatchRows: (input) => callOwner(trpc.listBatchRows.query(input)),
    startBatch: (input) => callOwner(trpc.startBatch.mutate(input)),
    controlBatch: (input) => callOwner(trpc.controlBatch.mutate(input)),
    excludeBatchRows: (input) => callOwner(trpc.excludeBatchRows.mutate(input)),
    retryBatchRows: (input) => callOwner(trpc.retryBatchRows.mutate(input)),
    exportBatch: (input) => callOwner(trpc.exportBatch.query(input)),
    startRecording: (input) => callOwner(trpc.startRecording.mutate(input)),
    listRecordings: () => callOwner(trpc.listRecordings.query()),
    markRecording: (input) => callOwner(trpc.markRecording.mutate(input)),
    stopRecording: (input) => callOwner(trpc.stopRecording.mutate(input)),
    discardRecording: (input) => callOwner(trpc.discardRecording.mutate(input)),
    createWatches: (input) => callOwner(trpc.createWatches.mutate(input)),
    listWatches: () => callOwner(trpc.listWatches.query()),
    changeWatch: (input) => callOwner(trpc.changeWatch.mutate(input)),
    listWatchRuns: (input) => callOwner(trpc.listWatchRuns.query(input)),
    startDeposit: (input) => callOwner(trpc.startDeposit.mutate(input)),
    listApplications: () => callOwner(trpc.listApplications.query()),
    getApplication: (input) => callOwner(trpc.getApplication.query(input)),
    createApplication: (input) => callOwner(trpc.createApplication.mutate(input)),
    saveApplication: (input) => callOwner(trpc.saveApplication.mutate(input)),
    attachToApplication: (input) => callOwner(trpc.attachToApplication.mutate(input)),
    detachFromApplication: (input) => callOwner(trpc.detachFromApplication.mutate(input)),
    packApplication: (input) => callOwner(trpc.packApplication.mutate(input)),
    uploadApplication: (input) => callOwner(trpc.uploadApplication.mutate(input)),
    cancelApplication: (input) => callOwner(trpc.cancelApplication.mutate(input)),
    reopenApplication: (input) => callOwner(trpc.reopenApplication.mutate(input)),
    removeApplication: (input) => callOwner(trpc.removeApplication.mutate(input)),
    notaryKey: (input) => callOwner(trpc.notaryKey.mutate(input)),
    listEvidence: (input) => callOwner(trpc.listEvidence.query(input)),
    getEvidence: (input) => callOwner(trpc.getEvidence.query(input)),
    getCaptureRecord: (input) => callOwner(trpc.getCaptureRecord.query(input)),
    getDepositRecord: (input) => callOwner(trpc.getDepositRecord.query(input)),
    getEnvironment: (input) => callOwner(trpc.getEnvironment.query(input)),
    exportEvidence: (input) => callOwner(trpc.exportEvidence.mutate({ ...input, ids: [...input.ids] })),
    startExport: (input) => callOwner(trpc.startExport.mutate(input)),
    listExportRuns: () => callOwner(trpc.listExportRuns.query()),
    getExportRun: (input) => callOwner(trpc.getExportRun.query(input)),
    listExportItems: (input) => callOwner(trpc.listExportItems.query(input)),
    controlExport: (input) => callOwner(trpc.controlExport.mutate(input)),
    renewProofs: (input) =>
      callOwner(trpc.renewProofs.mutate({ ...input, ...(input.ids && { ids: [...input.ids] }) })),
    retryAttestations: (input) => callOwner(trpc.retryAttestations.mutate(input)),
    listPendingProofs: (input) => callOwner(trpc.listPendingProofs.query(input)),
    proofsState: () => callOwner(trpc.proofsState.query()),
    retryAllProofs: () => callOwner(trpc.retryAllProofs.mutate()),
    chainStatus: () => callOwner(trpc.chainStatus.query()),
    listAnchors: (input) => callOwner(trpc.listAnchors.query(input)),
    anchorNow: () => callOwner(trpc.anchorNow.mutate()),
    deployContract: (input) => callOwner(trpc.deployContract.mutate(input)),
    certify: (input) => callOwner(trpc.certify.mutate(input)),
    signingCertificate: () => callOwner(trpc.signingCertificate.query()),
    importSigningCertificate: (input) => callOwner(trpc.importSigningCertificate.mutate(input)),
    removeSigningCertificate: () => callOwner(trpc.removeSigningCertificate.mutate()),
    setPlatformSecret: (input) => callOwner(trpc.setPlatformSecret.mutate(input)),
    checkPlatform: (input) => callOwner(trpc.checkPlatform.mutate(input)),
    sm2State: () => callOwner(trpc.sm2State.query()),
    checkSm2: () => callOwner(trpc.checkSm2.mutate()),
    importSm2Key: (input) => callOwner(trpc.importSm2Key.mutate(input)),
    checkEnvironment: (input) => callOwner(trpc.checkEnvironment.mutate(input)),
    ledgerState: () => callOwner(trpc.ledgerState.query()),
    verifyLedger: (input) => callOwner(trpc.verifyLedger.mutate(input)),
    exportLedger: (input) => callOwner(trpc.exportLedger.mutate(input)),
    restartLedger: (input) => callOwner(trpc.restartLedger.mutate(input)),
    trustPolicy: () => callOwner(trpc.trustPolicy.query()),
    downloadBrowser: () => callOwner(trpc.downloadBrowser.mutate()),
    getSettings: () => callOwner(trpc.getSettings.query()),
    changeSettings: (patch) => callOwner(trpc.changeSettings.mutate(patch)),
    events: (signal) => streamEvents(signal, (observer) => trpc.events.subscribe(undefined, observer)),
    openFile: (input) => openRemoteFile(url, authorization, input),
  };
  return { core, url, requestEntryUrl: () => requestEntryUrl(url, authorization) };
}

async function requestEntryUrl(url: string, authorization: string): Promise<string> {
  const reply = await callOwner(fetch(`${url}/ticket`, { method: 'POST', headers: { authorization } }));
  if (!reply.ok) throw new AppError('shell/unauthorised');
  const body: unknown = await reply.json();
  const ticket = typeof body === 'object' && body !== null && 'ticket' in body ? body.ticket : null;
  if (typeof ticket !== 'string') throw new AppError('shell/unauthorised');
  return `${url}/enter#ticket=${ticket}`;
}
