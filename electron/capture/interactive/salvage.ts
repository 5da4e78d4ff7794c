// A recording whose program was ended in the middle (kill, power cut): what its work folder holds becomes a result,
// PARTIAL and said to be interrupted. Bodies of the network record lived in that program and are lost; their list,
// film, marks, pictures and process log are not.

import { existsSync } from 'node:fs';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '../../../shared/bytes/canonical-json.ts';
import type { Artefact, CaptureRecord } from '../../../shared/evidence/capture-record.ts';
import type { RecordingFacts, VideoFacts } from '../../../shared/evidence/recording.ts';
import type { Reason } from '../../../shared/evidence/states.ts';
import { resumeEventLog, type EventLog } from '../events-log.ts';
import { writeThumbnail } from '../picture/check.ts';
import type { CaptureResult } from '../types.ts';
import { openFileAccess } from '../../platform/file-access.ts';
import type { Clock, Random } from '../../platform/ports.ts';
import { checkWacz } from '../wacz/check/check-wacz.ts';
import { DRAFT_FILE } from './draft.ts';
import { mendFilm } from './mend-film.ts';

const EVENTS = 'data/events.jsonl';

/** Null where the program ended before anything was recorded; throws where what is there cannot be read. */
export async function salvageRecording(
  workDir: string,
  clock: Clock,
  random: Random,
): Promise<CaptureResult | null> {
  const draft = await readDraft(workDir);
  if (draft === null || !existsSync(join(workDir, EVENTS))) return null;
  // A last state that was half written when the program ended is not what it would say it is.
  await rm(join(workDir, 'data', 'capture.json'), { force: true });
  await ensureThumbnail(workDir, draft.recording!);
  await dropTornArchive(join(workDir, 'data', 'page.wacz'));
  const { log, lines } = await resumeEventLog(join(workDir, EVENTS), clock);
  // A power cut may have taken every line: the log begins anew.
  const lastEventAt = lines.at(-1)?.at ?? draft.startedAt;
  log.add('recording-salvaged', { lastEventAt });
  const recording = await recordingOf(workDir, draft.recording!, lastEventAt, random);
  logMend(log, recording);
  if (log.failure !== null) throw log.failure.error;
  const paths = await payloadPaths(workDir);
  const record: CaptureRecord = {
    ...draft,
    state: 'PARTIAL',
    reasons: reasonsOf(recording, paths),
    endedAt: recording.endedAt,
    recording,
    artefacts: await artefactsOf(workDir, paths),
  };
  await writeFile(join(workDir, 'data', 'capture.json'), canonicalJson(record));
  return {
    record,
    files: [...paths, 'data/capture.json']
      .toSorted((a, b) => (a < b ? -1 : 1))
      .map((path) => ({ path, source: join(workDir, path) })),
    // The program ended before it could check again.
    environment: null,
  };
}

async function readDraft(workDir: string): Promise<CaptureRecord | null> {
  const path = join(workDir, DRAFT_FILE);
  if (!existsSync(path)) return null;
  const draft = JSON.parse(await readFile(path, 'utf8')) as CaptureRecord;
  if (!draft.recording) throw new Error('the draft of a recording tells of none');
  return draft;
}

/** An archive that was half written when the program ended is none: it goes, and its absence is a reason. */
async function dropTornArchive(path: string): Promise<void> {
  if (!existsSync(path)) return;
  const file = await openFileAccess(path);
  let ok: boolean;
  try {
    ({ ok } = await checkWacz(file));
  } finally {
    await file.close();
  }
  if (!ok) await rm(path);
}

function logMend(log: EventLog, { video }: RecordingFacts): void {
  const mended = video?.mended;
  if (!mended) return;
  log.add('film-mended', {
    sha256: mended.sha256,
    sizeBytes: mended.sizeBytes,
    places: mended.replaced.length,
  });
}

async function payloadPaths(workDir: string): Promise<readonly string[]> {
  const entries = await readdir(join(workDir, 'data'), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(workDir.length + 1)
        .replaceAll('\\', '/'),
    );
}

async function recordingOf(
  workDir: string,
  draft: RecordingFacts,
  lastEventAt: string,
  random: Random,
): Promise<RecordingFacts> {
  const film = join(workDir, 'data', 'recording.webm');
  const filmed = draft.video !== null && existsSync(film) ? await stat(film) : null;
  // Pieces of the film are written about once a second: its last one is the last moment that is known.
  const endedAt = new Date(
    Math.max(Date.parse(draft.endedAt), Date.parse(lastEventAt), filmed?.mtimeMs ?? 0),
  );
  return {
    ...draft,
    cut: 'interrupted',
    endedAt: endedAt.toISOString(),
    durationMs: Math.max(draft.durationMs, endedAt.getTime() - Date.parse(draft.startedAt)),
    video: filmed === null ? null : await videoOf(workDir, film, draft.video!, random),
    videoAbsentReason: filmed === null ? (draft.videoAbsentReason ?? 'no film was written') : null,
  };
}

/** Frames that were dropped are known up to the last draft. */
async function videoOf(
  workDir: string,
  film: string,
  draft: VideoFacts,
  random: Random,
): Promise<VideoFacts> {
  const mended = await mendFilm(workDir, film, random);
  const { size } = await stat(film);
  return {
    ...draft,
    frames: mended?.frames ?? draft.frames,
    sizeBytes: size,
    whole: mended !== null && mended.mend === null,
    ...(mended?.mend && { mended: mended.mend }),
  };
}

function reasonsOf(recording: RecordingFacts, paths: readonly string[]): readonly Reason[] {
  const missing = ['page.wacz', 'screenshot.png', 'page.mhtml', 'dom.json', 'text.txt'].filter(
    (name) => !paths.includes(`data/${name}`),
  );
  return [
    { code: 'interrupted' },
    ...(recording.video === null
      ? [{ code: 'recording-absent', details: { error: recording.videoAbsentReason ?? '' } } as const]
      : []),
    ...missing.map((artefact) => ({
      code: 'artefact-missing' as const,
      details: { artefact, error: 'interrupted' },
    })),
  ];
}

const KINDS: readonly (readonly [RegExp, Artefact['kind'], string])[] = [
  [/^data\/recording\.webm$/, 'video', 'video/webm'],
  [/^data\/marks\/.*\.png$/, 'mark', 'image/png'],
  [/^data\/marks\/.*\.mhtml$/, 'mark', 'multipart/related'],
  [/^data\/navigations\//, 'navigation', 'image/jpeg'],
  [/^data\/thumbnail\.jpg$/, 'thumbnail', 'image/jpeg'],
  [/^data\/screenshot\.png$/, 'screenshot', 'image/png'],
  [/^data\/viewport\.png$/, 'viewport', 'image/png'],
  [/^data\/page\.mhtml$/, 'mhtml', 'multipart/related'],
  [/^data\/page\.wacz$/, 'wacz', 'application/wacz'],
];

async function artefactsOf(workDir: string, paths: readonly string[]): Promise<readonly Artefact[]> {
  const made: Artefact[] = [];
  for (const path of paths) {
    const known = KINDS.find(([pattern]) => pattern.test(path));
    if (!known) continue;
    const { size } = await stat(join(workDir, path));
    made.push({ path, kind: known[1], mediaType: known[2], sizeBytes: size, checked: null });
  }
  return made;
}

async function ensureThumbnail(workDir: string, { marks, navigations }: RecordingFacts): Promise<void> {
  const target = join(workDir, 'data', 'thumbnail.jpg');
  if (existsSync(target)) return;
  const pictures = [...marks, ...navigations].flatMap(({ picture }) => picture ?? []).toReversed();
  for (const path of pictures) {
    try {
      await writeThumbnail(await readFile(join(workDir, path)), target);
      return;
    } catch {
      // Half written when the program ended: the one before it may be whole.
    }
  }
}
