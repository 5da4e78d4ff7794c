// Proofs of the whole installation as the desk of proofs needs them. While many captures run, news come by the dozen:
// they are read afresh every two seconds at most.

import { useEffect, useState } from 'react';
import type { PendingProofView, ProofsState } from '../../shared/api/proofs.ts';
import type { Page } from '../../shared/api/views.ts';
import { api } from '../api/client.ts';
import { useChanges, useLoaded, type Loaded } from './evidence.ts';

const READ_AGAIN_MS = 2_000;

function usePacedChanges(): number {
  const [seen, setSeen] = useState(() => useChanges.getState().any);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const stop = useChanges.subscribe(({ any }, before) => {
      if (any === before.any) return;
      timer ??= setTimeout(() => {
        timer = null;
        setSeen(useChanges.getState().any);
      }, READ_AGAIN_MS);
    });
    return () => {
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, []);
  return seen;
}

export function useProofsState(): Loaded<ProofsState> {
  return useLoaded('proofs', usePacedChanges(), () => api.proofsState.query());
}

export const PENDING_ROWS = 50;

/** @param page from 1 */
export function usePendingProofs(page: number): Loaded<Page<PendingProofView>> {
  const offset = (page - 1) * PENDING_ROWS;
  return useLoaded(`pending ${page}`, usePacedChanges(), () =>
    api.listPendingProofs.query({ offset, limit: PENDING_ROWS }),
  );
}

export async function retryAllProofs(): Promise<void> {
  await api.retryAllProofs.mutate();
  useChanges.getState().touch(null);
}
