// Step 'wacz': ends the record of the network and packs it as WACZ. Runs for failed attempts too: what the server
// did answer (a redirect, a 401) is evidence.

import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { addReason, openPageOf, remainingMs, StepSkipped, type Attempt } from '../attempt.ts';
import { addArtefact } from '../artefacts.ts';
import { streamBody } from '../network/body-store.ts';
import { compareDeclaredLength } from '../outcomes.ts';
import { pause } from '../page/settling.ts';
import { writeWacz } from '../wacz/write-wacz.ts';

const CLOSE_LIMIT_MS = 15_000;

export async function waczStep(attempt: Attempt): Promise<void> {
  const page = openPageOf(attempt);
  await Promise.race([page.recorder.close(), pause(Math.min(CLOSE_LIMIT_MS, remainingMs(attempt, 2_000)))]);
  for (const exchange of page.recorder.exchanges) compareDeclaredLength(exchange);
  await keepDownload(attempt);
  if (!page.recorder.exchanges.some(({ response }) => response !== null)) {
    throw new StepSkipped('no server answered');
  }
  const { deps } = attempt;
  const facts = await writeWacz(
    {
      exchanges: page.recorder.exchanges,
      privateHeaders: attempt.privateHeaders,
      page: { url: attempt.finalUrl ?? attempt.url.href, title: attempt.title, at: attempt.startedAt },
      createdAt: deps.clock.now(),
      software: `cunan ${deps.softwareVersion}`,
      random: deps.random,
    },
    attempt.tempDir,
    join(attempt.dataDir, 'page.wacz'),
  );
  await addArtefact(
    attempt,
    'wacz',
    'data/page.wacz',
    'application/wacz',
    `${facts.responses} responses, ${facts.records} records`,
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
