// Brings every pending attestation further: ledger first (it makes checkpoints), then time-stamps and anchors that
// are due. One pass at a time; a failure is kept with its code and tried again later, and never touches another.

import type { RenewalReport } from '../../shared/api/views.ts';
import { toUtf8 } from '../../shared/bytes/utf8.ts';
import { AppError, isAppError } from '../../shared/errors.ts';
import { nextAttemptAt } from '../attest/retry.ts';
import type { ProofFile } from '../attest/ports.ts';
import type { AttestationRecord, ObtainedProof } from '../store/types.ts';
import type { PipelineDeps } from './deps.ts';
import { reckonLife, renewProofs } from './renew-proofs.ts';
import { signWithSm2 } from './sign-with-sm2.ts';
import { newCheckpointAttestations } from './attestation-rows.ts';
import { noteOf, obtainAnchor } from './obtain-anchor.ts';
import { obtainPlatformReceipt, pollMs } from './obtain-platform.ts';
import { isCheckpointDue } from './schedule.ts';

export interface PassOptions {
  /** Somebody asks: the checkpoint is made without waiting for its schedule. */
  readonly onDemand?: boolean;
}

export interface Attestor {
  /** One pass over everything that is due; resolves when it is done. */
  run(signal: AbortSignal, options?: PassOptions): Promise<void>;
  /** As renewProofs says, between two passes. */
  renew(ids: readonly string[], dueWithinDays: number | null, signal: AbortSignal): Promise<RenewalReport>;
}

export function createAttestor(deps: PipelineDeps, changed: (evidenceId: string) => void): Attestor {
  let tail: Promise<void> = Promise.resolve();

  async function pass(before: Promise<void>, signal: AbortSignal, options: PassOptions): Promise<void> {
    await Promise.allSettled([before]);
    if (signal.aborted) return;
    if (options.onDemand === true || isDue(deps)) await enterLedger(deps, signal, changed);
    await Promise.all([attestDue(deps, signal, changed), askWitnesses(deps, signal, changed)]);
    for (const id of (await renewProofs(deps, [], null, signal)).renewed) changed(id);
  }

  return {
    run(signal, options = {}) {
      tail = pass(tail, signal, options);
      return tail;
    },
    async renew(ids, dueWithinDays, signal) {
      const before = tail;
      const renewed = before.catch(() => undefined).then(() => renewProofs(deps, ids, dueWithinDays, signal));
      tail = renewed.then(
        () => undefined,
        () => undefined,
      );
      const report = await renewed;
      for (const id of report.renewed) changed(id);
      return report;
    },
  };
}

function isDue({ store, clock }: PipelineDeps): boolean {
  return isCheckpointDue(store.settings.get().anchoring, store.attestations.ledgerWaiting(), clock.now());
}

const LEDGER_BATCH = 1_000;

/** All waiting items get one checkpoint: entries, proofs and the checkpoint's own attestations in one transaction. */
async function enterLedger(
  deps: PipelineDeps,
  signal: AbortSignal,
  changed: (evidenceId: string) => void,
): Promise<void> {
  const { store, ledger, ledgerWatch } = deps;
  if (store.attestations.ledgerQueue(1).length > 0) await ledgerWatch.beforeAppending(signal);
  if (signal.aborted) return;
  try {
    appendWaiting(deps, changed);
  } catch (error) {
    if (!isAppError(error) || !error.code.startsWith('ledger/')) throw error;
    ledger.halt(error);
    const { code, details } = error;
    store.attestations.ledgerHeld({ code, details, at: deps.clock.now().toISOString() });
  }
  await ledgerWatch.published();
}

async function askWitnesses(
  { ledger, ledgerWatch, store }: PipelineDeps,
  signal: AbortSignal,
  changed: (evidenceId: string) => void,
): Promise<void> {
  const newest = ledger.newestCheckpoint();
  if (!(await ledgerWatch.askDue(signal)) || newest === null) return;
  for (const id of store.attestations.itemsOf(ledger.origin, newest.size)) changed(id);
}

function appendWaiting(deps: PipelineDeps, changed: (evidenceId: string) => void): void {
  const { store, ledger } = deps;
  for (;;) {
    const entries = store.attestations.ledgerQueue(LEDGER_BATCH);
    if (entries.length === 0) return;
    store.transaction(() => {
      const indices = ledger.append(entries);
      const checkpoint = ledger.publish();
      store.audit.append('checkpoint-signed', `${ledger.origin}@${checkpoint.size}`);
      const at = deps.clock.now().toISOString();
      const stem = `attest/tlog/${fileStem(ledger.origin)}`;
      const vkey: ProofFile = { path: `${stem}.vkey`, bytes: toUtf8(`${ledger.vkey}\n`) };
      store.attestations.commitLogged(
        { origin: ledger.origin, size: checkpoint.size },
        entries.map((entry, at_) => {
          const index = indices[at_]!;
          return {
            evidenceId: entry.id,
            index,
            proof: {
              at,
              trusted: false,
              facts: [
                { key: 'origin', value: ledger.origin },
                { key: 'index', value: String(index) },
                { key: 'size', value: String(checkpoint.size) },
              ],
              files: [
                {
                  path: `${stem}-${checkpoint.size}.tlog-proof`,
                  bytes: ledger.proof(index, checkpoint.size),
                },
                vkey,
              ],
            },
          };
        }),
        newCheckpointAttestations(store.settings.get()),
      );
    });
    for (const entry of entries) changed(entry.id);
  }
}

function fileStem(origin: string): string {
  return origin.replaceAll('/', '-');
}

/** Of one pass: a platform that takes few requests a second holds up nobody else; its rest stays due. */
const PLATFORM_SHARE_MS = 30_000;

async function attestDue(
  deps: PipelineDeps,
  signal: AbortSignal,
  changed: (evidenceId: string) => void,
): Promise<void> {
  const beganMs = deps.clock.monotonicMs();
  const due = deps.store.attestations.due(deps.clock.now().toISOString(), 500);
  // Different providers never wait for one another; one provider is asked in turn.
  const byProvider = Map.groupBy(due, (row) => `${row.kind} ${row.provider}`);
  await Promise.all(
    [...byProvider.values()].map(async (rows) => {
      for (const row of rows) {
        const spentMs = deps.clock.monotonicMs() - beganMs;
        if (signal.aborted || (row.kind === 'platform' && spentMs > PLATFORM_SHARE_MS)) return;
        await attempt(deps, row, signal);
        if (row.target.subject === 'statement') changed(row.target.evidenceId);
        else for (const id of itemsUnder(deps, row)) changed(id);
      }
    }),
  );
}

function itemsUnder({ store }: PipelineDeps, row: AttestationRecord): readonly string[] {
  return row.target.subject === 'checkpoint'
    ? store.attestations.itemsOf(row.target.origin, row.target.size)
    : [];
}

async function attempt(deps: PipelineDeps, row: AttestationRecord, signal: AbortSignal): Promise<void> {
  const { store } = deps;
  const now = deps.clock.now();
  try {
    const proof = await obtain(deps, row, signal);
    if (proof) {
      store.attestations.obtained(row.id, proof);
      if (row.kind === 'timestamp' && row.target.subject === 'statement')
        reckonLife(deps, row.target.evidenceId);
    } else store.attestations.setConfigured(row.id, false, now.toISOString());
  } catch (error) {
    if (signal.aborted) return;
    const failure = isAppError(error)
      ? error
      : new AppError('internal', { reference: deps.log.error('attestation failed', error) });
    const soonMs = failure.code === 'chain/not-final' ? 2_000 : pollMs(failure.code, row.attempts);
    const next =
      soonMs === null ? nextAttemptAt(row.attempts + 1, now, deps.random) : new Date(now.getTime() + soonMs);
    store.attestations.failed(row.id, {
      code: failure.code,
      details: failure.details,
      at: now.toISOString(),
      nextAttemptAt: next.toISOString(),
    });
  }
}

/** Null where the provider is configured no longer. */
function obtain(
  deps: PipelineDeps,
  row: AttestationRecord,
  signal: AbortSignal,
): Promise<ObtainedProof | null> {
  if (row.kind === 'signature' && row.target.subject === 'statement')
    return signWithSm2(deps, row.target.evidenceId, signal);
  if (row.kind === 'timestamp') return obtainTimestamp(deps, row, signal);
  if (row.kind === 'chain') return obtainAnchor(deps, row, signal);
  if (row.kind === 'platform') return obtainPlatformReceipt(deps, row, signal);
  throw new Error(`nothing is asked of anybody for ${row.kind}`);
}

async function obtainTimestamp(
  deps: PipelineDeps,
  row: AttestationRecord,
  signal: AbortSignal,
): Promise<ObtainedProof | null> {
  const { tsas } = deps.store.settings.get();
  const position = tsas.findIndex((tsa) => tsa.name === row.provider);
  const tsa = tsas[position];
  if (!tsa) return null;
  const { tsr, chainPem, crls, ocsps, report } = await deps.requestTimestamp({
    tsa,
    data: subjectBytes(deps, row),
    http: deps.http,
    random: deps.random,
    clock: deps.clock,
    hashers: deps.hashers,
    signal,
  });
  const { info } = report;
  if (!info) throw new AppError('tsa/bad-response', { tsa: tsa.name, problem: report.code });
  const stem = `${timestampStem(row)}${position + 1}-${tsa.name}`;
  return {
    at: info.genTime,
    trusted: report.status === 'pass' && !tsa.demonstration,
    facts: [
      { key: 'serial', value: info.serialHex },
      { key: 'policy', value: info.policy },
      { key: 'algorithm', value: `${info.imprintAlgorithm} · ${info.signatureAlgorithm}` },
      { key: 'signer', value: info.signerSubject },
      ...(info.accuracyMs === null ? [] : [{ key: 'accuracy', value: `${info.accuracyMs} ms` }]),
      { key: 'root', value: info.rootSubject ?? '未受信任 not trusted' },
      ...(tsa.fee === null ? [] : [{ key: 'fee', value: String(tsa.fee) }]),
      ...(report.revocation === null
        ? []
        : [
            {
              key: 'revocation',
              value: `${report.revocation.covered} / ${report.revocation.certificates}`,
            },
          ]),
    ],
    files: [
      { path: `${stem}.tsr`, bytes: tsr },
      ...(chainPem === '' ? [] : [{ path: `${stem}.chain.pem`, bytes: toUtf8(chainPem) }]),
      ...crls.map((bytes, at) => ({ path: `${stem}.${at + 1}.crl`, bytes })),
      ...ocsps.map((bytes, at) => ({ path: `${stem}.${at + 1}.ocsp`, bytes })),
    ],
  };
}

function timestampStem({ target }: AttestationRecord): string {
  return target.subject === 'statement'
    ? 'attest/tsa/'
    : `attest/tlog/${fileStem(target.origin)}-${target.size}.`;
}

/** What is time-stamped: the statement as it was sealed, or the signed checkpoint note. */
function subjectBytes(deps: PipelineDeps, { target }: AttestationRecord): Uint8Array {
  return target.subject === 'statement'
    ? deps.store.evidence.sealedBytes(target.evidenceId).statement
    : toUtf8(noteOf(deps, target));
}
