// Batches in the store and in the queue: what a row has become, who may start when, and that the counts add up whatever
// happens to the rows.

import { describe, expect, it } from 'vitest';
import { batchPaceInput, type BatchPace } from '../../../shared/api/batches.ts';
import { captureOptionsInput } from '../../../shared/api/inputs.ts';
import { readRows } from '../../../shared/batch/rows.ts';
import type { EarlierAttempt } from '../../../electron/jobs/ports.ts';
import { readPasted } from '../../../electron/sheets/read-sheet.ts';
import type { Store } from '../../../electron/store/types.ts';
import { hashers, open, temporaryFolder } from './folder.ts';
import { makeItem } from './sealed-item.ts';

const OPTIONS = captureOptionsInput.parse({});
const SOURCE = {
  kind: 'text',
  file: null,
  sheet: null,
  otherSheets: 0,
  encoding: null,
  sizeBytes: 1,
  sha256: '0',
} as const;
const at = (seconds: number): string => new Date(Date.UTC(2026, 10, 24) + seconds * 1_000).toISOString();

/** A started batch: one job per usable row, J-1, J-2 …; problems excluded. */
function started(store: Store, urls: readonly string[], pace: Partial<BatchPace> = {}): string {
  const caseId = store.cases.ensure('c').id;
  const rows = readRows(readPasted(urls.join('\n')), new Map())!.rows;
  const { id } = store.batches.create({ title: 't', caseId, caseName: null, source: SOURCE, rows });
  const rules = { caseId, options: OPTIONS, pace: batchPaceInput.parse(pace), environmentReason: null };
  store.batches.begin(id, rules);
  // As the handler does: one write for all rows.
  store.transaction(() => {
    for (const row of rows) {
      if (row.url === null) store.batches.exclude(id, [row.number], 'problem', null);
      else {
        const jobId = `J-${id}-${row.number}`;
        const job = {
          kind: 'capture',
          caseId,
          url: row.url,
          input: {},
          batchId: id,
          id: jobId,
          createdAt: at(0),
        } as const;
        store.jobs.insert([job]);
        store.batches.setJob(id, row.number, jobId);
      }
    }
  });
  return id;
}

const numberOf = (jobId: string | undefined): number | null =>
  jobId ? Number(jobId.split('-').at(-1)) : null;

describe('who may start', () => {
  it('a host is asked by no more than its share at once, and rests in between; other hosts do not wait', async () => {
    const store = await open(temporaryFolder());
    started(
      store,
      ['https://a.example/1', 'https://a.example/2', 'https://a.example/3', 'https://b.example/1'],
      {
        perHost: 2,
        delayMs: 10_000,
      },
    );
    const claims = (second: number) => numberOf(store.jobs.claim(at(second))?.id);
    expect([claims(0), claims(0), claims(0)]).toEqual([1, 4, null]);
    expect(store.jobs.waitsForTime()).toBe(true);
    expect([claims(9), claims(10), claims(30)]).toEqual([null, 2, null]);
    store.jobs.end(store.jobs.list().find(({ url }) => url === 'https://a.example/1')!.id, {
      state: 'done',
      error: null,
      endedAt: at(31),
    });
    expect([claims(31), claims(32)]).toEqual([3, null]);
    expect(store.jobs.waitsForTime()).toBe(false);
  });

  it('a paused batch waits, a single capture goes first, a postponed job keeps its time and its attempts', async () => {
    const store = await open(temporaryFolder());
    const id = started(store, ['https://a.example/1'], { delayMs: 0 });
    store.batches.setControl(id, 'paused');
    expect(store.jobs.claim(at(0))).toBeNull();
    expect(store.jobs.waitsForTime()).toBe(false);
    store.batches.setControl(id, 'active');
    store.jobs.insert([
      {
        kind: 'capture',
        caseId: null,
        url: 'https://a.example/x',
        input: {},
        id: 'J-single',
        createdAt: at(0),
      },
    ]);
    expect(store.jobs.claim(at(0))?.id).toBe('J-single');
    const job = store.jobs.claim(at(0))!;
    const attempt: EarlierAttempt = {
      startedAt: at(0),
      endedAt: at(1),
      code: 'capture/timeout',
      cause: 'x',
      addresses: [],
    };
    store.jobs.postpone(job.id, attempt, at(60));
    expect(store.jobs.claim(at(59))).toBeNull();
    expect(store.jobs.waitsForTime()).toBe(true);
    expect(store.batches.rows(id, 'all', 0, 10).items[0]).toMatchObject({
      status: 'waiting',
      earlierAttempts: 1,
      notBefore: at(60),
    });
    expect(store.jobs.claim(at(60))).toMatchObject({
      id: job.id,
      earlier: [attempt],
      attempts: 2,
      notBefore: null,
    });
  });

  it('queued jobs of a batch are not in the list of single captures', async () => {
    const store = await open(temporaryFolder());
    started(store, ['https://a.example/1', 'https://b.example/2'], { delayMs: 0 });
    expect(store.jobs.list()).toEqual([]);
    store.jobs.claim(at(0));
    expect(store.jobs.list().map(({ state }) => state)).toEqual(['running']);
  });
});

describe('what a row has become', () => {
  it('follows from its job, its item and its exclusion; the counts add up at every step', async () => {
    const store = await open(temporaryFolder());
    const urls = Array.from({ length: 8 }, (_, index) => `https://h${index}.example/`);
    const id = started(store, [...urls, 'no address'], { delayMs: 0 });
    const caseId = store.batches.require(id).caseId!;
    const look = () => {
      const view = store.batches.require(id);
      const statuses = store.batches.rows(id, 'all', 0, 100).items.map(({ status }) => status);
      expect(view.balanced).toBe(true);
      for (const status of ['waiting', 'running', 'done', 'failed', 'excluded'] as const) {
        expect(view.counts[status]).toBe(statuses.filter((each) => each === status).length);
      }
      return statuses;
    };
    expect(look()).toEqual([...Array.from({ length: 8 }, () => 'waiting'), 'excluded']);
    const seal = async (state: 'COMPLETE' | 'PARTIAL' | 'FAILED', labels: readonly string[] = []) => {
      const job = store.jobs.claim(at(1))!;
      const item = await makeItem(store, hashers, caseId, { facts: { state } });
      store.evidence.commitSealed({ ...item, job: { id: job.id, labels } });
      look();
    };
    await seal('COMPLETE');
    await seal('PARTIAL');
    await seal('FAILED');
    await seal('COMPLETE', ['page-login-wall']);
    const broken = store.jobs.claim(at(1))!;
    store.jobs.end(broken.id, {
      state: 'failed',
      error: { code: 'browser/not-found', details: {} },
      endedAt: at(2),
    });
    const cancelled = store.jobs.claim(at(1))!;
    store.jobs.end(cancelled.id, { state: 'cancelled', error: null, endedAt: at(2) });
    store.jobs.claim(at(1));
    expect(look()).toEqual([
      'done',
      'done',
      'failed',
      'done',
      'failed',
      'excluded',
      'running',
      'waiting',
      'excluded',
    ]);

    // What is captured stays captured; a failure may be set aside with a reason.
    store.batches.exclude(id, [1, 3], 'person', '店铺已关闭');
    expect(look()).toEqual([
      'done',
      'done',
      'excluded',
      'done',
      'failed',
      'excluded',
      'running',
      'waiting',
      'excluded',
    ]);
    const exceptions = store.batches.rows(id, 'exception', 0, 10);
    expect(exceptions.items.map(({ number }) => number)).toEqual([5, 2, 4]);
    expect(exceptions.total).toBe(store.batches.require(id).counts.exceptions);
    expect(exceptions.items[2]?.labels).toEqual(['page-login-wall']);
    expect(store.batches.require(id).counts).toMatchObject({
      total: 9,
      complete: 2,
      partial: 1,
      problems: 1,
    });
    expect(store.batches.require(id).state).toBe('running');
    store.batches.setControl(id, 'cancelled');
    expect(store.batches.require(id).state).toBe('cancelled');
  });

  it('has pages, and a batch of thousands is counted quickly enough to be looked at while it runs', async () => {
    const store = await open(temporaryFolder());
    const id = started(
      store,
      Array.from({ length: 2_000 }, (_, index) => `https://a.example/${index}`),
      { delayMs: 0, perHost: 16 },
    );
    const page = store.batches.rows(id, 'waiting', 1_990, 100);
    expect([page.total, page.items.length, page.items[0]?.number]).toEqual([2_000, 10, 1_991]);
    expect(store.batches.list(0, 10)).toMatchObject({
      total: 1,
      items: [{ id, counts: { total: 2_000, waiting: 2_000 } }],
    });
  });

  it('a draft goes without a trace, a started batch does not', async () => {
    const store = await open(temporaryFolder());
    const rows = readRows(readPasted('a.example'), new Map())!.rows;
    const draft = store.batches.create({ title: 't', caseId: null, caseName: 'later', source: SOURCE, rows });
    expect(draft).toMatchObject({ state: 'draft', caseName: 'later', balanced: true });
    const id = started(store, ['https://a.example/']);
    store.batches.discard(draft.id);
    store.batches.discard(id);
    expect(store.batches.get(draft.id)).toBeNull();
    expect(store.batches.get(id)).not.toBeNull();
  });
});
