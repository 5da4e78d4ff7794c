// Recordings of the core that lives in memory: one runs, is marked and stopped; its pages are made up and say so.

import type { CoreApi } from '../../../shared/api/core.ts';
import type { AppEvent, RecordingView } from '../../../shared/api/views.ts';
import type { RecordedNavigation } from '../../../shared/evidence/recording.ts';
import { AppError } from '../../../shared/errors.ts';

type FakeRecordings = Pick<
  CoreApi,
  'startRecording' | 'listRecordings' | 'markRecording' | 'stopRecording' | 'discardRecording'
>;

export function createFakeRecordings(emit: (event: AppEvent) => void): FakeRecordings {
  const views = new Map<string, RecordingView>();
  const put = (view: RecordingView): RecordingView => {
    views.set(view.id, view);
    emit({ type: 'recording', recording: view });
    return view;
  };
  const find = (id: string): RecordingView => {
    const view = views.get(id);
    if (view?.state !== 'recording') throw new AppError('capture/not-recording');
    return view;
  };
  return {
    async startRecording({ url, caseId }) {
      if (!URL.canParse(url)) throw new AppError('input/not-a-url', { url });
      if ([...views.values()].some(({ state }) => state === 'recording'))
        throw new AppError('capture/recording-active');
      const at = new Date(Date.now() - 83_000).toISOString();
      return put({
        id: `R-${views.size + 1}`,
        caseId: caseId ?? 'case-1',
        url,
        asked: { maxMinutes: 60, allowPrivateHosts: [], allowBadCertificateHosts: [], proxy: null },
        state: 'recording',
        createdAt: at,
        endedAt: null,
        startedAt: at,
        elapsedMs: 83_000,
        address: new URL('/item/42', url).href,
        navigations: ['/', '/login', '/home', '/item/42'].map((path, index) => move(url, path, at, index)),
        navigationCount: 4,
        marks: [],
        requests: 214,
        videoBytes: 3_400_000,
        bodyBytes: 8_100_000,
        filming: true,
        gaps: 0,
        notShown: [],
        markKey: 'Shift+Alt+M',
        evidenceId: null,
        captureState: null,
        error: null,
      });
    },
    listRecordings: async () => [...views.values()].toReversed(),
    async markRecording({ id, note = '' }) {
      const view = find(id);
      const number = view.marks.length + 1;
      return put({
        ...view,
        marks: [
          ...view.marks,
          {
            number,
            at: new Date().toISOString(),
            offsetMs: view.elapsedMs,
            by: 'app',
            url: view.address ?? view.url,
            title: '商品详情',
            note,
            picture: `data/marks/000${number}.png`,
            mhtml: `data/marks/000${number}.mhtml`,
            problems: [],
          },
        ],
      });
    },
    stopRecording: async ({ id }) => put({ ...find(id), state: 'sealing' }),
    async discardRecording({ id }) {
      put({ ...find(id), state: 'cancelled', endedAt: new Date().toISOString() });
    },
  };
}

function move(base: string, path: string, at: string, index: number): RecordedNavigation {
  return {
    at: new Date(Date.parse(at) + index * 17_000).toISOString(),
    offsetMs: index * 17_000,
    kind: 'document',
    url: new URL(path, base).href,
    status: 200,
    title: null,
    picture: `data/navigations/000${index + 1}.jpg`,
    pictureAbsentReason: null,
  };
}
