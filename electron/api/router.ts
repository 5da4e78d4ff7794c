// The one tRPC router behind every shell: validates, dispatches to CoreApi, maps errors. No logic of its own.

import { initTRPC, TRPCError } from '@trpc/server';
import { z } from 'zod';
import { controlExportInput, listExportItemsInput, startExportInput } from '../../shared/api/exports.ts';
import { isAppError, type ErrorCode, type ErrorDetails } from '../../shared/errors.ts';
import { firstMisfit } from '../../shared/api/invalid-input.ts';
import {
  controlBatchInput,
  excludeRowsInput,
  exportBatchInput,
  importBatchInput,
  listBatchRowsInput,
  retryRowsInput,
  startBatchInput,
} from '../../shared/api/batches.ts';
import {
  markRecordingInput,
  startRecordingInput,
  environmentReasonInput,
  importSm2KeyInput,
  listEvidenceInput,
  renewProofsInput,
  settingsPatchInput,
  startCaptureInput,
  deployInput,
  platformSecretInput,
} from '../../shared/api/inputs.ts';
import {
  attachInput,
  createApplicationInput,
  detachInput,
  packApplicationInput,
  saveApplicationInput,
  uploadApplicationInput,
} from '../../shared/api/applications.ts';
import { beginUploadInput, startDepositInput } from '../../shared/api/deposits.ts';
import { exportLedgerInput, restartLedgerInput, verifyLedgerInput } from '../../shared/api/ledger.ts';
import { listPendingProofsInput } from '../../shared/api/proofs.ts';
import { certifyInput, importSigningCertificateInput } from '../../shared/api/signing.ts';
import { changeWatchInput, createWatchInput, listWatchRunsInput } from '../../shared/api/watches.ts';
import { createWorkInput, linkWorkInput, listWorksInput, updateWorkInput } from '../../shared/api/works.ts';
import type { CoreApi } from '../../shared/api/core.ts';
import type { Log } from '../platform/ports.ts';

export interface ApiContext {
  readonly core: CoreApi;
  readonly log: Log;
}

/** What a caller gets instead of a message: an error code with its facts, or a log reference for a defect. */
export interface ApiErrorData {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
}

const t = initTRPC.context<ApiContext>().create({
  isDev: false,
  errorFormatter({ shape, error }) {
    return { ...shape, data: { ...shape.data, app: toErrorData(error) } };
  },
});

function toErrorData(error: TRPCError): ApiErrorData {
  if (isAppError(error.cause)) return { code: error.cause.code, details: error.cause.details };
  if (error.cause instanceof z.ZodError) {
    return { code: 'input/invalid', details: { ...firstMisfit(error.cause) } };
  }
  // tRPC's own refusals: unknown procedure, body too large, not JSON.
  if (error.code !== 'INTERNAL_SERVER_ERROR') {
    return { code: 'input/invalid', details: { field: 'request', problem: error.code } };
  }
  return { code: 'internal', details: { reference: error.message } };
}

/** Expected failures pass through; a defect is logged once and leaves as a reference. */
const guarded = t.procedure.use(async ({ next, ctx }) => {
  const result = await next();
  if (result.ok) return result;
  const { cause, code } = result.error;
  if (code !== 'INTERNAL_SERVER_ERROR') return result;
  // A refusal with a reason is no failure of the server: 422 over HTTP, where 500 is kept for defects.
  if (isAppError(cause)) throw new TRPCError({ code: 'UNPROCESSABLE_CONTENT', message: cause.code, cause });
  const reference = ctx.log.error('api call failed', cause ?? result.error);
  throw new TRPCError({ code: 'INTERNAL_SERVER_ERROR', message: reference });
});

const byId = z.object({ id: z.string().min(1).max(64) }).strict();
const pageInput = z.object({ offset: z.int().min(0), limit: z.int().min(1).max(500) }).strict();
const caseText = { name: z.string().trim().min(1).max(200), note: z.string().max(10_000) };

export const appRouter = t.router({
  info: guarded.query(({ ctx }) => ctx.core.info()),
  doctor: guarded.query(({ ctx }) => ctx.core.doctor()),

  listCases: guarded.query(({ ctx }) => ctx.core.listCases()),
  createCase: guarded
    .input(z.object({ name: caseText.name, note: caseText.note.optional() }).strict())
    .mutation(({ ctx, input }) => ctx.core.createCase(input)),
  updateCase: guarded.input(byId.extend(caseText)).mutation(({ ctx, input }) => ctx.core.updateCase(input)),
  listWorks: guarded.input(listWorksInput).query(({ ctx, input }) => ctx.core.listWorks(input)),
  createWork: guarded.input(createWorkInput).mutation(({ ctx, input }) => ctx.core.createWork(input)),
  updateWork: guarded.input(updateWorkInput).mutation(({ ctx, input }) => ctx.core.updateWork(input)),
  removeWork: guarded.input(byId).mutation(({ ctx, input }) => ctx.core.removeWork(input)),
  linkWork: guarded.input(linkWorkInput).mutation(({ ctx, input }) => ctx.core.linkWork(input)),

  startCapture: guarded.input(startCaptureInput).mutation(({ ctx, input }) => ctx.core.startCapture(input)),
  listJobs: guarded.query(({ ctx }) => ctx.core.listJobs()),
  cancelJob: guarded.input(byId).mutation(({ ctx, input }) => ctx.core.cancelJob(input)),
  retryJob: guarded
    .input(byId.extend({ environmentReason: environmentReasonInput.optional() }))
    .mutation(({ ctx, input }) => ctx.core.retryJob(input)),
  checkEnvironment: guarded
    .input(z.object({ url: z.string().min(1).max(8_192).nullable() }).strict())
    .mutation(({ ctx, input }) => ctx.core.checkEnvironment(input)),

  importBatch: guarded.input(importBatchInput).mutation(({ ctx, input }) => ctx.core.importBatch(input)),
  listBatches: guarded.input(pageInput).query(({ ctx, input }) => ctx.core.listBatches(input)),
  getBatch: guarded.input(byId).query(({ ctx, input }) => ctx.core.getBatch(input)),
  listBatchRows: guarded.input(listBatchRowsInput).query(({ ctx, input }) => ctx.core.listBatchRows(input)),
  startBatch: guarded.input(startBatchInput).mutation(({ ctx, input }) => ctx.core.startBatch(input)),
  controlBatch: guarded.input(controlBatchInput).mutation(({ ctx, input }) => ctx.core.controlBatch(input)),
  excludeBatchRows: guarded
    .input(excludeRowsInput)
    .mutation(({ ctx, input }) => ctx.core.excludeBatchRows(input)),
  retryBatchRows: guarded.input(retryRowsInput).mutation(({ ctx, input }) => ctx.core.retryBatchRows(input)),
  exportBatch: guarded.input(exportBatchInput).query(({ ctx, input }) => ctx.core.exportBatch(input)),

  startRecording: guarded
    .input(startRecordingInput)
    .mutation(({ ctx, input }) => ctx.core.startRecording(input)),
  listRecordings: guarded.query(({ ctx }) => ctx.core.listRecordings()),
  markRecording: guarded
    .input(markRecordingInput)
    .mutation(({ ctx, input }) => ctx.core.markRecording(input)),
  stopRecording: guarded.input(byId).mutation(({ ctx, input }) => ctx.core.stopRecording(input)),
  discardRecording: guarded.input(byId).mutation(({ ctx, input }) => ctx.core.discardRecording(input)),
  createWatches: guarded.input(createWatchInput).mutation(({ ctx, input }) => ctx.core.createWatches(input)),
  listWatches: guarded.query(({ ctx }) => ctx.core.listWatches()),
  changeWatch: guarded.input(changeWatchInput).mutation(({ ctx, input }) => ctx.core.changeWatch(input)),
  listWatchRuns: guarded.input(listWatchRunsInput).query(({ ctx, input }) => ctx.core.listWatchRuns(input)),

  startDeposit: guarded.input(startDepositInput).mutation(({ ctx, input }) => ctx.core.startDeposit(input)),
  beginUpload: guarded.input(beginUploadInput).mutation(({ ctx, input }) => ctx.core.beginUpload(input)),
  discardUpload: guarded.input(byId).mutation(({ ctx, input }) => ctx.core.discardUpload(input)),

  listApplications: guarded.query(({ ctx }) => ctx.core.listApplications()),
  getApplication: guarded.input(byId).query(({ ctx, input }) => ctx.core.getApplication(input)),
  createApplication: guarded
    .input(createApplicationInput)
    .mutation(({ ctx, input }) => ctx.core.createApplication(input)),
  saveApplication: guarded
    .input(saveApplicationInput)
    .mutation(({ ctx, input }) => ctx.core.saveApplication(input)),
  attachToApplication: guarded
    .input(attachInput)
    .mutation(({ ctx, input }) => ctx.core.attachToApplication(input)),
  detachFromApplication: guarded
    .input(detachInput)
    .mutation(({ ctx, input }) => ctx.core.detachFromApplication(input)),
  packApplication: guarded
    .input(packApplicationInput)
    .mutation(({ ctx, input }) => ctx.core.packApplication(input)),
  uploadApplication: guarded
    .input(uploadApplicationInput)
    .mutation(({ ctx, input }) => ctx.core.uploadApplication(input)),
  cancelApplication: guarded.input(byId).mutation(({ ctx, input }) => ctx.core.cancelApplication(input)),
  reopenApplication: guarded.input(byId).mutation(({ ctx, input }) => ctx.core.reopenApplication(input)),
  removeApplication: guarded.input(byId).mutation(({ ctx, input }) => ctx.core.removeApplication(input)),
  notaryKey: guarded
    .input(z.object({ create: z.boolean() }).strict())
    .mutation(({ ctx, input }) => ctx.core.notaryKey(input)),

  listEvidence: guarded.input(listEvidenceInput).query(({ ctx, input }) => ctx.core.listEvidence(input)),
  getEvidence: guarded.input(byId).query(({ ctx, input }) => ctx.core.getEvidence(input)),
  getCaptureRecord: guarded.input(byId).query(({ ctx, input }) => ctx.core.getCaptureRecord(input)),
  getDepositRecord: guarded.input(byId).query(({ ctx, input }) => ctx.core.getDepositRecord(input)),
  getEnvironment: guarded.input(byId).query(({ ctx, input }) => ctx.core.getEnvironment(input)),
  exportEvidence: guarded
    .input(
      z
        .object({
          ids: z.array(z.string().max(64)).min(1).max(1_000),
          folder: z.string().max(4_096).nullable().optional(),
        })
        .strict(),
    )
    .mutation(({ ctx, input }) => ctx.core.exportEvidence(input)),
  startExport: guarded.input(startExportInput).mutation(({ ctx, input }) => ctx.core.startExport(input)),
  listExportRuns: guarded.query(({ ctx }) => ctx.core.listExportRuns()),
  getExportRun: guarded.input(byId).query(({ ctx, input }) => ctx.core.getExportRun(input)),
  listExportItems: guarded
    .input(listExportItemsInput)
    .query(({ ctx, input }) => ctx.core.listExportItems(input)),
  controlExport: guarded
    .input(controlExportInput)
    .mutation(({ ctx, input }) => ctx.core.controlExport(input)),
  renewProofs: guarded.input(renewProofsInput).mutation(({ ctx, input }) => ctx.core.renewProofs(input)),
  listPendingProofs: guarded
    .input(listPendingProofsInput)
    .query(({ ctx, input }) => ctx.core.listPendingProofs(input)),
  proofsState: guarded.query(({ ctx }) => ctx.core.proofsState()),
  retryAllProofs: guarded.mutation(({ ctx }) => ctx.core.retryAllProofs()),
  retryAttestations: guarded.input(byId).mutation(({ ctx, input }) => ctx.core.retryAttestations(input)),

  chainStatus: guarded.query(({ ctx }) => ctx.core.chainStatus()),
  listAnchors: guarded
    .input(z.object({ offset: z.int().min(0), limit: z.int().min(1).max(500) }).strict())
    .query(({ ctx, input }) => ctx.core.listAnchors(input)),
  anchorNow: guarded.mutation(({ ctx }) => ctx.core.anchorNow()),
  deployContract: guarded.input(deployInput).mutation(({ ctx, input }) => ctx.core.deployContract(input)),
  certify: guarded.input(certifyInput).mutation(({ ctx, input }) => ctx.core.certify(input)),
  signingCertificate: guarded.query(({ ctx }) => ctx.core.signingCertificate()),
  importSigningCertificate: guarded
    .input(importSigningCertificateInput)
    .mutation(({ ctx, input }) => ctx.core.importSigningCertificate(input)),
  removeSigningCertificate: guarded.mutation(({ ctx }) => ctx.core.removeSigningCertificate()),
  setPlatformSecret: guarded
    .input(platformSecretInput)
    .mutation(({ ctx, input }) => ctx.core.setPlatformSecret(input)),
  checkPlatform: guarded
    .input(platformSecretInput.pick({ platform: true }))
    .mutation(({ ctx, input }) => ctx.core.checkPlatform(input)),

  sm2State: guarded.query(({ ctx }) => ctx.core.sm2State()),
  checkSm2: guarded.mutation(({ ctx }) => ctx.core.checkSm2()),
  importSm2Key: guarded.input(importSm2KeyInput).mutation(({ ctx, input }) => ctx.core.importSm2Key(input)),

  trustPolicy: guarded.query(({ ctx }) => ctx.core.trustPolicy()),

  ledgerState: guarded.query(({ ctx }) => ctx.core.ledgerState()),
  verifyLedger: guarded.input(verifyLedgerInput).mutation(({ ctx, input }) => ctx.core.verifyLedger(input)),
  exportLedger: guarded.input(exportLedgerInput).mutation(({ ctx, input }) => ctx.core.exportLedger(input)),
  restartLedger: guarded
    .input(restartLedgerInput)
    .mutation(({ ctx, input }) => ctx.core.restartLedger(input)),

  downloadBrowser: guarded.mutation(({ ctx }) => ctx.core.downloadBrowser()),

  getSettings: guarded.query(({ ctx }) => ctx.core.getSettings()),
  changeSettings: guarded
    .input(settingsPatchInput)
    .mutation(({ ctx, input }) => ctx.core.changeSettings(input)),

  /** One multiplexed stream per window (six connections per host is all a browser has). */
  events: guarded.subscription(async function* ({ ctx, signal }) {
    yield* ctx.core.events(signal ?? new AbortController().signal);
  }),
});

export type AppRouter = typeof appRouter;
