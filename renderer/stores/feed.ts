// Fans the one event stream out to the stores, and reads everything afresh after each (re)connection.

import { listen } from '../api/events.ts';
import { touchApplications } from './applications.ts';
import { touchBatches } from './batches.ts';
import { useCases } from './cases.ts';
import { useCore } from './core.ts';
import { useDownload } from './download.ts';
import { useChanges } from './evidence.ts';
import { touchExports } from './exports.ts';
import { useJobs } from './jobs.ts';
import { useRecordings } from './recordings.ts';

const COUNT_AFTER_MS = 300;

function readAll(): void {
  void useCore.getState().load();
  void useCases.getState().load();
  void useJobs.getState().load();
  void useRecordings.getState().load();
}

/** What a case holds and when it last changed; many proofs may arrive at once. */
let counting: ReturnType<typeof setTimeout> | null = null;
function countAgain(): void {
  counting ??= setTimeout(() => {
    counting = null;
    void useCases.getState().load();
  }, COUNT_AFTER_MS);
}

export function startFeed(): () => void {
  let connectedBefore = false;
  readAll();
  return listen({
    onState(state) {
      useCore.getState().setConnection(state);
      if (state !== 'open') return;
      if (connectedBefore) {
        readAll();
        useChanges.getState().touch(null);
        touchBatches('batches');
        touchBatches('watches');
        touchApplications();
        touchExports();
      }
      connectedBefore = true;
    },
    onEvent(event) {
      if (event.type === 'job') useJobs.getState().put(event.job);
      else if (event.type === 'recording') useRecordings.getState().put(event.recording);
      else if (event.type === 'frame') useJobs.getState().putFrame(event.jobId, event.jpegBase64);
      else if (event.type === 'batch') touchBatches('batches');
      else if (event.type === 'application') touchApplications();
      else if (event.type === 'export') touchExports();
      else if (event.type === 'watches') touchBatches('watches');
      else if (event.type === 'evidence') {
        useChanges.getState().touch(event.id);
        countAgain();
      } else if (event.type === 'download') useDownload.getState().put(event);
      else if (event.type === 'cases') void useCases.getState().load();
      else void useCore.getState().load();
    },
  });
}
