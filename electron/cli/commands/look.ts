// cunan cases, cunan doctor: what is there, and what is missing on this computer.

import { doctorSentence } from '../../../shared/text/doctor.ts';
import { say, visible } from '../../../shared/text/fill.ts';
import { CAPTURE_STATE } from '../../../shared/text/words.ts';
import { AppError } from '../../../shared/errors.ts';
import { EXIT, type Output } from '../output.ts';
import type { DoctorItem } from '../../../shared/api/views.ts';
import type { Session, SessionCore } from '../session.ts';

export async function runCases(session: Session, name: string | undefined, out: Output): Promise<number> {
  const cases = await session.core.listCases();
  if (name === undefined) {
    if (cases.length === 0) out.say(out.pick('还没有案件。', 'There are no cases yet.'));
    for (const each of cases) {
      out.say(`${each.name}  (${each.evidenceCount})  ${each.lastActivityAt}`);
      out.emit({ event: 'case', ...each });
    }
    return EXIT.ok;
  }
  const found = cases.find((each) => each.name === name || each.id === name);
  if (!found) throw new AppError('input/not-found', { what: name });
  for (let offset = 0; ; offset += PAGE) {
    const page = await session.core.listEvidence({ caseId: found.id, offset, limit: PAGE });
    for (const item of page.items) {
      out.say(
        `${String(item.sequence).padStart(4)}  ${item.id}  ${say(CAPTURE_STATE[item.state], out.language)}  ${item.requestedUrl ?? visible(item.title ?? '')}`,
      );
      out.emit({ event: 'item', ...item });
    }
    if (offset + PAGE >= page.total) return EXIT.ok;
  }
}
const PAGE = 500;

/** @param download gets Chrome for Testing first, where no browser is found. */
export async function runDoctor(session: Session, download: boolean, out: Output): Promise<number> {
  const before = await session.core.doctor();
  const lacksBrowser = before.some((item) => item.code === 'browser-missing');
  const items = download && lacksBrowser ? await fetchBrowser(session, out) : before;
  for (const item of items) {
    const mark = { ok: '✓', warning: '△', missing: '✗' }[item.status];
    out.say(`${mark} ${doctorSentence(item, out.language)}`);
    out.emit({ event: 'doctor', ...item });
  }
  return items.some((item) => item.status === 'missing') ? EXIT.incomplete : EXIT.ok;
}

async function fetchBrowser({ core }: Session, out: Output): Promise<readonly DoctorItem[]> {
  const stop = new AbortController();
  const watching = watchDownload(core, stop.signal, out);
  try {
    return await core.downloadBrowser();
  } finally {
    stop.abort();
    await watching;
  }
}

async function watchDownload(core: SessionCore, signal: AbortSignal, out: Output): Promise<void> {
  for await (const event of core.events(signal)) {
    if (event.type !== 'download') continue;
    const total = event.totalBytes === 0 ? '' : ` / ${mebibytes(event.totalBytes)}`;
    out.progress(`Chrome for Testing ${mebibytes(event.receivedBytes)}${total}`);
    out.emit({ event: 'download', receivedBytes: event.receivedBytes, totalBytes: event.totalBytes });
  }
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(0)} MiB`;
}
