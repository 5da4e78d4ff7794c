// Batch exports for the screens: one that ended with a failure, one that was interrupted.

import type { CoreApi } from '../../../shared/api/core.ts';
import { startExportInput, type ExportItemView, type ExportRunView } from '../../../shared/api/exports.ts';
import type { AppEvent } from '../../../shared/api/views.ts';
import { AppError } from '../../../shared/errors.ts';

type ExportMethods = Pick<
  CoreApi,
  'startExport' | 'listExportRuns' | 'getExportRun' | 'listExportItems' | 'controlExport'
>;

const SHA = '5d41402abc4b2a76b9719d911017c592ae2f4c1b7e0d93c85a6f10e2d47b9c38';
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
  const find = (id: string): ExportRunView => {
    const run = runs.get(id);
    if (!run) throw new AppError('input/not-found', { what: id });
    return run;
  };
  if (some) for (const run of [ended, interrupted]) runs.set(run.id, run);
  return {
    async startExport(input) {
      const { folder, ...options } = startExportInput.parse(input);
      return keep({
        ...interrupted,
        id: `X-${runs.size}`,
        folder: folder ?? interrupted.folder,
        options,
        state: 'running',
        endedAt: null,
        current: 'E-20261122-0000004R3',
        remainingMs: 42_000,
      });
    },
    listExportRuns: async () => [...runs.values()].toReversed(),
    getExportRun: async ({ id }) => find(id),
    async listExportItems({ id, filter = 'all' }) {
      const items = itemsOf(find(id)).filter(({ state }) => filter === 'all' || state === filter);
      return { items, total: items.length };
    },
    controlExport: async ({ id, action }) =>
      keep({ ...find(id), state: action === 'cancel' ? 'cancelled' : 'running' }),
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
    rewritten: state === 'done' && index === 1,
  }));
}
