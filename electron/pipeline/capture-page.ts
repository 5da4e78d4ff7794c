// URL -> sealed evidence: capture, put every file into the vault, seal, commit. One job, one item.
// The last three steps run without a pause in between, so that a case's numbers have no gaps.

import { captureOptionsInput } from '../../shared/api/inputs.ts';
import type { CaptureRecord, Note } from '../../shared/evidence/capture-record.ts';
import { pageLabelsOf } from '../../shared/evidence/page-labels.ts';
import { isErrorCode } from '../../shared/errors.ts';
import { beaconAbsent } from '../../shared/text/beacon.ts';
import type { CaptureResult } from '../capture/types.ts';
import type { EarlierAttempt, JobContext, JobRecord, JobRunner } from '../jobs/ports.ts';
import { recordInterrupted } from '../capture/interrupted.ts';
import type { PayloadFile, SealedItem } from '../store/types.ts';
import { mediaTypeOf } from '../platform/media-type.ts';
import { isSystemError, toWriteError } from '../platform/write-errors.ts';
import { findBeacon, storeBeacon, type BeaconOutcome } from './beacon.ts';
import type { PipelineDeps } from './deps.ts';
import { sealItem } from './seal-item.ts';

/** Failures of the network, which may be gone a little later. What a server answers is no failure. */
const PASSING: ReadonlySet<string> = new Set([
  'capture/name-not-resolved',
  'capture/connection-refused',
  'capture/connection-failed',
  'capture/offline',
  'capture/timeout',
]);

export function createCapturePage(deps: PipelineDeps, afterSealing: () => void): JobRunner {
  return async (job, context) => {
    const session = deps.sessions.read(job);
    const observed = await findBeacon(deps, context.signal);
    const result = await deps
      .capture(
        {
          url: required(job.url),
          options: optionsOf(job),
          session,
          workDir: context.workDir,
          notes: job.earlier.map((attempt, index) => earlierNote(attempt, index + 1)),
        },
        {
          clock: deps.clock,
          random: deps.random,
          log: deps.log,
          browser: await deps.findBrowser(),
          softwareVersion: deps.softwareVersion,
          ownPorts: deps.ownPorts(),
          environment: (target) => deps.environment.begin(target, overrideOf(deps, environmentReasonOf(job))),
        },
        context,
      )
      .catch((error: unknown) => {
        // A full disk while the record was written.
        throw isSystemError(error) ? toWriteError(error, context.workDir) : error;
      });
    const failed = passingFailure(result.record);
    if (failed && context.postpone(failed)) {
      deps.store.audit.append('capture-attempt-failed', job.id, {
        url: job.url,
        attempt: job.earlier.length + 1,
        ...failed,
      });
      return;
    }
    context.onStep('seal', 0.95);
    const files = await storeFiles(deps, required(job.caseId), result.files, context);
    const proof = await storeBeacon(deps, required(job.caseId), observed);
    seal(deps, job, result, [...files, ...proof], observed);
    afterSealing();
  };
}

/**
 * A capture that was interrupted too often is sealed as the failed attempt it was, with what its work folder still
 * knows. The job keeps its own end.
 */
export function createSealInterrupted(deps: PipelineDeps, afterSealing: () => void): SealInterrupted {
  return async (job, workDir) => {
    const request = {
      url: required(job.url),
      options: optionsOf(job),
      workDir,
      notes: job.earlier.map((attempt, index) => earlierNote(attempt, index + 1)),
    };
    const interruption = {
      attempts: job.interruptions,
      requestedAt: job.createdAt,
      lastStartedAt: job.startedAt,
    };
    const result = await recordInterrupted(request, deps, interruption);
    const stored = await storeFiles(deps, required(job.caseId), result.files, new AbortController());
    const nothing = { beacon: null, headerRlp: null, absentReason: beaconAbsent('interrupted') };
    seal(deps, job, result, stored, nothing, { state: 'failed', error: job.error });
    afterSealing();
  };
}

export type SealInterrupted = (job: JobRecord, workDir: string) => Promise<void>;

/** Null where the page was obtained, or where another attempt would end the same way. */
function passingFailure(record: CaptureRecord): EarlierAttempt | null {
  const reason = record.reasons.find(({ code }) => code === 'no-main-document');
  const code = reason?.details?.['error'];
  if (record.state !== 'FAILED' || !isErrorCode(code) || !PASSING.has(code)) return null;
  return {
    startedAt: record.startedAt,
    endedAt: record.endedAt,
    code,
    cause: String(reason?.details?.['cause'] ?? ''),
    addresses: record.dns.flatMap(({ addresses }) => addresses),
  };
}

/** The failed attempt in the record of the one that follows it. */
function earlierNote(attempt: EarlierAttempt, number: number): Note {
  const { startedAt, endedAt, code, cause, addresses } = attempt;
  return {
    code: 'earlier-attempt',
    details: { number, startedAt, endedAt, error: code, cause, addresses: addresses.join(' ') },
  };
}

function required(value: string | null): string {
  if (value === null) throw new Error('a capture job has a URL and a case');
  return value;
}

function optionsOf(job: JobRecord): ReturnType<typeof captureOptionsInput.parse> {
  const input = job.input as { readonly options?: unknown } | null;
  return captureOptionsInput.parse(input?.options ?? {});
}

/** Who goes on in spite of what the check finds, and why: the operator as the settings name him now. */
export function overrideOf({ store }: PipelineDeps, reason: string | null) {
  const { operator } = store.settings.get();
  const by = [operator.name, operator.organisation].filter((part) => part !== null).join(', ');
  return { reason, by: by === '' ? null : by };
}

function environmentReasonOf(job: JobRecord): string | null {
  const input = job.input as { readonly environmentReason?: unknown } | null;
  return typeof input?.environmentReason === 'string' ? input.environmentReason : null;
}

export async function storeFiles(
  { store }: PipelineDeps,
  caseId: string,
  files: readonly { readonly path: string; readonly source: string }[],
  { signal }: Pick<JobContext, 'signal'>,
): Promise<readonly PayloadFile[]> {
  const stored: PayloadFile[] = [];
  for (const file of files) {
    const blob = await store.vault.putFile(caseId, file.source, signal);
    stored.push({ path: file.path, ...blob, mediaType: mediaTypeOf(file.path) });
  }
  return stored;
}

/** What an item is made for. */
export interface SealedFor extends Pick<JobRecord, 'id' | 'caseId'> {
  /** Number that was chosen before; a new one where it is left out. */
  readonly evidenceNumber?: string;
}

export function seal(
  deps: PipelineDeps,
  job: SealedFor,
  { record, environment }: CaptureResult,
  files: readonly PayloadFile[],
  beacon: BeaconOutcome,
  end: Omit<NonNullable<SealedItem['job']>, 'id'> = {},
): void {
  const { requestedUrl, finalUrl, title, httpStatus, state, reasons, startedAt, endedAt, clock, tools } =
    record;
  sealItem(
    deps,
    {
      caseId: required(job.caseId),
      evidenceNumber: job.evidenceNumber,
      job: { id: job.id, labels: labelsOf(record), ...end },
    },
    {
      kind: 'web-capture',
      requestedUrl,
      finalUrl,
      title,
      httpStatus,
      state,
      reasons,
      startedAt,
      endedAt,
      clock,
      vantage: {
        publicIp: environment?.record.publicIp ?? null,
        network: environment?.network ?? null,
      },
      tools,
    },
    files,
    beacon,
  );
}

function labelsOf(record: CaptureRecord): readonly string[] {
  const unknown = record.notes.some(({ code }) => code === 'page-unlabelled') ? ['page-unlabelled'] : [];
  return [...pageLabelsOf(record).map(({ code }) => code), ...unknown];
}
