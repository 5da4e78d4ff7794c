// cunan capture --from FILE and cunan batch …: sheets of addresses, and what became of each row.

import { readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { BatchView, ExportBatchInput } from '../../../shared/api/batches.ts';
import { AppError } from '../../../shared/errors.ts';
import { toBase64 } from '../../../shared/bytes/base64.ts';
import {
  BATCH_STATE,
  labelWord,
  ROW_PROBLEM,
  ROW_STATUS,
  duplicateText,
} from '../../../shared/text/batch.ts';
import { rowReason } from '../../../shared/text/batch-table.ts';
import { say, visible } from '../../../shared/text/fill.ts';
import { CAPTURE_STATE } from '../../../shared/text/words.ts';
import { EXIT, type Output } from '../output.ts';
import type { Session, SessionCore } from '../session.ts';
import { captureOptionsOf, needsHosts, type CaptureFlags } from './capture-flags.ts';
import { makeFolder } from './make-folder.ts';

export interface BatchCaptureCommand extends CaptureFlags {
  readonly case?: string;
  readonly out?: string;
  readonly includeDuplicates?: boolean;
  /** Why to go on where the environment check does not pass. */
  readonly reason?: string;
}

const PAGE = 500;
const POLL_MS = 500;
/** allowPrivateHosts takes no more. */
const MAX_HOSTS = 100;

export async function runCaptureFrom(
  { core }: Session,
  file: string,
  options: BatchCaptureCommand,
  out: Output,
): Promise<number> {
  const folder = options.out === undefined ? null : resolve(options.out);
  if (folder !== null) await makeFolder(folder);
  const draft = await core.importBatch({
    source: { kind: 'file', name: basename(file), dataBase64: toBase64(await bytesOf(file)) },
    caseId: null,
    ...(options.case !== undefined && { caseName: options.case }),
  });
  await preview(core, draft, out);
  await core.startBatch({
    id: draft.id,
    duplicates: options.includeDuplicates ? 'include' : 'exclude',
    options: captureOptionsOf(options, needsHosts(options) ? await hostsOf(core, draft.id, out) : []),
    ...(options.reason !== undefined && { environmentReason: options.reason }),
  });
  const ended = await follow(core, draft.id, out);
  if (folder !== null) await exportItems(core, draft.id, folder, out);
  return tell(core, ended, out);
}

export async function runBatchList({ core }: Session, out: Output): Promise<number> {
  const { items } = await core.listBatches({ offset: 0, limit: PAGE });
  if (items.length === 0) out.say(out.pick('还没有批次。', 'There are no batches yet.'));
  for (const batch of items) {
    out.say(
      `${batch.id}  ${say(BATCH_STATE[batch.state], out.language)}  ${balanceLine(batch, out)}  ${visible(batch.title)}`,
    );
    out.emit({ event: 'batch', ...batch });
  }
  return EXIT.ok;
}

export async function runBatchShow({ core }: Session, id: string, out: Output): Promise<number> {
  return tell(core, await core.getBatch({ id }), out);
}

export async function runBatchPause({ core }: Session, id: string, out: Output): Promise<number> {
  return state(await core.controlBatch({ id, action: 'pause' }), out);
}

export async function runBatchCancel({ core }: Session, id: string, out: Output): Promise<number> {
  return state(await core.controlBatch({ id, action: 'cancel' }), out);
}

/** Goes on, also with a batch that was running when the program ended, and stays until no row waits. */
export async function runBatchResume({ core }: Session, id: string, out: Output): Promise<number> {
  const batch = await core.getBatch({ id });
  if (batch.state === 'paused') await core.controlBatch({ id, action: 'resume' });
  return tell(core, await follow(core, id, out), out);
}

export async function runBatchRetry(
  { core }: Session,
  id: string,
  { reason }: { readonly reason?: string },
  out: Output,
): Promise<number> {
  await core.retryBatchRows({
    id,
    numbers: null,
    ...(reason !== undefined && { environmentReason: reason }),
  });
  return tell(core, await follow(core, id, out), out);
}

export async function runBatchExport(
  { core }: Session,
  id: string,
  options: { readonly what: ExportBatchInput['what']; readonly out?: string },
  out: Output,
): Promise<number> {
  const { name, text } = await core.exportBatch({ id, what: options.what, language: out.language });
  const folder = resolve(options.out ?? '.');
  await makeFolder(folder);
  const path = join(folder, name);
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (cause) {
    throw new AppError('input/output-unwritable', { path }, { cause });
  }
  out.say(`→ ${path}`);
  out.emit({ event: 'export', path });
  return EXIT.ok;
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new AppError('input/file-unreadable', { path: file }, { cause });
  }
}

/** What stands in the sheet, before anything starts. */
async function preview(core: SessionCore, draft: BatchView, out: Output): Promise<void> {
  const { counts, id } = draft;
  const good = counts.total - counts.problems - counts.duplicates;
  out.say(
    out.pick(
      `${visible(draft.title)}：共 ${counts.total} 行，可用 ${good}，有错 ${counts.problems}，重复 ${counts.duplicates}（批次 ${id}）`,
      `${visible(draft.title)}: ${counts.total} rows, ${good} good, ${counts.problems} with errors, ${counts.duplicates} duplicates (batch ${id})`,
    ),
  );
  out.emit({ event: 'batch', ...draft });
  for (const filter of ['problem', 'duplicate'] as const) {
    const { items } = await core.listBatchRows({ id, filter, limit: 20 });
    for (const row of items) {
      const why = row.problem
        ? say(ROW_PROBLEM[row.problem], out.language)
        : duplicateText(row.duplicate!, out.language);
      out.say(
        `  #${row.number} ${out.pick('第', 'line ')}${row.line}${out.pick(' 行', '')}  ${why}  ${visible(row.address)}`,
      );
    }
  }
}

/** A batch's options name at most so many; whose rows then fail is said before anything starts. */
async function hostsOf(core: SessionCore, id: string, out: Output): Promise<string[]> {
  const { items } = await core.listBatchRows({ id, filter: 'all', limit: 10_000 });
  const hosts = items.flatMap(({ url }) => URL.parse(url ?? '')?.hostname.replace(/^\[|\]$/g, '') ?? []);
  const named = [...new Set(hosts)];
  const left = named.slice(MAX_HOSTS);
  if (left.length > 0) {
    out.say(
      out.pick(
        `--allow-private 至多 ${MAX_HOSTS} 个主机：另有 ${left.length} 个（从 ${visible(left[0]!)} 起）未列入，其中内网主机的行会失败。请分成几批。`,
        `--allow-private takes at most ${MAX_HOSTS} hosts: ${left.length} more (from ${visible(left[0]!)} on) are left out, and rows of private hosts among them will fail. Use several sheets.`,
      ),
    );
    out.emit({ event: 'hosts-left-out', limit: MAX_HOSTS, hosts: left });
  }
  return named.slice(0, MAX_HOSTS);
}

async function follow(core: SessionCore, id: string, out: Output): Promise<BatchView> {
  let told = '';
  for (;;) {
    const batch = await core.getBatch({ id });
    const { counts } = batch;
    const ended = counts.done + counts.failed + counts.excluded;
    const left = batch.remainingMs === null ? '' : ` · ${Math.ceil(batch.remainingMs / 60_000)} min`;
    out.progress(`${ended}/${counts.total}${left}`);
    if (told !== `${ended} ${batch.state}`)
      out.emit({ event: 'progress', id, state: batch.state, ...counts });
    told = `${ended} ${batch.state}`;
    if (batch.state !== 'running') return batch;
    await new Promise((done) => setTimeout(done, POLL_MS));
  }
}

async function exportItems(core: SessionCore, id: string, folder: string, out: Output): Promise<void> {
  const { items } = await core.listBatchRows({ id, filter: 'all', limit: 10_000 });
  for (const { evidenceId } of items) {
    if (evidenceId === null) continue;
    const [made] = await core.exportEvidence({ ids: [evidenceId], folder });
    out.say(`→ ${made!.path}`);
    out.emit({ event: 'package', id: evidenceId, path: made!.path, sha256: made!.sha256 });
  }
}

/** The exceptions first, then the line that must add up. */
async function tell(core: SessionCore, batch: BatchView, out: Output): Promise<number> {
  const { items } = await core.listBatchRows({ id: batch.id, filter: 'exception', limit: PAGE });
  for (const row of items) {
    const result = row.captureState
      ? say(CAPTURE_STATE[row.captureState], out.language)
      : say(ROW_STATUS[row.status], out.language);
    const labels = row.labels.map((label) => labelWord(label, out.language)).join(', ');
    out.say(
      `  #${row.number} ${result} ${row.evidenceId ?? ''} ${visible(row.url ?? row.address)} ${labels} ${rowReason(row, out.language)}`.trimEnd(),
    );
    out.emit({ event: 'exception', ...row });
  }
  return state(batch, out);
}

function state(batch: BatchView | null, out: Output): number {
  if (!batch) return EXIT.ok;
  const { counts } = batch;
  out.say(`${batch.id}  ${say(BATCH_STATE[batch.state], out.language)}  ${balanceLine(batch, out)}`);
  out.emit({ event: 'batch', ...batch });
  if (!batch.balanced) return EXIT.internal;
  if (counts.failed > 0) return EXIT.invalid;
  return counts.partial + counts.problems + counts.waiting + counts.running > 0 ? EXIT.incomplete : EXIT.ok;
}

function balanceLine({ counts, balanced }: BatchView, out: Output): string {
  const { total, done, failed, excluded, waiting, running } = counts;
  const line = out.pick(
    `N ${total} = 完成 ${done} + 失败 ${failed} + 排除 ${excluded} + 未完 ${waiting + running}`,
    `N ${total} = done ${done} + failed ${failed} + excluded ${excluded} + to come ${waiting + running}`,
  );
  return balanced ? line : `${line} ${out.pick('（不相符）', '(does not add up)')}`;
}
