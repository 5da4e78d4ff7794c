// cunan watch …: pages that the open app captures again and again.

import type { RunChanges } from '../../../shared/api/watches.ts';
import { AppError } from '../../../shared/errors.ts';
import { heldBackSentence, heldBackWatch } from '../../../shared/text/held-back.ts';
import { changeSentences, intervalText } from '../../../shared/text/watch.ts';
import { EXIT, type Output } from '../output.ts';
import type { Session } from '../session.ts';

export async function runWatchAdd(
  { core }: Session,
  urls: readonly string[],
  options: { readonly every: string; readonly case?: string; readonly allowPrivate?: boolean },
  out: Output,
): Promise<number> {
  const made = await core.createWatches({
    urls: [...urls],
    caseId: null,
    ...(options.case !== undefined && { caseName: options.case }),
    everyMinutes: parseInterval(options.every),
    options: {
      allowPrivateHosts: options.allowPrivate
        ? urls.flatMap((url) => URL.parse(url)?.hostname.replace(/^\[|\]$/g, '') ?? [])
        : [],
    },
  });
  for (const watch of made) {
    out.say(`${watch.id}  ${intervalText(watch.everyMinutes, out.language)}  ${watch.url}`);
    out.emit({ event: 'watch', ...watch });
  }
  out.say(
    out.pick(
      '程序打开时（窗口或 cunan serve）才会取证；错过的次数会列出。',
      'Captured only while the app is open (a window or cunan serve); missed runs are listed.',
    ),
  );
  return EXIT.ok;
}

export async function runWatchList({ core }: Session, out: Output): Promise<number> {
  const watches = await core.listWatches();
  if (watches.length === 0) out.say(out.pick('还没有监测。', 'Nothing is watched yet.'));
  for (const watch of watches) {
    const paused = watch.state === 'paused' ? out.pick('（已暂停）', ' (paused)') : '';
    out.say(`${watch.id}  ${intervalText(watch.everyMinutes, out.language)}${paused}  ${watch.url}`);
    out.say(
      out.pick(
        `  已取证 ${watch.runs} 次，错过 ${watch.missed} 次，下次 ${watch.nextAt}`,
        `  ${watch.runs} runs, ${watch.missed} missed, next ${watch.nextAt}`,
      ),
    );
    for (const line of changes(watch.last?.changes ?? null, out)) out.say(`  - ${line}`);
    sayHeldBack(watch.last?.heldBack ?? null, out);
    out.emit({ event: 'watch', ...watch });
  }
  return EXIT.ok;
}

export async function runWatchRuns({ core }: Session, id: string, out: Output): Promise<number> {
  const { items } = await core.listWatchRuns({ id, limit: 500 });
  for (const run of items) {
    if (run.missed > 0) {
      out.say(
        out.pick(
          `${run.dueAt} 至 ${run.missedUntil}：错过 ${run.missed} 次`,
          `${run.dueAt} to ${run.missedUntil}: ${run.missed} missed`,
        ),
      );
    } else out.say(`${run.dueAt}  ${run.evidenceId ?? run.jobState ?? ''}`);
    for (const line of changes(run.changes, out)) out.say(`  - ${line}`);
    sayHeldBack(run.heldBack, out);
    out.emit({ event: 'run', ...run });
  }
  return EXIT.ok;
}

export async function runWatchChange(
  { core }: Session,
  id: string,
  action: 'pause' | 'resume' | 'remove',
  out: Output,
): Promise<number> {
  await core.changeWatch({ id, action });
  out.emit({ event: 'watch-changed', id, action });
  return EXIT.ok;
}

function changes(found: RunChanges | null, out: Output): readonly string[] {
  return found ? changeSentences(found, out.language) : [];
}

function sayHeldBack(items: string | null, out: Output): void {
  if (items === null) return;
  out.say(`  ! ${heldBackSentence(items, out.language)}`);
  out.say(`    ${heldBackWatch(out.language)}`);
}

const UNITS: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1_440, w: 10_080 };

/** 30m, 6h, 1d, 2w. Throws input/invalid. */
function parseInterval(text: string): number {
  const [, count, unit] = /^(\d{1,4})([mhdw])$/.exec(text) ?? [];
  if (count === undefined || unit === undefined) {
    throw new AppError('input/invalid', { field: '--every', problem: text });
  }
  return Number(count) * UNITS[unit]!;
}
