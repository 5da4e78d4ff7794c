// Files -> a sealed deposit: list them, read each once into the vault (or into digests alone), seal, commit. One job, one
// item, with its process log and a look at this computer. A killed run begins again: nothing of it was committed; one that
// was killed too often is sealed as a failed attempt. What the person stops is not sealed.

import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '../../shared/bytes/canonical-json.ts';
import { openBoth } from '../../shared/bytes/hashers.ts';
import { toHex } from '../../shared/bytes/hex.ts';
import { toUtf8 } from '../../shared/bytes/utf8.ts';
import { depositJobInput, type DepositJobInput } from '../../shared/api/deposits.ts';
import {
  DEPOSIT_FORMAT,
  DEPOSIT_RECORD_PATH,
  type DepositRecord,
} from '../../shared/evidence/deposit-record.ts';
import { DEPOSIT_ITEMS } from '../../shared/evidence/environment.ts';
import { ENVIRONMENT_PATH, ENVIRONMENT_RAW_PATH, EVENTS_PATH } from '../../shared/evidence/package-paths.ts';
import { AppError } from '../../shared/errors.ts';
import { beaconAbsent } from '../../shared/text/beacon.ts';
import { createEventLog, resumeEventLog, type EventLog } from '../capture/events-log.ts';
import type { DepositResult } from '../deposit/deposit-files.ts';
import { rootNames, type Sources } from '../deposit/list-sources.ts';
import type { ReadDigests, ReadNext } from '../deposit/read-source.ts';
import type { JobContext, JobRunner } from '../jobs/ports.ts';
import { mediaTypeOf } from '../platform/media-type.ts';
import { toWriteError } from '../platform/write-errors.ts';
import type { PayloadFile, SealedItem } from '../store/types.ts';
import { findBeacon, storeBeacon, type BeaconOutcome } from './beacon.ts';
import type { SealInterrupted } from './capture-page.ts';
import type { PipelineDeps } from './deps.ts';
import { sealItem } from './seal-item.ts';

/** Left free on the disk while copies are taken. */
const RESERVE_BYTES = 256 * 1024 ** 2;
const CHUNK_BYTES = 1024 * 1024;

/** What the clock says of an item made without a check. */
const DEVICE_CLOCK = { source: 'device', offsetMs: null } as const;

export function createDepositItem(deps: PipelineDeps, afterSealing: () => void): JobRunner {
  const { store, clock } = deps;
  return async (job, context) => {
    const input = depositJobInput.parse(job.input);
    const caseId = job.caseId!;
    const { signal } = context;
    context.onStep('list', null);
    const startedAt = clock.now().toISOString();
    const events = createEventLog(join(context.workDir, LOG_NAME), clock);
    const check = deps.environment.begin(null);
    try {
      const observed = await findBeacon(deps, signal);
      const sources = await sourcesOf(deps, input, signal);
      if (input.mode === 'copy') await assertRoom(store.home, sources.totalBytes);
      events.add('deposit-begin', {
        mode: input.mode,
        via: input.source.kind,
        category: input.category,
        files: sources.files.length,
        bytes: sources.totalBytes,
        attempt: job.interruptions + 1,
      });
      const made = await deps.depositFiles(
        { ...input, sources, via: input.source.kind === 'upload' ? 'upload' : 'path', startedAt },
        { clock, take: input.mode === 'copy' ? intoVault(deps, caseId, signal) : intoDigests(deps, signal) },
        {
          signal,
          onProgress: progressOf(context, input),
          onEvent: (event, details) => events.add(event, details),
        },
      );
      context.onStep('seal', 1);
      const { record } = made;
      const report = await check.alone(DEPOSIT_ITEMS);
      const environment = report.record;
      const { source, offsetMs } = environment.clock;
      events.add('clock-compared', { source, offsetMs });
      events.add('check-before', { result: environment.result, blocking: environment.blocking.join(' ') });
      events.add('deposit-end', {
        state: record.state,
        files: record.files.length,
        copies: made.copies.length,
      });
      const files = [
        ...(await payloadOf(deps, caseId, made)),
        ...(await logOf(deps, caseId, events, context.workDir)),
        await textFile(deps, caseId, ENVIRONMENT_PATH, report.json),
        await textFile(deps, caseId, ENVIRONMENT_RAW_PATH, report.rawJsonl),
        ...(await storeBeacon(deps, caseId, observed)),
      ];
      // Whoever stopped it before this point finds nothing sealed.
      signal.throwIfAborted();
      seal(deps, { caseId, job: { id: job.id } }, record, { source, offsetMs }, files, observed);
      if (input.source.kind === 'upload') await deps.uploads.remove(input.source.id);
      afterSealing();
    } finally {
      check.end();
    }
  };
}

/**
 * A deposit that the end of the program cut off too often is sealed as the failed attempt it was: what was chosen, and the
 * log of the last try. No file is kept; the start has removed what the tries had copied.
 */
export function createSealInterruptedDeposit(deps: PipelineDeps, afterSealing: () => void): SealInterrupted {
  return async (job, workDir) => {
    const input = depositJobInput.parse(job.input);
    const { log, lines } = await resumeEventLog(join(workDir, LOG_NAME), deps.clock);
    const lastStartedAt = job.startedAt ?? job.createdAt;
    log.add('interrupted', { attempts: job.interruptions, lastStartedAt, eventsFound: lines.length });
    const roots =
      input.source.kind === 'paths'
        ? rootNames(input.source.paths)
        : await deps.uploads.roots(input.source.id).catch(() => [input.title]);
    const { mode, category, fields, title } = input;
    const record: DepositRecord = {
      format: DEPOSIT_FORMAT,
      mode,
      category,
      fields,
      title,
      state: 'FAILED',
      reasons: [{ code: 'interrupted', details: { attempts: job.interruptions } }],
      startedAt: lastStartedAt,
      endedAt: deps.clock.now().toISOString(),
      source: { via: input.source.kind === 'upload' ? 'upload' : 'path', roots, location: null },
      files: [],
      emptyFolders: [],
      refused: [],
    };
    const files = [
      ...(await payloadOf(deps, job.caseId!, { record, copies: [] })),
      ...(await logOf(deps, job.caseId!, log, workDir)),
    ];
    const nothing = { beacon: null, headerRlp: null, absentReason: beaconAbsent('interrupted') };
    const end = { id: job.id, state: 'failed', error: job.error } as const;
    seal(deps, { caseId: job.caseId!, job: end }, record, DEVICE_CLOCK, files, nothing);
    afterSealing();
  };
}

/** The process log within the job's work folder. */
const LOG_NAME = 'events.jsonl';

function seal(
  deps: PipelineDeps,
  target: { readonly caseId: string; readonly job: NonNullable<SealedItem['job']> },
  record: DepositRecord,
  clock: { readonly source: 'device' | 'ntp' | 'https-date'; readonly offsetMs: number | null },
  files: readonly PayloadFile[],
  observed: BeaconOutcome,
): void {
  sealItem(
    deps,
    target,
    {
      kind: 'file-deposit',
      requestedUrl: null,
      finalUrl: null,
      title: record.title,
      httpStatus: null,
      state: record.state,
      reasons: record.reasons,
      startedAt: record.startedAt,
      endedAt: record.endedAt,
      clock: { ...clock, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone },
      vantage: { publicIp: null, network: null },
      tools: [
        { name: 'cunan', version: deps.softwareVersion, sha256: null },
        { name: 'node', version: process.versions.node, sha256: null },
      ],
    },
    files,
    observed,
  );
}

async function logOf(
  { store }: PipelineDeps,
  caseId: string,
  log: EventLog,
  workDir: string,
): Promise<readonly PayloadFile[]> {
  if (log.failure !== null) throw toWriteError(log.failure.error, workDir);
  const blob = await store.vault.putFile(caseId, join(workDir, LOG_NAME));
  return [{ path: EVENTS_PATH, ...blob, mediaType: mediaTypeOf(EVENTS_PATH) }];
}

async function textFile(
  { store }: PipelineDeps,
  caseId: string,
  path: string,
  text: string,
): Promise<PayloadFile> {
  const blob = await store.vault.putBytes(caseId, toUtf8(text));
  return { path, ...blob, mediaType: mediaTypeOf(path) };
}

function sourcesOf(deps: PipelineDeps, { source }: DepositJobInput, signal: AbortSignal): Promise<Sources> {
  return source.kind === 'upload'
    ? deps.uploads.sources(source.id)
    : deps.listSources(source.paths, deps.store.home, signal);
}

/** Throws store/disk-full before anything is copied. */
async function assertRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < bytes + RESERVE_BYTES) throw new AppError('store/disk-full');
}

function progressOf(context: JobContext, { mode }: DepositJobInput) {
  return (doneBytes: number, totalBytes: number): void =>
    context.onStep(
      mode === 'copy' ? 'copy' : 'digest',
      totalBytes === 0 ? null : (0.99 * doneBytes) / totalBytes,
      { doneBytes, totalBytes },
    );
}

function intoVault({ store }: PipelineDeps, caseId: string, signal: AbortSignal) {
  return (read: ReadNext, expectedBytes: number): Promise<ReadDigests> =>
    store.vault.putRead(caseId, read, expectedBytes, signal);
}

/** The original leaves nothing behind but its digests. */
function intoDigests({ hashers }: PipelineDeps, signal: AbortSignal) {
  return async (read: ReadNext, expectedBytes: number): Promise<ReadDigests> => {
    const both = await openBoth(hashers, expectedBytes);
    try {
      const buffer = new Uint8Array(CHUNK_BYTES);
      let size = 0;
      for (;;) {
        signal.throwIfAborted();
        const length = await read(buffer);
        if (length === 0) break;
        await both.update(buffer.subarray(0, length));
        size += length;
      }
      const { sha256, sm3 } = await both.digests();
      return { size, sha256: toHex(sha256), sm3: toHex(sm3) };
    } finally {
      both.drop();
    }
  };
}

async function payloadOf(
  deps: PipelineDeps,
  caseId: string,
  { record, copies }: DepositResult,
): Promise<readonly PayloadFile[]> {
  return [
    await textFile(deps, caseId, DEPOSIT_RECORD_PATH, canonicalJson(record)),
    ...copies.map((copy) => ({ ...copy, mediaType: mediaTypeOf(copy.path) })),
  ];
}
