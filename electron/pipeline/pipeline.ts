// The whole flow, readable top to bottom; the only folder that knows the order of the stages:
//
//   URL or files -> capture or deposit -> seal -> store -> attest (sign, ledger, time-stamp, chain) -> certificate -> export
//
// capture-page.ts makes evidence of pages, recordings.ts of what a person does, deposit-item.ts of files, attest-pending.ts proves it, hand-over.ts gives it out.

import type { SignerKind } from '../../shared/api/signing.ts';
import type { AppEvent, AttestationView, ExportView, RenewalReport } from '../../shared/api/views.ts';
import type { ProofFile } from '../attest/ports.ts';
import type { JobRunner } from '../jobs/ports.ts';
import { createApplications, type Applications } from './applications.ts';
import { createAttestor, type PassOptions } from './attest-pending.ts';
import { nextCheckpointAt } from './schedule.ts';
import { createCapturePage, createSealInterrupted, type SealInterrupted } from './capture-page.ts';
import { createDepositItem, createSealInterruptedDeposit } from './deposit-item.ts';
import type { PipelineDeps } from './deps.ts';
import { exportItem, proofsOf } from './hand-over.ts';
import { makeCertificate, makeReport } from './make-paper.ts';
import type { IssuedPaper } from './sign-paper.ts';
import { witnessAttestations } from './witnessed-proof.ts';
import { createExportRuns, type ExportRuns } from './export-runs/runs.ts';
import { createRecordings, type Recordings } from './recordings.ts';

export interface Pipeline {
  readonly capturePage: JobRunner;
  readonly depositItem: JobRunner;
  readonly recordings: Recordings;
  readonly applications: Applications;
  readonly exportRuns: ExportRuns;
  /** For jobs that failed with capture/interrupted; workDir is what their last try left, or empty. */
  readonly sealInterrupted: SealInterrupted;
  /** Everything due now, then again whenever something comes due; `dispose` ends that. */
  startAttesting(): void;
  /** One pass now. */
  attestDue(): Promise<void>;
  /** Those named, due or not; none: all that are due within the days (null: as the settings say). */
  renewProofs(ids: readonly string[], dueWithinDays: number | null): Promise<RenewalReport>;
  /** Makes the checkpoint that waits, and tries every anchor and platform that is pending. */
  anchorNow(): Promise<void>;
  /** @param sign who signs the PDF; null: as the settings say. */
  makeCertificate(id: string, sign?: SignerKind | null): Promise<IssuedPaper>;
  makeReport(id: string, sign?: SignerKind | null): Promise<IssuedPaper>;
  /** Every proof known at this moment, as files of the package. */
  proofFiles(id: string): readonly ProofFile[];
  /** One row per witness of the checkpoint that covers the item. */
  witnessAttestations(id: string): readonly AttestationView[];
  exportItem(id: string, folder: string, signal: AbortSignal): Promise<ExportView>;
  dispose(): Promise<void>;
}

/** Longest sleep between two looks at what is due, so that a changed clock is noticed. */
const LONGEST_SLEEP_MS = 60_000;
const SHORTEST_SLEEP_MS = 200;
const RENEWAL_SLEEP_MS = 6 * 3_600_000;

function earlier(one: string | null, other: string | null): string | null {
  return one === null || (other !== null && other < one) ? other : one;
}

export function createPipeline(
  deps: PipelineDeps,
  changed: (evidenceId: string) => void,
  emit: (event: AppEvent) => void,
): Pipeline {
  const stop = new AbortController();
  const attestor = createAttestor(deps, changed);
  const exportRuns = createExportRuns(deps, (id) => emit({ type: 'export', id }));
  let timer: ReturnType<typeof setTimeout> | null = null;
  const applications = createApplications(deps, (id) => emit({ type: 'application', id }));
  let attesting = false;

  const pass = async (options: PassOptions = {}): Promise<void> => {
    try {
      await attestor.run(stop.signal, options);
    } catch (error) {
      deps.log.error('an attestation pass ended early', error);
    }
    schedule();
  };
  const schedule = (): void => {
    if (timer) clearTimeout(timer);
    timer = null;
    const { attestations, settings } = deps.store;
    if (!attesting || stop.signal.aborted) return;
    const now = deps.clock.now();
    const checkpoint = nextCheckpointAt(settings.get().anchoring, attestations.ledgerWaiting(), now);
    const proof = earlier(attestations.nextDueAt(), deps.ledgerWatch.nextDueAt());
    const next = earlier(proof, checkpoint?.toISOString() ?? null);
    // Renewals come due over months: a look now and then is enough.
    const longest = next === null ? RENEWAL_SLEEP_MS : LONGEST_SLEEP_MS;
    const wait = next === null ? longest : Date.parse(next) - now.getTime();
    timer = setTimeout(() => void pass(), Math.min(longest, Math.max(SHORTEST_SLEEP_MS, wait)));
  };

  const sealCapture = createSealInterrupted(deps, () => void pass());
  const sealDeposit = createSealInterruptedDeposit(deps, () => void pass());

  return {
    capturePage: createCapturePage(deps, () => void pass()),
    depositItem: createDepositItem(deps, () => void pass()),
    recordings: createRecordings(deps, emit, () => void pass()),
    applications,
    exportRuns,
    sealInterrupted: (job, workDir) =>
      job.kind === 'deposit' ? sealDeposit(job, workDir) : sealCapture(job, workDir),
    startAttesting() {
      attesting = true;
      void pass();
    },
    attestDue: () => pass({ onDemand: true }),
    async anchorNow() {
      deps.store.attestations.retryChains(deps.clock.now().toISOString());
      await pass({ onDemand: true });
    },
    renewProofs: (ids, dueWithinDays) => attestor.renew(ids, dueWithinDays, stop.signal),
    makeCertificate: (id, sign) => makeCertificate(deps, id, sign),
    makeReport: (id, sign) => makeReport(deps, id, sign),
    proofFiles: (id) => proofsOf(deps, id),
    witnessAttestations: (id) => witnessAttestations(deps, id),
    exportItem: (id, folder, signal) => exportItem(deps, id, folder, signal),
    async dispose() {
      if (timer) clearTimeout(timer);
      stop.abort();
      await applications.dispose();
      await exportRuns.stop();
      await attestor.run(stop.signal);
    },
  };
}
