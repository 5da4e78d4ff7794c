// A batch export from the command line: started, followed to its end, resumed.

import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  DISC_BYTES,
  type ExportItemView,
  type ExportRunView,
  type StartExportInput,
} from '../../../shared/api/exports.ts';
import { AppError } from '../../../shared/errors.ts';
import { errorLine } from '../../../shared/text/errors.ts';
import { pick } from '../../../shared/text/fill.ts';
import { EXPORT_EXCLUSION, EXPORT_RUN_STATE } from '../../../shared/text/papers.ts';
import { EXIT, type Output } from '../output.ts';
import type { Session } from '../session.ts';
import { stopSignal } from '../stop-signal.ts';

export interface ExportCommand {
  readonly out?: string;
  readonly case?: string;
  readonly batch?: string;
  readonly ids?: boolean;
  readonly court?: boolean;
  readonly appraiser?: boolean;
  readonly path?: string;
  readonly purpose?: string;
  readonly question: readonly string[];
  readonly includeFailed?: boolean;
  readonly merged: boolean;
  readonly discGib?: string;
  readonly resume?: string;
  readonly runs?: boolean;
}

const LOOK_EVERY_MS = 200;

export async function runExportBatch(
  session: Session,
  ids: readonly string[],
  options: ExportCommand,
  out: Output,
): Promise<number> {
  const path = options.path?.toUpperCase() ?? null;
  if (path !== null && path !== 'A' && path !== 'B') {
    throw new AppError('input/invalid', { field: '--path', problem: options.path! });
  }
  const run = await session.core.startExport({
    source: await sourceOf(session, ids, options),
    folder: options.out === undefined ? null : resolve(options.out),
    language: out.language,
    court: options.court === true,
    appraiser: options.appraiser === true,
    path,
    merged: options.merged,
    includeFailed: options.includeFailed === true,
    purpose: options.purpose ?? '',
    questions: [...options.question],
    discBytes: discBytes(options.discGib),
  });
  return follow(session, run.id, out);
}

export async function runExportResume(session: Session, id: string, out: Output): Promise<number> {
  await session.core.controlExport({ id, action: 'resume' });
  return follow(session, id, out);
}

export async function runExportRuns(session: Session, out: Output): Promise<number> {
  for (const run of await session.core.listExportRuns()) {
    out.say(
      `${run.id}  ${pick(EXPORT_RUN_STATE[run.state], out.language)}  ${counts(run, out)}  ${run.folder}`,
    );
    out.emit({ event: 'run', id: run.id, state: run.state, folder: run.folder, ...run.counts });
  }
  return EXIT.ok;
}

async function sourceOf(
  session: Session,
  ids: readonly string[],
  options: ExportCommand,
): Promise<StartExportInput['source']> {
  if (options.batch !== undefined) return { kind: 'batch', batchId: options.batch };
  if (options.case === undefined) return { kind: 'ids', ids: [...ids] };
  const found = (await session.core.listCases()).find(({ name }) => name === options.case);
  if (!found) throw new AppError('input/not-found', { what: options.case });
  return { kind: 'case', caseId: found.id };
}

/** Throws input/invalid. */
function discBytes(text: string | undefined): number {
  if (text === undefined) return DISC_BYTES;
  const bytes = Math.floor(Number(text) * 1024 ** 3);
  if (Number.isSafeInteger(bytes) && bytes >= 1024 ** 2) return bytes;
  throw new AppError('input/invalid', { field: '--disc-gib', problem: text });
}

/** Ctrl+C stops the run; what is done is kept and it can be resumed. */
async function follow({ core }: Session, id: string, out: Output): Promise<number> {
  const stop = stopSignal();
  let run = await core.getExportRun({ id });
  while (run.state === 'running') {
    await wait(LOOK_EVERY_MS);
    run = stop.aborted ? await core.controlExport({ id, action: 'cancel' }) : await core.getExportRun({ id });
    out.progress(`${counts(run, out)}  ${run.current ?? ''}`);
  }
  await tellTroubles(core, id, out);
  out.say(`${pick(EXPORT_RUN_STATE[run.state], out.language)}: ${counts(run, out)}`);
  for (const disc of run.discs) {
    out.say(
      out.pick(
        `${disc.name}：${disc.files} 个文件，${disc.sizeBytes} 字节`,
        `${disc.name}: ${disc.files} files, ${disc.sizeBytes} bytes`,
      ),
    );
    out.say(`  SHA-256 ${disc.sha256}`);
    out.say(`  SM3     ${disc.sm3}`);
  }
  out.say(`→ ${run.folder}`);
  if (run.error) out.say(errorLine(run.error.code, run.error.details, out.language));
  if (run.state !== 'done') {
    out.say(
      out.pick(
        `已完成的保留；续作：cunan export --resume ${id}`,
        `What is done is kept; go on: cunan export --resume ${id}`,
      ),
    );
  }
  const { counts: numbers, state, folder, discs, balanced } = run;
  out.emit({ event: 'export', id, state, folder, ...numbers, balanced, discs });
  if (state === 'failed') return EXIT.invalid;
  return state === 'done' && numbers.failed === 0 && balanced ? EXIT.ok : EXIT.incomplete;
}

async function tellTroubles(core: Session['core'], id: string, out: Output): Promise<void> {
  for (const filter of ['failed', 'excluded'] as const) {
    const { items } = await core.listExportItems({ id, filter, limit: 500 });
    for (const item of items) {
      out.say(`✗ ${item.number} ${item.evidenceId ?? item.label}: ${why(item, out)}`);
      out.emit({
        event: 'item',
        number: item.number,
        id: item.evidenceId,
        state: item.state,
        excluded: item.excluded,
        code: item.error?.code ?? null,
      });
    }
  }
}

function why({ excluded, error }: ExportItemView, { language }: Output): string {
  if (excluded) return pick(EXPORT_EXCLUSION[excluded], language);
  return error ? errorLine(error.code, error.details, language) : '';
}

function counts(
  { counts: { requested, done, failed, excluded, waiting } }: ExportRunView,
  out: Output,
): string {
  const zh = `共 ${requested} = 已导出 ${done} + 失败 ${failed} + 排除 ${excluded}`;
  const en = `${requested} = ${done} done + ${failed} failed + ${excluded} excluded`;
  const open = waiting > 0 ? out.pick(` + 未处理 ${waiting}`, ` + ${waiting} not handled`) : '';
  return out.pick(zh, en) + open;
}
