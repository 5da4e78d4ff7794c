// cunan attest: brings pending time-stamps, ledger entries and anchors further.

import type { AttestationView, EvidenceDetail } from '../../../shared/api/views.ts';
import { AppError } from '../../../shared/errors.ts';
import { errorLine } from '../../../shared/text/errors.ts';
import { EXIT, type Output } from '../output.ts';
import type { Session, SessionCore } from '../session.ts';

export interface AttestCommand {
  readonly wait?: boolean;
  readonly renew?: boolean;
  /** Days. */
  readonly dueWithin?: string;
}

const WAIT_MS = 15 * 60_000;
const POLL_MS = 1_000;

export async function runAttest(
  session: Session,
  ids: readonly string[],
  options: AttestCommand,
  out: Output,
): Promise<number> {
  const { core } = session;
  if (options.renew === true) return renew(core, ids, options.dueWithin, out);
  if (options.dueWithin !== undefined)
    throw new AppError('input/invalid', { field: '--due-within', problem: '--renew' });
  const targets = ids.length > 0 ? ids : await idsWithPending(core);
  if (targets.length === 0) out.say(out.pick('没有待处理的证明。', 'Nothing is pending.'));
  let pending = 0;
  for (const id of targets) {
    const evidence = await waitForProofs(core, id, options.wait ? WAIT_MS : 0, out);
    const rows = pendingOf(evidence);
    pending += rows.length;
    report(evidence, rows, out);
  }
  return pending === 0 ? EXIT.ok : EXIT.incomplete;
}

/** Those named, due or not; else all that are due. */
async function renew(
  core: SessionCore,
  ids: readonly string[],
  dueWithin: string | undefined,
  out: Output,
): Promise<number> {
  if (dueWithin !== undefined && !/^\d{1,5}$/.test(dueWithin))
    throw new AppError('input/invalid', { field: '--due-within', problem: dueWithin });
  const outcome = await core.renewProofs({
    ids: [...ids],
    dueWithinDays: dueWithin === undefined ? null : Number(dueWithin),
  });
  out.emit({ event: 'renewed', ...outcome });
  for (const id of outcome.renewed) out.say(`✓ ${id} ${out.pick('已续期', 'renewed')}`);
  for (const id of outcome.failed) out.say(`△ ${id} ${out.pick('未能续期', 'not renewed')}`);
  if (outcome.error) out.say(`  ${errorLine(outcome.error.code, outcome.error.details, out.language)}`);
  if (outcome.renewed.length + outcome.failed.length === 0)
    out.say(out.pick('没有需要续期的证明。', 'Nothing is to be renewed.'));
  if (outcome.nextDueAt !== null)
    out.say(`${out.pick('下次续期：', 'Next due: ')}${outcome.nextDueAt.slice(0, 10)}`);
  return outcome.failed.length === 0 ? EXIT.ok : EXIT.incomplete;
}

async function idsWithPending(core: SessionCore): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let offset = 0; ; offset += PAGE) {
    const page = await core.listEvidence({ offset, limit: PAGE });
    ids.push(...page.items.filter((item) => item.proofs.includes('pending')).map((item) => item.id));
    if (offset + PAGE >= page.total) return ids;
  }
}
const PAGE = 500;

/** Tries now, then until nothing of the item is pending or the time is over. */
export async function waitForProofs(
  core: SessionCore,
  id: string,
  patienceMs: number,
  out: Output,
): Promise<EvidenceDetail> {
  let waited = 0;
  for (;;) {
    const evidence = await core.retryAttestations({ id });
    const onTheWay = pendingOf(evidence).filter((row) => row.lastError === null || mayComeSoon(row));
    if (onTheWay.length === 0 || waited >= patienceMs) return evidence;
    out.progress(
      `${id} ${onTheWay.map((row) => row.provider).join(', ')} ${out.pick('等待中', 'waiting')} ${Math.round(waited / 1_000)} s`,
    );
    await new Promise((done) => setTimeout(done, POLL_MS));
    waited += POLL_MS;
  }
}

/** A block that is not final yet, or a checkpoint's proofs that were only just asked for. */
function mayComeSoon(row: AttestationView): boolean {
  return row.lastError?.code === 'chain/not-final';
}

function pendingOf(evidence: EvidenceDetail): readonly AttestationView[] {
  return evidence.attestations.filter((row) => row.state === 'pending');
}

function report(evidence: EvidenceDetail, pending: readonly AttestationView[], out: Output): void {
  out.emit({
    event: 'item',
    id: evidence.id,
    state: evidence.state,
    proofs: evidence.proofs,
    pending: pending.map((row) => ({
      kind: row.kind,
      provider: row.provider,
      code: row.lastError?.code ?? null,
    })),
  });
  out.say(`${pending.length === 0 ? '✓' : '△'} ${evidence.id}`);
  for (const row of pending) {
    const why = row.lastError ? errorLine(row.lastError.code, row.lastError.details, out.language) : '';
    out.say(`  ${out.pick('待处理', 'Pending')} ${row.provider} ${why}`);
  }
}
