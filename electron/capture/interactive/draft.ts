// work folder/draft.json: the record of a recording as it stands, so that what is on disk can be sealed after our own
// program was ended in the middle (salvage.ts). Passwords are masked in it as in everything else.

import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserFacts, CaptureRecord } from '../../../shared/evidence/capture-record.ts';
import type { VideoFacts } from '../../../shared/evidence/recording.ts';
import { buildRecord } from '../steps/record.ts';
import { recordingFacts } from './facts.ts';
import { chosen, type Session } from './session.ts';
import { FRAMES_PER_SECOND, STRIP_HEIGHT } from './video.ts';

export const DRAFT_FILE = 'draft.json';
const EVERY_MS = 3_000;

export interface Draft {
  /** At most every three seconds; a failure leaves the older draft in place. */
  write(): void;
}

export function createDraft(session: Session): Draft {
  const { attempt } = session;
  const { clock } = attempt.deps;
  const path = join(session.request.workDir, DRAFT_FILE);
  let browser: BrowserFacts | null = null;
  attempt.browserFacts?.then((facts) => (browser = facts)).catch(() => undefined); // Told at the end.
  let lastMs = -Infinity;
  return {
    write() {
      const now = clock.monotonicMs();
      if (now - lastMs < EVERY_MS) return;
      lastMs = now;
      try {
        writeFileSync(`${path}.new`, JSON.stringify(draftOf(session, browser)));
        renameSync(`${path}.new`, path);
      } catch {
        // A full disk ends the recording by its event log.
      }
    },
  };
}

function draftOf(session: Session, browser: BrowserFacts | null): CaptureRecord {
  const { attempt, secrets, persons, request } = session;
  const { page } = persons;
  const { clock } = attempt.deps;
  const exchanges = page.recorder.exchanges.map((exchange) => ({
    ...exchange,
    request: { ...exchange.request, url: secrets.mask(exchange.request.url) },
  }));
  const scratch = {
    ...attempt,
    reasons: [],
    notes: [],
    page: { ...page, recorder: { ...page.recorder, exchanges } },
  };
  const end = {
    cut: 'interrupted',
    at: clock.now(),
    offsetMs: clock.monotonicMs() - session.beganMs,
  } as const;
  return {
    ...buildRecord(scratch, browser, null),
    state: 'PARTIAL',
    reasons: [],
    redirects: [],
    finalUrl: session.navigations.list.at(-1)?.url ?? null,
    options: chosen(request, attempt.deps),
    method: 'process',
    recording: { ...recordingFacts(session, end), video: videoSoFar(session) },
  };
}

function videoSoFar({ video, persons }: Session): VideoFacts | null {
  if (video === null) return null;
  return {
    path: 'data/recording.webm',
    codec: video.codec,
    widthPx: persons.size.width & ~1,
    heightPx: (persons.size.height & ~1) + STRIP_HEIGHT,
    stripPx: STRIP_HEIGHT,
    framesPerSecond: FRAMES_PER_SECOND,
    frames: 0,
    repeated: null,
    dropped: null,
    sizeBytes: video.sizeBytes,
    whole: false,
  };
}
