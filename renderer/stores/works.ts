// Works as screens need them: those of a case, or those to which a deposit belongs; read afresh after every change.

import { create } from 'zustand';
import type { CreateWorkInput, ListWorksInput, UpdateWorkInput, WorkView } from '../../shared/api/works.ts';
import type { EvidenceView } from '../../shared/api/views.ts';
import { api } from '../api/client.ts';
import { useCases } from './cases.ts';
import { useChanges, useLoaded, type Loaded } from './evidence.ts';

const useTurn = create<{ readonly turn: number }>()(() => ({ turn: 0 }));

export function useWorks(of: ListWorksInput): Loaded<readonly WorkView[]> {
  const turn = useTurn((state) => state.turn);
  // Another window, or the command line, changed something of a case.
  const cases = useCases((state) => state.loads);
  return useLoaded(JSON.stringify(of), turn + cases, () => api.listWorks.query(of));
}

/** File deposits of all cases whose title or number fits, newest first. */
export function useDeposits(text: string): Loaded<readonly EvidenceView[]> {
  const change = useChanges((state) => state.any);
  return useLoaded(`deposits/${text}`, change, async () => {
    const page = await api.listEvidence.query({ kind: 'file', text, limit: 50 });
    return page.items;
  });
}

export async function saveWork(input: CreateWorkInput | UpdateWorkInput): Promise<void> {
  if ('id' in input) await api.updateWork.mutate(input);
  else await api.createWork.mutate(input);
  changed();
}

export async function removeWork(id: string): Promise<void> {
  await api.removeWork.mutate({ id });
  changed();
}

export async function linkWork(id: string, evidenceId: string, linked: boolean): Promise<void> {
  await api.linkWork.mutate({ id, evidenceId, linked });
  changed();
}

function changed(): void {
  useTurn.setState(({ turn }) => ({ turn: turn + 1 }));
}
