// Runs of the batch export. News comes with every item: it is read afresh a few times a second at most.

import { create } from 'zustand';
import type { ListEvidenceInput } from '../../shared/api/inputs.ts';
import type {
  ControlExportInput,
  ExportItemView,
  ExportRunView,
  ListExportItemsInput,
  StartExportInput,
} from '../../shared/api/exports.ts';
import type { Page } from '../../shared/api/views.ts';
import { api } from '../api/client.ts';
import { useLoaded, type Loaded } from './evidence.ts';

const useNews = create<{ readonly count: number }>()(() => ({ count: 0 }));

const READ_AGAIN_MS = 400;
let timer: ReturnType<typeof setTimeout> | null = null;

/** Called for every event, and after a lost connection. */
export function touchExports(): void {
  timer ??= setTimeout(() => {
    timer = null;
    useNews.setState({ count: useNews.getState().count + 1 });
  }, READ_AGAIN_MS);
}

export function useExportRuns(): Loaded<readonly ExportRunView[]> {
  const change = useNews((state) => state.count);
  return useLoaded('exports', change, () => api.listExportRuns.query());
}

export function useExportRun(id: string): Loaded<ExportRunView> {
  const change = useNews((state) => state.count);
  return useLoaded(id, change, () => api.getExportRun.query({ id }));
}

export function useExportItems(query: ListExportItemsInput): Loaded<Page<ExportItemView>> {
  const change = useNews((state) => state.count);
  return useLoaded(JSON.stringify(query), change, () => api.listExportItems.query(query));
}

export async function startExport(input: StartExportInput): Promise<ExportRunView> {
  const run = await api.startExport.mutate(input);
  touchExports();
  return run;
}

export async function controlExport(id: string, action: ControlExportInput['action']): Promise<void> {
  try {
    await api.controlExport.mutate({ id, action });
  } finally {
    touchExports();
  }
}

const PAGE = 500;

/** Ids of everything in a list, in its order. */
export async function idsOf(query: ListEvidenceInput): Promise<readonly string[]> {
  const ids: string[] = [];
  for (;;) {
    const { items, total } = await api.listEvidence.query({ ...query, offset: ids.length, limit: PAGE });
    ids.push(...items.map(({ id }) => id));
    if (items.length === 0 || ids.length >= total) return ids;
  }
}
