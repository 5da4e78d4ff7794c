// cunan deposit PATH…: deposits files or folders, attests and (with --out) exports, one line per item.

import { resolve } from 'node:path';
import { DEPOSIT_CATEGORIES, isDepositCategory } from '../../../shared/deposit/categories.ts';
import { AppError } from '../../../shared/errors.ts';
import { worstExit, type Output } from '../output.ts';
import type { Session } from '../session.ts';
import { finishItem, followJobs } from './capture.ts';
import { makeFolder } from './make-folder.ts';

export interface DepositCommand {
  readonly case?: string;
  readonly category: string;
  readonly field: readonly string[];
  readonly title?: string;
  readonly digestOnly?: boolean;
  readonly each?: boolean;
  readonly tellLocation?: boolean;
  readonly out?: string;
}

export async function runDeposit(
  session: Session,
  paths: readonly string[],
  options: DepositCommand,
  out: Output,
): Promise<number> {
  const { core } = session;
  const { category } = options;
  if (!isDepositCategory(category)) {
    const problem = `is not one of the allowed values (${DEPOSIT_CATEGORIES.join(', ')})`;
    throw new AppError('input/invalid', { field: '--category', problem });
  }
  const fields = parseFields(options.field);
  const folder = options.out === undefined ? null : resolve(options.out);
  if (folder !== null) await makeFolder(folder);

  const absolute = paths.map((path) => resolve(path));
  const follow = followJobs(core, out);
  const ids: string[] = [];
  for (const group of options.each === true ? absolute.map((path) => [path]) : [absolute]) {
    const job = await core.startDeposit({
      source: { kind: 'paths', paths: group },
      mode: options.digestOnly === true ? 'digest-only' : 'copy',
      category,
      fields,
      title: options.title ?? null,
      tellLocation: options.tellLocation === true,
      caseId: null,
      ...(options.case !== undefined && { caseName: options.case }),
    });
    ids.push(job.id);
  }
  const codes: number[] = [];
  for (const job of await follow.until(ids)) codes.push(await finishItem(core, job, folder, out));
  return worstExit(codes);
}

/** Throws input/invalid. */
export function parseFields(given: readonly string[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const text of given) {
    const at = text.indexOf('=');
    const key = text.slice(0, at);
    if (at < 1 || Object.hasOwn(fields, key)) {
      throw new AppError('input/invalid', { field: '--field', problem: text });
    }
    fields[key] = text.slice(at + 1);
  }
  return fields;
}
