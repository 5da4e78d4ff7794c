// A capture that the end of the program cut off too often: what is known of it, as a FAILED record. Its last log goes
// on where it broke off; nothing of the page is claimed.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '../../shared/bytes/canonical-json.ts';
import {
  CAPTURE_RECORD_FORMAT,
  type CaptureRecord,
  type Note,
} from '../../shared/evidence/capture-record.ts';
import type { Clock } from '../platform/ports.ts';
import { resumeEventLog, type EventLine } from './events-log.ts';
import { optionsOf } from './steps/record.ts';
import type { CaptureDeps, CaptureRequest, CaptureResult } from './types.ts';

export interface Interruption {
  /** How often it was begun. */
  readonly attempts: number;
  readonly requestedAt: string;
  readonly lastStartedAt: string | null;
}

/** request.workDir: the folder of the last try, or an empty one. Throws the system's error where it cannot be written. */
export async function recordInterrupted(
  request: CaptureRequest,
  deps: Pick<CaptureDeps, 'softwareVersion' | 'diskLimits'> & { readonly clock: Clock },
  { attempts, requestedAt, lastStartedAt }: Interruption,
): Promise<CaptureResult> {
  const dataDir = join(request.workDir, 'data');
  await mkdir(dataDir, { recursive: true });
  const source = join(dataDir, 'events.jsonl');
  const { log, lines } = await resumeEventLog(source, deps.clock);
  log.add('interrupted', { attempts, requestedAt, lastStartedAt, eventsFound: lines.length });
  const reasons = [{ code: 'interrupted', details: { attempts } }] as const;
  const now = deps.clock.now().toISOString();
  const record: CaptureRecord = {
    format: CAPTURE_RECORD_FORMAT,
    state: 'FAILED',
    reasons,
    requestedUrl: request.url,
    finalUrl: null,
    addressAtScreenshot: null,
    title: null,
    httpStatus: null,
    startedAt: lines[0]?.at ?? lastStartedAt ?? requestedAt,
    endedAt: now,
    clock: { source: 'device', offsetMs: null, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone },
    options: optionsOf({ request, deps }),
    browser: null,
    tools: [
      { name: 'cunan', version: deps.softwareVersion, sha256: null },
      { name: 'node', version: process.versions.node, sha256: null },
    ],
    dns: lines.flatMap(dnsOf),
    redirects: [],
    server: null,
    tls: null,
    steps: [],
    artefacts: [],
    resources: [],
    page: null,
    notes: [...(request.notes ?? []), ...lastStep(lines)],
  };
  log.add('capture-end', { state: record.state, reasons: reasons.length });
  if (log.failure) throw log.failure.error;
  const recordPath = join(dataDir, 'capture.json');
  await writeFile(recordPath, canonicalJson(record));
  return {
    record,
    files: [
      { path: 'data/capture.json', source: recordPath },
      { path: 'data/events.jsonl', source },
    ],
    // The program ended before it could check again.
    environment: null,
  };
}

function dnsOf({ event, details, at }: EventLine): CaptureRecord['dns'] {
  const host = String(details['host'] ?? '');
  if (event === 'resolved')
    return [{ host, addresses: String(details['addresses'] ?? '').split(' '), error: null, at }];
  return event === 'not-resolved' ? [{ host, addresses: [], error: String(details['error'] ?? ''), at }] : [];
}

/** The step in which the last try was cut off. */
function lastStep(lines: readonly EventLine[]): readonly Note[] {
  const step = lines.findLast(({ event }) => event === 'step-begin')?.details['step'];
  return typeof step === 'string' ? [{ code: 'interrupted-in', details: { step } }] : [];
}
