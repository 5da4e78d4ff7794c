// Interactive captures as events bring them; at most one is under way.

import { create } from 'zustand';
import type { StartRecordingInput } from '../../shared/api/inputs.ts';
import type { RecordingView } from '../../shared/api/views.ts';
import { api } from '../api/client.ts';

interface RecordingsState {
  /** Newest first; null until first read. */
  readonly recordings: readonly RecordingView[] | null;
  readonly load: () => Promise<void>;
  readonly put: (recording: RecordingView) => void;
  readonly start: (input: StartRecordingInput) => Promise<void>;
  readonly mark: (id: string, note: string) => Promise<void>;
  readonly stop: (id: string) => Promise<void>;
  readonly discard: (id: string) => Promise<void>;
}

export const useRecordings = create<RecordingsState>()((set, get) => ({
  recordings: null,
  async load() {
    try {
      set({ recordings: await api.listRecordings.query() });
    } catch {
      // The job list beside it says that the core does not answer; events bring the rest.
    }
  },
  put(recording) {
    const others = (get().recordings ?? []).filter(({ id }) => id !== recording.id);
    set({
      recordings: [recording, ...others].toSorted((a, b) => b.createdAt.localeCompare(a.createdAt)),
    });
  },
  async start(input) {
    get().put(await api.startRecording.mutate(input));
  },
  async mark(id, note) {
    get().put(await api.markRecording.mutate({ id, note }));
  },
  async stop(id) {
    get().put(await api.stopRecording.mutate({ id }));
  },
  async discard(id) {
    await api.discardRecording.mutate({ id });
  },
}));

const OVER: ReadonlySet<RecordingView['state']> = new Set(['done', 'failed', 'cancelled']);

export const isRecordingOver = ({ state }: RecordingView): boolean => OVER.has(state);
