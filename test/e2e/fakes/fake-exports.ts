// Batch exports for the screens: one that ended with a failure, one that was interrupted; those started go on item by
// item.

import type { CoreApi } from '../../../shared/api/core.ts';
import { startExportInput, type ExportItemView, type ExportRunView } from '../../../shared/api/exports.ts';
import type { AppEvent } from '../../../shared/api/views.ts';
import { AppError } from '../../../shared/errors.ts';

type ExportMethods = Pick<
  CoreApi,
  'startExport' | 'listExportRuns' | 'getExportRun' | 'listExportItems' | 'controlExport'
>;

const SHA = '5d41402abc4b2a76b9719d911017c592ae2f4c1b7e0d93c85a6f10e2d47b9c38';
/** One started goes slowly, so that a picture finds it under way; one resumed ends soon. */
const STARTED_ITEM_MS = 1_000;
const RESUMED_ITEM_MS = 30;
const OPTIONS = startExportInput.parse({
  source: { kind: 'case', caseId: 'case-1' },
  court: true,
  path: 'B',
});

export function createFakeExports(some: boolean, emit: (event: AppEvent) => void): ExportMethods {
  const runs = new Map<string, ExportRunView>();
  const keep = (run: ExportRunView): ExportRunView => {
    runs.set(run.id, run);
    emit({ type: 'export', id: run.id });
    return run;
  };
  const goOn = (run: ExportRunView, itemMs: number): ExportRunView => {
    setTimeout(() => {
      const now = find(run.id);
      if (now.state !== 'running') return;
      const { counts } = now;
      if (counts.waiting === 0)
        keep({ ...now, state: 'done', current: null, remainingMs: null, discs: ended.discs });
      else
        goOn({ ...now, counts: { ...counts, waiting: counts.waiting - 1, done: counts.done + 1 } }, itemMs);
    }, itemMs).unref();
    const { waiting } = run.counts;
    return keep({
      ...run,
      current: waiting === 0 ? 'papers' : 'E-20261122-0000004R3',
      remainingMs: waiting * itemMs,
    });
  };
  const find = (id: string): ExportRunView => {
    const run = runs.get(id);
    if (!run) throw new AppError('input/not-found', { what: id });
    return run;
  };
  if (some) for (const run of [ended, interrupted]) runs.set(run.id, run);
  return {
    async startExport(input) {
      const { folder, ...options } = startExportInput.parse(input);
      const requested = options.source.kind === 'ids' ? options.source.ids.length : 5;
      return goOn(
        {
          ...interrupted,
          id: `X-${runs.size}`,
          createdAt: new Date().toISOString(),
          folder: folder ?? interrupted.folder,
          options,
          state: 'running',
          endedAt: null,
          counts: { ...interrupted.counts, requested, done: 0, waiting: requested },
          sizeBytes: 0,
        },
        STARTED_ITEM_MS,
      );
    },
    listExportRuns: async () => [...runs.values()].toReversed(),
    getExportRun: async ({ id }) => find(id),
    async listExportItems({ id, filter = 'all', offset = 0, limit = 100 }) {
      const items = itemsOf(find(id)).filter(({ state }) => filter === 'all' || state === filter);
      return { items: items.slice(offset, offset + limit), total: items.length };
    },
    controlExport: async ({ id, action }) =>
      action === 'resume'
        ? goOn({ ...find(id), state: 'running', endedAt: null }, RESUMED_ITEM_MS)
        : keep({ ...find(id), state: 'cancelled', current: null, remainingMs: null }),
  };
}

const ended: ExportRunView = {
  id: 'X-9f2c41d07be3a865',
  state: 'done',
  createdAt: '2026-11-22T12:40:00.000Z',
  endedAt: '2026-11-22T12:41:12.000Z',
  folder: '/home/lin/Downloads/批量出证-20261122-124000Z',
  options: OPTIONS,
  counts: { requested: 5, done: 3, failed: 1, excluded: 1, waiting: 0, rewritten: 1 },
  balanced: true,
  current: null,
  remainingMs: null,
  sizeBytes: 24_812_345,
  error: null,
  discs: [{ number: 1, name: '光盘1', files: 17, sizeBytes: 26_112_345, sha256: SHA, sm3: SHA }],
};

const interrupted: ExportRunView = {
  ...ended,
  id: 'X-1f00c2d7a9e83b64',
  state: 'interrupted',
  createdAt: '2026-11-23T09:12:00.000Z',
  endedAt: '2026-11-23T09:15:00.000Z',
  folder: '/home/lin/Downloads/批量出证-20261123-091200Z',
  counts: { requested: 5, done: 2, failed: 0, excluded: 0, waiting: 3, rewritten: 0 },
  discs: [],
};

function itemsOf({ counts }: ExportRunView): readonly ExportItemView[] {
  const states = (['done', 'failed', 'excluded', 'waiting'] as const).flatMap((state) =>
    Array.from({ length: counts[state] }, () => state),
  );
  return states.map((state, index) => ({
    number: index + 1,
    evidenceId: `E-20261122-000000${index}R3`,
    label: index === 0 ? '<b>Evening shop</b> \u202E正品' : `云杉旗舰店 商品 ${index}`,
    state,
    excluded: state === 'excluded' ? 'capture-failed' : null,
    error: state === 'failed' ? { code: 'store/damaged', details: { problem: 'data/page.wacz' } } : null,
    captureState: state === 'excluded' ? 'FAILED' : 'COMPLETE',
    disc: state === 'done' ? 1 : null,
    folder: state === 'done' ? `000${index + 1}_E-20261122-000000${index}R3_shop.example` : null,
    files: state === 'done' ? [{ path: 'E.zip', size: 8_000_000, sha256: SHA, sm3: SHA }] : [],
    rewritten: state === 'done' && index === 1 && counts.rewritten > 0,
  }));
}
