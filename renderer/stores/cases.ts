// All cases, the latest activity first.

import { create } from 'zustand';
import type { CaseView } from '../../shared/api/views.ts';
import { api } from '../api/client.ts';
import { toFailure, type Failure } from '../api/failure.ts';

interface CasesState {
  /** Null until first read. */
  readonly cases: readonly CaseView[] | null;
  readonly failure: Failure | null;
  /** How often they were read; grows with every change of a case. */
  readonly loads: number;
  /** The form of a new case is open. */
  readonly creating: boolean;
  readonly setCreating: (creating: boolean) => void;
  readonly load: () => Promise<void>;
  readonly create: (name: string, note: string) => Promise<CaseView>;
  readonly update: (id: string, name: string, note: string) => Promise<void>;
}

export const useCases = create<CasesState>()((set, get) => ({
  cases: null,
  failure: null,
  loads: 0,
  creating: false,
  setCreating: (creating) => set({ creating }),
  async load() {
    try {
      const cases = await api.listCases.query();
      set({
        cases: [...cases].sort((a, b) => b.lastActivityAt.localeCompare(a.lastActivityAt)),
        failure: null,
        loads: get().loads + 1,
      });
    } catch (error) {
      set({ failure: toFailure(error) });
    }
  },
  async create(name, note) {
    const made = await api.createCase.mutate({ name, note });
    await get().load();
    return made;
  },
  async update(id, name, note) {
    await api.updateCase.mutate({ id, name, note });
    await get().load();
  },
}));
