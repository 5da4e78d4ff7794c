// Evidence as screens need it: one page of a filtered list, one item in full, and a count of changes that makes
// both read afresh. Answers that arrive after a newer question are dropped.

import { useCallback, useEffect, useState } from 'react';
import { create } from 'zustand';
import type { ListEvidenceInput } from '../../shared/api/inputs.ts';
import type { DoctorItem, EvidenceDetail, EvidenceView, ExportView, Page } from '../../shared/api/views.ts';
import type { EnvironmentRecord } from '../../shared/evidence/environment.ts';
import type { DepositRecord } from '../../shared/evidence/deposit-record.ts';
import type { CaptureRecord } from '../../shared/evidence/capture-record.ts';
import { api } from '../api/client.ts';
import { toFailure, type Failure } from '../api/failure.ts';

interface ChangesState {
  /** Grows whenever any item changed. */
  readonly any: number;
  readonly byId: ReadonlyMap<string, number>;
  readonly touch: (id: string | null) => void;
}

export const useChanges = create<ChangesState>()((set, get) => ({
  any: 0,
  byId: new Map(),
  touch(id) {
    const any = get().any + 1;
    set(id === null ? { any, byId: new Map() } : { any, byId: new Map(get().byId).set(id, any) });
  },
}));

export interface Loaded<T> {
  /** The last good answer, kept while a newer one is awaited. */
  readonly value: T | null;
  readonly failure: Failure | null;
  readonly loading: boolean;
  readonly reload: () => void;
}

/** Reads once per key and change; `key` must name everything that `read` depends on. */
export function useLoaded<T>(key: string, change: number, read: () => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{
    key: string;
    value: T | null;
    failure: Failure | null;
    loading: boolean;
  }>({
    key,
    value: null,
    failure: null,
    loading: true,
  });
  const [turn, setTurn] = useState(0);
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  useEffect(() => {
    let current = true;
    setState((before) =>
      before.key === key ? { ...before, loading: true } : { ...before, loading: true, failure: null },
    );
    read().then(
      (value) => current && setState({ key, value, failure: null, loading: false }),
      (error: unknown) =>
        current &&
        setState((before) => ({
          key,
          value: before.key === key ? before.value : null,
          failure: toFailure(error),
          loading: false,
        })),
    );
    return () => {
      current = false;
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `key` stands for what `read` closes over
  }, [key, change, turn]);
  return { value: state.value, failure: state.failure, loading: state.loading, reload };
}

export function useEvidencePage(query: ListEvidenceInput): Loaded<Page<EvidenceView>> {
  const change = useChanges((state) => state.any);
  return useLoaded(JSON.stringify(query), change, () => api.listEvidence.query(query));
}

export function useEvidence(id: string): Loaded<EvidenceDetail> {
  const change = useChanges((state) => state.byId.get(id) ?? 0);
  const loaded = useLoaded(id, change, () => api.getEvidence.query({ id }));
  return loaded.value && loaded.value.id !== id ? { ...loaded, value: null } : loaded;
}

export function useRecord(id: string): Loaded<{ id: string; record: CaptureRecord | null }> {
  const loaded = useLoaded(id, 0, async () => ({ id, record: await api.getCaptureRecord.query({ id }) }));
  return loaded.value && loaded.value.id !== id ? { ...loaded, value: null } : loaded;
}

export function useDepositRecord(id: string): Loaded<{ id: string; record: DepositRecord | null }> {
  const loaded = useLoaded(`${id}/deposit`, 0, async () => ({
    id,
    record: await api.getDepositRecord.query({ id }),
  }));
  return loaded.value && loaded.value.id !== id ? { ...loaded, value: null } : loaded;
}

export function useEnvironment(id: string): Loaded<{ id: string; record: EnvironmentRecord | null }> {
  const loaded = useLoaded(`${id}/environment`, 0, async () => ({
    id,
    record: await api.getEnvironment.query({ id }),
  }));
  return loaded.value && loaded.value.id !== id ? { ...loaded, value: null } : loaded;
}

export async function exportEvidence(ids: readonly string[]): Promise<readonly ExportView[]> {
  return await api.exportEvidence.mutate({ ids: [...ids] });
}

export async function retryAttestations(id: string): Promise<void> {
  await api.retryAttestations.mutate({ id });
  useChanges.getState().touch(id);
}

export async function findEvidence(text: string, limit: number): Promise<readonly EvidenceView[]> {
  return (await api.listEvidence.query({ text, limit })).items;
}

export function useDoctor(): Loaded<readonly DoctorItem[]> {
  return useLoaded('doctor', 0, () => api.doctor.query());
}
