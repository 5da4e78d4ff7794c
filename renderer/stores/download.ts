// The download of Chrome for Testing: asked for once, followed by events, its failure kept for the screen.

import { create } from 'zustand';
import { api } from '../api/client.ts';
import { toFailure, type Failure } from '../api/failure.ts';

interface DownloadState {
  /** Null while nothing is being downloaded. */
  readonly progress: { readonly receivedBytes: number; readonly totalBytes: number } | null;
  readonly failure: Failure | null;
  readonly start: () => Promise<void>;
  readonly put: (progress: { receivedBytes: number; totalBytes: number }) => void;
}

export const useDownload = create<DownloadState>()((set, get) => ({
  progress: null,
  failure: null,
  async start() {
    if (get().progress) return;
    set({ progress: { receivedBytes: 0, totalBytes: 0 }, failure: null });
    try {
      await api.downloadBrowser.mutate();
    } catch (error) {
      set({ failure: toFailure(error) });
    } finally {
      set({ progress: null });
    }
  },
  put: ({ receivedBytes, totalBytes }) => set({ progress: { receivedBytes, totalBytes } }),
}));
