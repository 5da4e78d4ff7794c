// Watches: what is due is started once, what passed is told, what changed is said as a fact.

import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { captureOptionsInput } from '../../../shared/api/inputs.ts';
import type { RunChanges } from '../../../shared/api/watches.ts';
import type { NewJob } from '../../../electron/jobs/ports.ts';
import { createWatchClock, dueTimes } from '../../../electron/jobs/watch-clock.ts';
import { comparePictures } from '../../../electron/capture/picture/difference.ts';
import { diffText } from '../../../electron/pipeline/compare-items.ts';
import { hashers, open, quietLog, temporaryFolder } from '../store/folder.ts';
import { makeItem } from '../store/sealed-item.ts';

const START = Date.UTC(2026, 10, 24, 8);
const minutes = (n: number): string => new Date(START + n * 60_000).toISOString();

describe('due times', () => {
  it.each([
    [0, 0, null, 60],
    [59, 0, null, 60],
    [60, 60, [0, 0, 1], 120],
    [200, 180, [0, 120, 3], 240],
  ] as const)('after %i minutes', (now, last, missed, next) => {
    expect(dueTimes({ nextAt: minutes(0), everyMinutes: 60 }, new Date(START + now * 60_000))).toEqual({
      last: minutes(last),
      missed: missed && { from: minutes(missed[0]), until: minutes(missed[1]), count: missed[2] },
      next: minutes(next),
    });
  });
});

it('starts what is due once, tells what was missed, compares each run with the one before', async () => {
  let now = START;
  const clock = { now: () => new Date(now), monotonicMs: () => now };
  const store = await open(temporaryFolder(), clock);
  const caseId = store.cases.create({ name: 'c' }).id;
  const options = captureOptionsInput.parse({});
  const watch = store.watches.create({ caseId, url: 'https://a.example/', options, everyMinutes: 60 });
  let jobs = 0;
  const compared: string[][] = [];
  const missed: number[] = [];
  const watchClock = createWatchClock({
    store: store.watches,
    queue: {
      enqueue(made: readonly NewJob[]) {
        const id = `J-${++jobs}`;
        store.jobs.insert(made.map((job) => ({ ...job, id, createdAt: clock.now().toISOString() })));
        return [store.jobs.get(id)!];
      },
    },
    clock,
    log: quietLog,
    emit: () => undefined,
    transaction: (body) => store.transaction(body),
    compare: async (before, after) => {
      compared.push([before, after]);
      return { against: before } as RunChanges;
    },
    onMissed: (_watch, count) => missed.push(count),
  });
  const seal = async (): Promise<string> => {
    const job = store.jobs.claim(clock.now().toISOString())!;
    const item = await makeItem(store, hashers, caseId);
    return store.evidence.commitSealed({ ...item, job: { id: job.id } }).id;
  };

  await watchClock.tick();
  await watchClock.tick();
  expect(jobs).toBe(1);
  const first = await seal();
  await watchClock.tick();
  expect([jobs, compared]).toEqual([1, []]);

  // Three due times pass while the app is closed: two are missed, the third is made up for.
  now += 3 * 3_600_000 + 60_000;
  await watchClock.tick();
  expect([jobs, missed]).toEqual([2, [2]]);
  const second = await seal();
  await watchClock.tick();
  expect(compared).toEqual([[first, second]]);
  expect(store.watches.require(watch.id)).toMatchObject({
    runs: 2,
    missed: 2,
    nextAt: new Date(START + 4 * 3_600_000).toISOString(),
    last: { evidenceId: second, changes: { against: first } },
  });
  expect(store.watches.runs(watch.id, 0, 10).items.map((run) => [run.missed, run.evidenceId])).toEqual([
    [0, second],
    [2, null],
    [0, first],
  ]);

  store.watches.setControl(watch.id, 'paused', null);
  now += 10 * 3_600_000;
  await watchClock.tick();
  expect(jobs).toBe(2);
  store.watches.setControl(watch.id, 'removed', null);
  expect(store.watches.list()).toEqual([]);
  expect(() => store.watches.require(watch.id)).toThrow(expect.objectContaining({ code: 'input/not-found' }));
});

const text = (seed: number) => Array.from({ length: 40_000 }, (_, line) => `${seed} ${line}`).join('\n');

const picture = (height: number, bands: readonly (readonly [top: number, height: number])[]) =>
  sharp({ create: { width: 1_280, height, channels: 3, background: '#ffffff' } })
    .composite(
      bands.map(([top, tall]) => ({
        input: { create: { width: 1_280, height: tall, channels: 3, background: '#c00000' } },
        top,
        left: 0,
      })),
    )
    .png()
    .toBuffer();

describe('what changed', () => {
  it('lines that came and went, with samples', () => {
    expect(diffText('a\nb\nc\n', 'a\nx\ny\nc\n')).toEqual({
      addedLines: 2,
      removedLines: 1,
      samples: [
        { sign: '-', line: 'b' },
        { sign: '+', line: 'x' },
        { sign: '+', line: 'y' },
      ],
    });
  });

  it('texts that are too different to be compared in time are unknown, not the same', () => {
    expect(diffText(text(1), text(2))).toBe('unknown');
  });

  it('the share of points of two pictures', async () => {
    const plain = await picture(4_000, []);
    expect(await comparePictures(plain, plain)).toEqual({
      ratio: 0,
      heightBefore: 4_000,
      heightAfter: 4_000,
    });
    expect((await comparePictures(plain, await picture(4_000, [[1_000, 1_000]]))).ratio).toBeCloseTo(0.25, 2);
    // Twice as tall: the lower half is in one of them only.
    const taller = await comparePictures(plain, await picture(8_000, []));
    expect(taller).toEqual({ ratio: 0.5, heightBefore: 4_000, heightAfter: 8_000 });
  });
});
