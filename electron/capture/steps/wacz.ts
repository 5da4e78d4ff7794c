// Step 'wacz': ends the record of the network, packs it as WACZ and reads the file again with the strict check; only
// then it counts as checked. Runs for failed attempts too: what the server did answer (a redirect, a 401) is evidence.

import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { addReason, openPageOf, remainingMs, StepSkipped, type Attempt } from '../attempt.ts';
import { addArtefact } from '../artefacts.ts';
import { openFileAccess } from '../../platform/file-access.ts';
import { streamBody } from '../network/body-store.ts';
import type { Exchange } from '../network/exchange.ts';
import { compareDeclaredLength } from '../outcomes.ts';
import { mainExchange, type OpenPage } from '../page/open-page.ts';
import { markUnfinished } from '../unfinished.ts';
import { checkWacz } from '../wacz/check/check-wacz.ts';
import { archivedUrl } from '../wacz/write-exchange.ts';
import type { PageView } from '../wacz/write-page.ts';
import { writeWacz } from '../wacz/write-wacz.ts';

const CLOSE_LIMIT_MS = 15_000;

export async function waczStep(attempt: Attempt): Promise<void> {
  const page = openPageOf(attempt);
  await page.recorder.close(Math.min(CLOSE_LIMIT_MS, remainingMs(attempt, 2_000)));
  for (const exchange of page.recorder.exchanges) {
    compareDeclaredLength(exchange);
    markUnfinished(exchange);
  }
  await keepDownload(attempt);
  if (!page.recorder.exchanges.some(({ response }) => response !== null)) {
    throw new StepSkipped('no server answered');
  }
  // Pictures that go into the archive may still be in the making; their failure is told by the record.
  await Promise.allSettled(attempt.background);
  const { deps } = attempt;
  const target = join(attempt.dataDir, 'page.wacz');
  const facts = await writeWacz(
    {
      exchanges: page.recorder.exchanges,
      privateHeaders: attempt.privateHeaders,
      page: {
        url: pageUrl(attempt, page),
        title: attempt.title,
        at: attempt.startedAt,
        views: viewsOf(attempt),
        scriptErrors: page.console.exceptions,
      },
      createdAt: deps.clock.now(),
      software: `cunan ${deps.softwareVersion}`,
      random: deps.random,
    },
    attempt.tempDir,
    target,
  );
  attempt.places = facts.places;
  const checked = await readAgain(attempt, target);
  await addArtefact(attempt, 'wacz', 'data/page.wacz', 'application/wacz', checked);
}

/** What the strict check says; null, with a reason in the record, where it found anything. */
async function readAgain(attempt: Attempt, path: string): Promise<string | null> {
  const file = await openFileAccess(path);
  try {
    const report = await checkWacz(file, attempt.hooks.signal);
    if (report.ok) return `WACZ 1.1.1: ${report.responses} responses, ${report.records} records, all digests`;
    const [first] = report.problems;
    const error = `${report.problemCount} problem(s), first: ${first?.code} ${JSON.stringify(first?.details)}`;
    addReason(attempt, 'artefact-unchecked', { artefact: 'page.wacz', error });
    return null;
  } finally {
    await file.close();
  }
}

/** The address bar may have moved within the document to an address that nobody ever answered. */
function pageUrl(attempt: Attempt, page: OpenPage): string {
  const answered = new Set(page.recorder.exchanges.filter(hasAnswer).map(archivedUrl));
  const wished = attempt.finalUrl ?? attempt.url.href;
  if (answered.has(wished.split('#')[0]!)) return wished;
  const main = mainExchange(page);
  return main !== null && hasAnswer(main) ? archivedUrl(main) : [...answered][0]!;
}

function hasAnswer({ response }: Exchange): boolean {
  return response !== null;
}

function viewsOf(attempt: Attempt): readonly PageView[] {
  const kinds = { viewport: 'view', thumbnail: 'thumbnail', text: 'text' } as const;
  return attempt.artefacts.flatMap(({ kind, path, mediaType }) =>
    kind === 'viewport' || kind === 'thumbnail' || kind === 'text'
      ? [{ kind: kinds[kind], path: join(attempt.request.workDir, ...path.split('/')), mediaType }]
      : [],
  );
}

/** The file that stood in the page's place, byte for byte as the browser received it. */
async function keepDownload(attempt: Attempt): Promise<void> {
  const download = attempt.page?.interception.download;
  if (!attempt.download || !download) return;
  const { exchange, fileName } = download;
  if (exchange.body === null) {
    addReason(attempt, 'artefact-missing', { artefact: fileName, error: 'not received' });
    return;
  }
  const path = `data/download/${fileName}`;
  const target = join(attempt.request.workDir, 'data', 'download', fileName);
  await mkdir(dirname(target), { recursive: true });
  if (exchange.body.length === 0) await pipeline([], createWriteStream(target));
  else await pipeline(streamBody(exchange.body), createWriteStream(target));
  const whole = exchange.truncated === null;
  const mediaType = exchange.response?.mimeType || 'application/octet-stream';
  const checked = whole ? `sha256 ${exchange.body.sha256}` : null;
  await addArtefact(attempt, 'download', path, mediaType, checked);
  if (!whole) addReason(attempt, 'document-truncated', {});
}
