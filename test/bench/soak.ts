// `npm run soak [-- COUNT] [--parallel N]`: many captures of mixed fixtures through the real queue, pipeline and store,
// in one process. Prints what the process held on the way and how long each kind took; exits 1 where something leaked
// or an item is missing. Linux only. The temporary folder of the run is its own, so that nobody else's files count.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createApp } from '../../electron/app.ts';
import type { AppEvent } from '../../shared/api/views.ts';
import { median, seconds } from './figures.ts';
import { listProcesses, takeSample, type Sample } from './soak-samples.ts';

/** Path, share of a hundred, and the states that are right for it. */
const MIX: readonly (readonly [kind: string, path: string, share: number, states: readonly string[]])[] = [
  ['simple', '/simple', 34, ['COMPLETE']],
  ['rich', '/rich', 20, ['COMPLETE']],
  ['404', '/nothing-here', 10, ['COMPLETE']],
  ['popups', '/popup', 10, ['COMPLETE']],
  ['download', '/attachment', 10, ['COMPLETE']],
  ['lazy', '/lazy/observer', 6, ['COMPLETE']],
  ['hanging image', '/never-ending-image', 4, ['PARTIAL']],
  ['hanging script', '/hang', 3, ['PARTIAL', 'FAILED']],
  ['crashing', '/lazy/debounced', 3, ['PARTIAL', 'FAILED']],
];
const SAMPLES = 20;
const ALLOWED = { handles: 8, heapMiB: 24, rssShare: 1.25, rssMiB: 64 };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { parallel: { type: 'string', default: '3' } },
});
const total = Number(positionals[0] ?? '1000');
const folder = mkdtempSync(join(tmpdir(), 'cunan-soak-'));
const temporary = join(folder, 'tmp');
mkdirSync(temporary);
process.env['TMPDIR'] = temporary;
process.env['CUNAN_SOAK_TMP'] = temporary;

const site = fork(join(import.meta.dirname, 'soak-site.ts'), { env: { ...process.env, TMPDIR: folder } });
const [siteUrl] = (await once(site, 'message')) as [string];
const problems: string[] = [];
try {
  await soak();
} finally {
  site.disconnect();
  await once(site, 'exit');
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
for (const problem of problems) console.log(`LEAK OR LOSS: ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;

async function soak(): Promise<void> {
  const home = join(folder, 'home');
  const app = await createApp({ home, shell: 'cli' });
  const work = join(home, 'work');
  await app.core.changeSettings({ concurrency: Number(values.parallel) });
  const before = takeSample(0, work);
  const samples: Sample[] = [before];
  const began = performance.now();
  const kinds = plan(total);
  const target = await app.core.createCase({ name: 'soak' });
  const over = new AbortController();
  const killing = killRenderers(app.core.events(over.signal));
  for (let at = 0; at < total; at += 500) {
    const urls = kinds.slice(at, at + 500).map((kind, index) => `${siteUrl}${MIX[kind]![1]}?n=${at + index}`);
    const options = { allowPrivateHosts: ['127.0.0.1'], timeLimitMs: 30_000 };
    await app.core.startCapture({ urls, caseId: target.id, options });
  }
  for (let next = total / SAMPLES; ;) {
    const { total: done } = await app.core.listEvidence({ limit: 1 });
    if (done >= next) {
      samples.push(takeSample(done, work));
      next = done + total / SAMPLES;
      console.error(`${done} of ${total}, ${JSON.stringify(samples.at(-1))}`);
    }
    const jobs = await app.core.listJobs();
    if (!jobs.some(({ state }) => state === 'queued' || state === 'running')) break;
    await delay(500);
  }
  const tookMs = performance.now() - began;
  await delay(3_000);
  const after = takeSample((await app.core.listEvidence({ limit: 1 })).total, work);
  samples.push(after);
  const items = await allItems(app.core);
  over.abort();
  await killing;
  await app.close();
  report(samples, items, tookMs);
  judge(samples, before, after, items);
}

/** A renderer of every capture of the crashing kind is killed while the page is scrolled. */
async function killRenderers(events: AsyncIterable<AppEvent>): Promise<void> {
  for await (const event of events) {
    if (event.type !== 'job' || event.job.step !== 'settle') continue;
    if (!event.job.url?.includes('/lazy/debounced')) continue;
    for (const { pid, command } of listProcesses()) {
      if (!command.includes(event.job.id) || !command.includes('--type=renderer')) continue;
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended by itself.
      }
    }
  }
}

/** Kinds by index into MIX, evenly spread. */
function plan(count: number): readonly number[] {
  const due = MIX.map(() => 0);
  return Array.from({ length: count }, () => {
    MIX.forEach(([, , share], index) => (due[index]! += share));
    const next = due.indexOf(Math.max(...due));
    due[next]! -= 100;
    return next;
  });
}

interface Item {
  readonly url: string;
  readonly state: string;
  readonly tookMs: number;
  readonly sequence: number;
}

async function allItems(core: Awaited<ReturnType<typeof createApp>>['core']): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (;;) {
    const page = await core.listEvidence({ offset: items.length, limit: 500 });
    if (page.items.length === 0) return items;
    for (const { requestedUrl, state, startedAt, endedAt, sequence } of page.items) {
      const tookMs = Date.parse(endedAt) - Date.parse(startedAt);
      items.push({ url: requestedUrl ?? '', state, tookMs, sequence });
    }
  }
}

function ofKind(items: readonly Item[], path: string): readonly Item[] {
  return items.filter(({ url }) => new URL(url).pathname === path);
}

function report(samples: readonly Sample[], items: readonly Item[], tookMs: number): void {
  const perMinute = (items.length / (tookMs / 60_000)).toFixed(1);
  console.log(
    `${items.length} captures, ${values.parallel} at a time, in ${seconds(tookMs)}: ${perMinute} a minute\n`,
  );
  console.log('| done | RSS MiB | heap MiB | handles | processes | work folders | temporary files |');
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const each of samples) {
    const { done, rssMiB, heapMiB, handles, processes, workFolders, temporaryFiles } = each;
    console.log(
      `| ${[done, rssMiB, heapMiB, handles, processes, workFolders, temporaryFiles].join(' | ')} |`,
    );
  }
  console.log('\n| kind | items | median | slowest | states |\n| --- | --- | --- | --- | --- |');
  for (const [kind, path] of MIX) {
    const own = ofKind(items, path);
    if (own.length === 0) continue;
    const times = own.map((item) => item.tookMs);
    const states = Object.entries(Object.groupBy(own, ({ state }) => state)).map(
      ([state, list]) => `${list?.length} ${state}`,
    );
    const cells = [kind, own.length, seconds(median(times)), seconds(Math.max(...times)), states.join(', ')];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

function judge(samples: readonly Sample[], before: Sample, after: Sample, items: readonly Item[]): void {
  if (items.length !== total) problems.push(`${items.length} items of ${total} captures`);
  const numbers = items.map(({ sequence }) => sequence).toSorted((a, b) => a - b);
  if (numbers.some((number, index) => number !== index + 1)) problems.push('sequence numbers have gaps');
  for (const [kind, path, , states] of MIX) {
    const wrong = ofKind(items, path).filter(({ state }) => !states.includes(state));
    if (wrong.length > 0) problems.push(`${wrong.length} × ${kind} ended ${wrong[0]!.state}`);
  }
  if (after.processes > before.processes)
    problems.push(`processes: ${before.processes} → ${after.processes}`);
  if (after.handles > before.handles + ALLOWED.handles)
    problems.push(`handles: ${before.handles} → ${after.handles}`);
  if (after.workFolders > 0) problems.push(`${after.workFolders} work folders left`);
  if (after.temporaryFiles > before.temporaryFiles)
    problems.push(`temporary files: ${before.temporaryFiles} → ${after.temporaryFiles}`);
  // The second quarter is the measure: by then caches are warm and every kind was met.
  const quarter = (from: number, to: number): readonly Sample[] =>
    samples.filter(({ done }) => done > total * from && done <= total * to);
  const early = quarter(0.25, 0.5);
  const late = quarter(0.75, 1);
  if (early.length === 0 || late.length === 0) return;
  const heap = [early, late].map((list) => median(list.map(({ heapMiB }) => heapMiB))) as [number, number];
  const rss = [early, late].map((list) => median(list.map(({ rssMiB }) => rssMiB))) as [number, number];
  if (heap[1] > heap[0] + ALLOWED.heapMiB) problems.push(`heap MiB: ${heap[0]} → ${heap[1]}`);
  if (rss[1] > Math.max(rss[0] * ALLOWED.rssShare, rss[0] + ALLOWED.rssMiB))
    problems.push(`RSS MiB: ${rss[0]} → ${rss[1]}`);
}
