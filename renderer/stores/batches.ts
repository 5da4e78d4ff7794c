// Batches and watches as screens need them. News of a batch comes with every capture: it is read afresh a few times a
// second at most, page by page, so that thousands of rows never cross at once.

import { create } from 'zustand';
import type {
  BatchRowView,
  BatchView,
  ControlBatchInput,
  ExportBatchInput,
  ImportBatchInput,
  ListBatchRowsInput,
  StartBatchInput,
} from '../../shared/api/batches.ts';
import type { Page } from '../../shared/api/views.ts';
import type {
  ChangeWatchInput,
  CreateWatchInput,
  WatchRunView,
  WatchView,
} from '../../shared/api/watches.ts';
import { api } from '../api/client.ts';
import { saveBlob } from '../api/files.ts';
import { useCore } from './core.ts';
import { useLoaded, type Loaded } from './evidence.ts';

interface NewsState {
  readonly batches: number;
  readonly watches: number;
}

const useNews = create<NewsState>()(() => ({ batches: 0, watches: 0 }));

const READ_AGAIN_MS = 400;
const pending = new Set<keyof NewsState>();
let timer: ReturnType<typeof setTimeout> | null = null;

/** Called for every event, and for everything after a lost connection. */
export function touchBatches(what: keyof NewsState): void {
  pending.add(what);
  timer ??= setTimeout(() => {
    timer = null;
    const news = useNews.getState();
    const grown = (name: keyof NewsState): number => news[name] + (pending.has(name) ? 1 : 0);
    useNews.setState({ batches: grown('batches'), watches: grown('watches') });
    pending.clear();
  }, READ_AGAIN_MS);
}

const LIST_LIMIT = 200;

export function useBatchList(): Loaded<Page<BatchView>> {
  const change = useNews((state) => state.batches);
  return useLoaded('batches', change, () => api.listBatches.query({ offset: 0, limit: LIST_LIMIT }));
}

export function useBatch(id: string): Loaded<BatchView> {
  const change = useNews((state) => state.batches);
  const loaded = useLoaded(id, change, () => api.getBatch.query({ id }));
  return loaded.value && loaded.value.id !== id ? { ...loaded, value: null } : loaded;
}

export function useBatchRows(query: ListBatchRowsInput): Loaded<Page<BatchRowView>> {
  const change = useNews((state) => state.batches);
  return useLoaded(JSON.stringify(query), change, () => api.listBatchRows.query(query));
}

export async function importBatch(input: ImportBatchInput): Promise<BatchView> {
  const made = await api.importBatch.mutate(input);
  touchBatches('batches');
  return made;
}

export async function startBatch(input: StartBatchInput): Promise<void> {
  await api.startBatch.mutate(input);
  touchBatches('batches');
}

export async function controlBatch(input: ControlBatchInput): Promise<void> {
  await api.controlBatch.mutate(input);
  touchBatches('batches');
}

/** reason: why to go on where the environment check does not pass; null: that of the batch. */
export async function retryRows(
  id: string,
  numbers: readonly number[] | null,
  reason: string | null = null,
): Promise<void> {
  await api.retryBatchRows.mutate({ id, numbers: numbers && [...numbers], environmentReason: reason });
  touchBatches('batches');
}

export async function excludeRow(id: string, number: number, reason: string | null): Promise<void> {
  await api.excludeBatchRows.mutate({ id, numbers: [number], reason });
  touchBatches('batches');
}

export async function saveTable(id: string, what: ExportBatchInput['what']): Promise<void> {
  const { language } = useCore.getState();
  const { name, text } = await api.exportBatch.query({ id, what, language });
  saveBlob(new Blob([text], { type: 'text/csv;charset=utf-8' }), name);
}

export function useWatches(): Loaded<readonly WatchView[]> {
  const change = useNews((state) => state.watches);
  return useLoaded('watches', change, () => api.listWatches.query());
}

export function useWatchRuns(id: string): Loaded<Page<WatchRunView>> {
  const change = useNews((state) => state.watches);
  return useLoaded(`runs ${id}`, change, () => api.listWatchRuns.query({ id, limit: 100 }));
}

export async function createWatches(input: CreateWatchInput): Promise<void> {
  await api.createWatches.mutate(input);
  touchBatches('watches');
}

export async function changeWatch(input: ChangeWatchInput): Promise<void> {
  await api.changeWatch.mutate(input);
  touchBatches('watches');
}
