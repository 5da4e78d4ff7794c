// cunan record URL: opens a browser for the person, films it; Enter marks a moment (with what was typed as its note),
// Ctrl+C or the end of the input stops and seals.

import { createInterface } from 'node:readline';
import type { RecordingView } from '../../../shared/api/views.ts';
import { AppError, isAppError } from '../../../shared/errors.ts';
import { say } from '../../../shared/text/fill.ts';
import { reasonSentence } from '../../../shared/text/reasons.ts';
import { CAPTURE_STATE } from '../../../shared/text/words.ts';
import { EXIT, type Output } from '../output.ts';
import type { Session, SessionCore } from '../session.ts';

export interface RecordCommand {
  readonly case?: string;
  readonly minutes?: string;
  readonly allowPrivate?: boolean;
  readonly ignoreCertificateErrors?: boolean;
  readonly proxy?: string;
  /** Why to go on where the environment check does not pass. */
  readonly reason?: string;
}

const LOOK_MS = 500;

export async function runRecord(
  { core }: Session,
  url: string,
  options: RecordCommand,
  out: Output,
): Promise<number> {
  const hosts = [hostOf(url)].filter((host) => host !== '');
  const started = await core.startRecording({
    ...(options.reason !== undefined && { environmentReason: options.reason }),
    url,
    caseId: null,
    ...(options.case !== undefined && { caseName: options.case }),
    ...(options.minutes !== undefined && { maxMinutes: minutesOf(options.minutes) }),
    ...(options.proxy !== undefined && { proxy: options.proxy }),
    allowPrivateHosts: options.allowPrivate ? hosts : [],
    allowBadCertificateHosts: options.ignoreCertificateErrors ? hosts : [],
  });
  const { id } = started;
  out.say(
    out.pick(
      `正在录制。回车标记当前画面（可先输入说明），浏览器内按 ${started.markKey}，Ctrl+C 停止并封存。`,
      `Recording. Enter marks the moment (with what you typed as its note), ${started.markKey} in the browser, Ctrl+C stops and seals.`,
    ),
  );
  out.emit({ event: 'recording', id, url: started.url, state: started.state });
  const ended = await follow(core, id, out);
  return report(core, ended, out);
}

/** Throws input/invalid. */
function minutesOf(text: string): number {
  if (/^\d{1,3}$/.test(text) && Number(text) > 0) return Number(text);
  throw new AppError('input/invalid', { field: '--minutes', problem: text });
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : '';
}

async function follow(core: SessionCore, id: string, out: Output): Promise<RecordingView> {
  const lines = createInterface({ input: process.stdin });
  const stop = (): void => {
    core.stopRecording({ id }).catch(() => undefined); // Over already: the list says how it ended.
  };
  const mark = async (note: string): Promise<void> => {
    try {
      const { marks } = await core.markRecording({ id, note });
      const number = marks.length;
      out.say(
        out.pick(`已标记 ${number}${note ? `：${note}` : ''}`, `Mark ${number}${note ? `: ${note}` : ''}`),
      );
      out.emit({ event: 'mark', id, number, note });
    } catch (error) {
      if (!isAppError(error)) throw error;
      out.fail(error);
    }
  };
  lines.on('line', (line) => void mark(line.trim()));
  lines.on('close', stop);
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    for (;;) {
      const view = (await core.listRecordings()).find((each) => each.id === id);
      if (!view) throw new AppError('capture/not-recording');
      if (view.state === 'done' || view.state === 'failed' || view.state === 'cancelled') return view;
      const seconds = Math.floor(view.elapsedMs / 1_000);
      out.progress(
        `${view.state} ${seconds} s · ${view.marks.length} ✎ · ${view.navigationCount} → ${view.address ?? ''}`,
      );
      await new Promise((resolve) => {
        setTimeout(resolve, LOOK_MS);
      });
    }
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    lines.off('close', stop);
    lines.close();
  }
}

async function report(
  core: SessionCore,
  { evidenceId, error, url }: RecordingView,
  out: Output,
): Promise<number> {
  if (error !== null) throw new AppError(error.code, error.details);
  if (evidenceId === null) throw new AppError('capture/cancelled');
  const item = await core.getEvidence({ id: evidenceId });
  out.say(`${say(CAPTURE_STATE[item.state], out.language)}  ${item.id}  ${url}`);
  for (const reason of item.reasons) out.say(`  - ${reasonSentence(reason, out.language)}`);
  out.say(`  SHA-256 ${item.statementSha256}`);
  out.emit({ event: 'item', url, id: item.id, state: item.state, reasons: item.reasons });
  return { COMPLETE: EXIT.ok, PARTIAL: EXIT.incomplete, FAILED: EXIT.invalid }[item.state];
}
