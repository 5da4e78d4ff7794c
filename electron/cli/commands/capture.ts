// cunan capture URL…: captures, seals, attests and (with --out) exports, one line per page.

import { resolve } from 'node:path';
import type { EvidenceDetail, ExportView, JobView } from '../../../shared/api/views.ts';
import type { EnvironmentRecord } from '../../../shared/evidence/environment.ts';
import { isAppError } from '../../../shared/errors.ts';
import { errorLine } from '../../../shared/text/errors.ts';
import { say, visible } from '../../../shared/text/fill.ts';
import { reasonSentence } from '../../../shared/text/reasons.ts';
import { CAPTURE_STATE, PROOF_STATE, STEP } from '../../../shared/text/words.ts';
import { EXIT, exitCodeOf, worstExit, type Output } from '../output.ts';
import { captureInputOf, type CaptureFlags } from './capture-flags.ts';
import { waitForProofs } from './attest.ts';
import { outcomeLine } from './check.ts';
import { makeFolder } from './make-folder.ts';
import type { Session, SessionCore } from '../session.ts';

export interface CaptureCommand extends CaptureFlags {
  readonly case?: string;
  readonly out?: string;
  /** Why to go on where the environment check does not pass. */
  readonly reason?: string;
}

export async function runCapture(
  session: Session,
  urls: readonly string[],
  options: CaptureCommand,
  out: Output,
): Promise<number> {
  const { core } = session;
  const folder = options.out === undefined ? null : resolve(options.out);
  if (folder !== null) await makeFolder(folder);

  const follow = followJobs(core, out);
  const jobs = await core.startCapture({
    urls: [...urls],
    caseId: null,
    ...(options.case !== undefined && { caseName: options.case }),
    ...(options.reason !== undefined && { environmentReason: options.reason }),
    ...(await captureInputOf(options, urls)),
  });
  const ended = await follow.until(jobs.map((job) => job.id));

  const codes: number[] = [];
  for (const job of ended) codes.push(await finishItem(core, job, folder, out));
  return worstExit(codes);
}

const POLL_MS = 1_000;

/** Watches from before the start, so that no event is missed; looks at the list now and then as well. */
export function followJobs(core: SessionCore, out: Output) {
  const stop = new AbortController();
  const seen = new Map<string, JobView>();
  let wake: (() => void) | null = null;
  const listening = (async () => {
    for await (const event of core.events(stop.signal)) {
      if (event.type === 'job') show(event.job);
    }
  })();
  listening.catch(() => {
    // The stream is a convenience: the polling below sees every end as well.
  });

  function show(job: JobView): void {
    const before = seen.get(job.id);
    if (before?.state === job.state && before.step === job.step) return;
    seen.set(job.id, job);
    const step = job.step === null ? '' : say(STEP[job.step] ?? { zh: job.step, en: job.step }, out.language);
    out.progress(
      `${nameOf(job)} ${step} ${job.progress === null ? '' : `${Math.round(job.progress * 100)}%`}`,
    );
    out.emit({ event: 'job', id: job.id, url: job.url, state: job.state, step: job.step });
    if (isOver(job)) wake?.();
  }

  return {
    async until(ids: readonly string[]): Promise<readonly JobView[]> {
      try {
        for (;;) {
          const jobs = new Map((await core.listJobs()).map((job) => [job.id, job]));
          const mine = ids.map((id) => jobs.get(id) ?? seen.get(id));
          if (mine.every((job) => job !== undefined && isOver(job))) return mine as readonly JobView[];
          await new Promise<void>((done) => {
            wake = done;
            setTimeout(done, POLL_MS);
          });
        }
      } finally {
        stop.abort();
      }
    },
  };
}

function nameOf({ url, title }: JobView): string {
  return url ?? visible(title ?? '');
}

function isOver(job: JobView): boolean {
  return job.state === 'done' || job.state === 'failed' || job.state === 'cancelled';
}

/** What a job came to, in words and as a line; its package where a folder is given. */
export async function finishItem(
  core: SessionCore,
  job: JobView,
  folder: string | null,
  out: Output,
): Promise<number> {
  if (job.evidenceId === null) {
    const error = job.error ?? { code: 'internal' as const, details: {} };
    const sentence = errorLine(error.code, error.details, out.language);
    out.say(`✗ ${nameOf(job)}\n  ${sentence} [${error.code}]`);
    out.emit({
      event: 'item',
      url: job.url,
      ...(job.title !== undefined && { title: job.title }),
      state: 'FAILED',
      package: null,
      id: null,
      code: error.code,
      ...error.details,
      sentence,
    });
    return exitCodeOf(error.code);
  }
  const evidence = await waitForProofs(core, job.evidenceId, folder === null ? 0 : PROOF_PATIENCE_MS, out);
  const { exported, failure } = await handOver(core, evidence.id, folder);
  const environment = await core.getEnvironment({ id: evidence.id });
  describe(evidence, environment, exported?.path ?? null, out);
  out.emit({
    event: 'item',
    url: evidence.requestedUrl,
    ...(evidence.kind === 'file-deposit' && { title: evidence.title }),
    id: evidence.id,
    state: evidence.state,
    reasons: evidence.reasons,
    finalUrl: evidence.finalUrl,
    statementSha256: evidence.statementSha256,
    statementSm3: evidence.statementSm3,
    proofs: evidence.proofs,
    environment: environment && { result: environment.result, blocking: environment.blocking },
    package: exported?.path ?? null,
    packageSha256: exported?.sha256 ?? null,
  });
  const code = { COMPLETE: EXIT.ok, PARTIAL: EXIT.incomplete, FAILED: EXIT.invalid }[evidence.state];
  return failure === null ? code : worstExit([code, out.fail(failure)]);
}

/** The evidence is sealed whatever becomes of its package: the failure is told beside it, and the next page goes on. */
async function handOver(
  core: SessionCore,
  id: string,
  folder: string | null,
): Promise<{ readonly exported: ExportView | null; readonly failure: unknown }> {
  if (folder === null) return { exported: null, failure: null };
  try {
    return { exported: (await core.exportEvidence({ ids: [id], folder }))[0]!, failure: null };
  } catch (failure) {
    if (!isAppError(failure)) throw failure;
    return { exported: null, failure };
  }
}

/** An export waits this long for proofs that are on their way; what is still missing is said and can follow later. */
const PROOF_PATIENCE_MS = 20_000;

function describe(
  evidence: EvidenceDetail,
  environment: EnvironmentRecord | null,
  path: string | null,
  out: Output,
): void {
  const mark = { COMPLETE: '✓', PARTIAL: '△', FAILED: '✗' }[evidence.state];
  const deposit = evidence.kind === 'file-deposit';
  const name = deposit ? visible(evidence.title ?? '') : (evidence.requestedUrl ?? '');
  out.say(`${mark} ${say(CAPTURE_STATE[evidence.state], out.language)}  ${evidence.id}  ${name}`);
  if (evidence.title && !deposit) out.say(`  ${visible(evidence.title)}`);
  for (const reason of evidence.reasons) out.say(`  - ${reasonSentence(reason, out.language)}`);
  if (environment !== null) out.say(`  ${outcomeLine(environment, out)}`);
  if ((evidence.httpStatus ?? 0) >= 400) {
    out.say(
      out.pick(
        `  网站答复 HTTP ${evidence.httpStatus}：取到的是出错页`,
        `  The site answered HTTP ${evidence.httpStatus}: what was captured is its error page`,
      ),
    );
  }
  out.say(`  ${out.pick('声明 SHA-256', 'Statement SHA-256')} ${evidence.statementSha256}`);
  out.say(`  ${evidence.proofs.map((proof) => say(PROOF_STATE[proof], out.language)).join(' · ')}`);
  for (const pending of evidence.attestations.filter((each) => each.state === 'pending')) {
    const why = pending.lastError
      ? errorLine(pending.lastError.code, pending.lastError.details, out.language)
      : out.pick('正在进行。', 'Under way.');
    out.say(`  ${say(PROOF_STATE.pending, out.language)} ${pending.provider}: ${why}`);
  }
  if (path !== null) out.say(`  → ${path}`);
}
