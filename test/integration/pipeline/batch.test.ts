// A batch against a real browser: what fails in passing is tried again and told in the record, what fails for good is
// sealed once, everything is counted.

import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createApp } from '../../../electron/app.ts';
import { fromUtf8 } from '../../../shared/bytes/utf8.ts';

const home = mkdtempSync(join(tmpdir(), 'cunan-batch-'));
let shaky = 0;
const server = createServer((request, response) => {
  // The first two connections for this page are cut before an answer.
  if (request.url === '/shaky' && ++shaky <= 2) {
    request.socket.destroy();
    return;
  }
  const gone = request.url === '/gone';
  response.writeHead(gone ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(
    `<!doctype html><title>${gone ? '404' : 'A page'}</title><p>Words enough for a page that nobody would call small, at ${request.url}`,
  );
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
/** Nobody listens there any more. */
const closed = createServer().listen(0, '127.0.0.1');
await once(closed, 'listening');
const refused = `http://127.0.0.1:${(closed.address() as AddressInfo).port}/`;
closed.close();
const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(home, { recursive: true, force: true });
});

it('captures, retries, labels, counts and writes it out', async () => {
  const { core, close } = await createApp({ home, shell: 'cli' });
  const rows = [`${site}/a`, `${site}/gone`, `${site}/shaky`, refused, '=bad', `${site}/a#top`];
  const draft = await core.importBatch({
    source: { kind: 'text', text: rows.join('\n') },
    caseId: null,
    caseName: 'batch',
  });
  expect(draft).toMatchObject({ state: 'draft', counts: { total: 6, problems: 1, duplicates: 1 } });
  const { id } = draft;
  await core.startBatch({
    id,
    duplicates: 'exclude',
    options: { allowPrivateHosts: ['127.0.0.1'] },
    pace: { tries: 3, backoffMs: 100, delayMs: 0 },
  });
  await expect(core.startBatch({ id, duplicates: 'include' })).rejects.toMatchObject({
    code: 'input/batch-state',
  });
  await expect.poll(async () => (await core.getBatch({ id })).state, { timeout: 110_000 }).toBe('finished');

  const batch = await core.getBatch({ id });
  expect(batch).toMatchObject({ balanced: true, counts: { total: 6, done: 3, failed: 1, excluded: 2 } });
  const { items } = await core.listBatchRows({ id, filter: 'all' });
  expect(items.map(({ status }) => status)).toEqual([
    'done',
    'done',
    'done',
    'failed',
    'excluded',
    'excluded',
  ]);
  expect(items[1]).toMatchObject({ httpStatus: 404, labels: ['page-error'] });
  expect(items.map(({ earlierAttempts }) => earlierAttempts)).toEqual([0, 0, 2, 2, 0, 0]);
  // One item per row, the failed one included; its record tells the attempts before it.
  expect((await core.listEvidence({})).total).toBe(4);
  for (const row of [items[2]!, items[3]!]) {
    const record = (await core.getCaptureRecord({ id: row.evidenceId! }))!;
    const earlier = record.notes.filter(({ code }) => code === 'earlier-attempt');
    expect(earlier.map(({ details }) => details['number'])).toEqual([1, 2]);
    expect(earlier[0]!.details['addresses']).toBe('127.0.0.1');
    expect(await eventsOf(core, row.evidenceId!)).toContain('"event":"earlier-attempt"');
  }
  expect((await core.getCaptureRecord({ id: items[3]!.evidenceId! }))!.state).toBe('FAILED');

  // A failed row is captured anew as an item of its own; one set aside keeps its sealed attempt.
  await core.excludeBatchRows({ id, numbers: [1, 4], reason: '=对方已关站' });
  const after = await core.getBatch({ id });
  expect(after).toMatchObject({ balanced: true, counts: { done: 3, failed: 0, excluded: 3 } });
  const table = await core.exportBatch({ id, what: 'rows', language: 'zh-CN' });
  expect(table.text.startsWith('\uFEFF')).toBe(true);
  expect(table.text).toContain(`"'=bad"`);
  expect(table.text.split('\r\n')).toHaveLength(1 + 6 + 1);
  expect((await core.exportBatch({ id, what: 'errors', language: 'en' })).text).toContain(
    '"Not a web address"',
  );
  expect((await core.exportBatch({ id, what: 'reconciliation', language: 'en' })).text).toContain(
    'N equals the sum',
  );

  // The case has these pages now: the same sheet again is all duplicates and errors.
  const again = await core.importBatch({
    source: { kind: 'text', text: rows.slice(0, 3).join('\n') },
    caseId: null,
    caseName: 'batch',
  });
  expect(again.counts.duplicates).toBe(3);
  await core.controlBatch({ id: again.id, action: 'discard' });
  expect((await core.listBatches({ offset: 0, limit: 10 })).total).toBe(1);
  await close();
});

async function eventsOf(core: Awaited<ReturnType<typeof createApp>>['core'], id: string): Promise<string> {
  const file = await core.openFile({ id, path: 'data/events.jsonl' });
  try {
    return fromUtf8(await file.read(0, file.sizeBytes)) ?? '';
  } finally {
    await file.close();
  }
}
