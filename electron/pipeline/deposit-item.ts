// Files -> a sealed deposit: list them, read each once into the vault (or into digests alone), seal, commit. One job, one
// item. A killed run begins again: nothing of it was committed.

import { statfs } from 'node:fs/promises';
import { canonicalJson } from '../../shared/bytes/canonical-json.ts';
import { openBoth } from '../../shared/bytes/hashers.ts';
import { toHex } from '../../shared/bytes/hex.ts';
import { toUtf8 } from '../../shared/bytes/utf8.ts';
import { depositJobInput, type DepositJobInput } from '../../shared/api/deposits.ts';
import { DEPOSIT_RECORD_PATH } from '../../shared/evidence/deposit-record.ts';
import { AppError } from '../../shared/errors.ts';
import type { DepositResult } from '../deposit/deposit-files.ts';
import type { Sources } from '../deposit/list-sources.ts';
import type { ReadDigests, ReadNext } from '../deposit/read-source.ts';
import type { JobContext, JobRunner } from '../jobs/ports.ts';
import { mediaTypeOf } from '../platform/media-type.ts';
import type { PayloadFile } from '../store/types.ts';
import { findBeacon, storeBeacon } from './beacon.ts';
import type { PipelineDeps } from './deps.ts';
import { sealItem } from './seal-item.ts';

/** Left free on the disk while copies are taken. */
const RESERVE_BYTES = 256 * 1024 ** 2;
const CHUNK_BYTES = 1024 * 1024;

export function createDepositItem(deps: PipelineDeps, afterSealing: () => void): JobRunner {
  const { store, clock } = deps;
  return async (job, context) => {
    const input = depositJobInput.parse(job.input);
    const caseId = job.caseId!;
    const { signal } = context;
    context.onStep('list', null);
    const startedAt = clock.now().toISOString();
    const observed = await findBeacon(deps, signal);
    const sources = await sourcesOf(deps, input, signal);
    if (input.mode === 'copy') await assertRoom(store.home, sources.totalBytes);
    const made = await deps.depositFiles(
      { ...input, sources, via: input.source.kind === 'upload' ? 'upload' : 'path', startedAt },
      { clock, take: input.mode === 'copy' ? intoVault(deps, caseId, signal) : intoDigests(deps, signal) },
      { signal, onProgress: progressOf(context, input) },
    );
    context.onStep('seal', 1);
    const proof = await storeBeacon(deps, caseId, observed);
    const files = [...(await payloadOf(deps, caseId, made)), ...proof];
    // Whoever stopped it before this point finds nothing sealed.
    signal.throwIfAborted();
    const { record } = made;
    sealItem(
      deps,
      { caseId, job: { id: job.id } },
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
        clock: {
          source: 'device',
          offsetMs: null,
          timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        },
        vantage: { publicIp: null, network: null },
        tools: [
          { name: 'cunan', version: deps.softwareVersion, sha256: null },
          { name: 'node', version: process.versions.node, sha256: null },
        ],
      },
      files,
      observed,
    );
    if (input.source.kind === 'upload') await deps.uploads.remove(input.source.id);
    afterSealing();
  };
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
  { store }: PipelineDeps,
  caseId: string,
  { record, copies }: DepositResult,
): Promise<readonly PayloadFile[]> {
  const blob = await store.vault.putBytes(caseId, toUtf8(canonicalJson(record)));
  const path = DEPOSIT_RECORD_PATH;
  return [
    { path, ...blob, mediaType: mediaTypeOf(path) },
    ...copies.map((copy) => ({ ...copy, mediaType: mediaTypeOf(copy.path) })),
  ];
}
