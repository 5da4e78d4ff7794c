// A program that captures without end: works through a queue of jobs, puts files into the vault and commits items, and
// says on stdout what is committed. Made to be killed. Usage: crash-child.ts HOME

import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEventBus } from '../../../electron/jobs/event-bus.ts';
import { createJobQueue } from '../../../electron/jobs/queue.ts';
import { createWorkFolders } from '../../../electron/jobs/work-folders.ts';
import { createNodeClock } from '../../../electron/platform/node-clock.ts';
import { createNodeHashers } from '../../../electron/platform/node-hashers.ts';
import { createNodeRandom } from '../../../electron/platform/node-random.ts';
import { dataPaths } from '../../../electron/platform/paths.ts';
import { openStore } from '../../../electron/store/open-store.ts';
import { makeItem, SIGNED } from '../../unit/store/sealed-item.ts';

const home = process.argv[2]!;
const clock = createNodeClock();
const random = createNodeRandom();
const hashers = await createNodeHashers();
const log = {
  info: () => undefined,
  warn: () => undefined,
  error(message: string, error: unknown) {
    process.stdout.write(`error ${message} ${String(error)}\n`);
    return 'REF';
  },
};

const store = await openStore({ home, clock, random, hashers, log, shell: 'cli' });
const { id: caseId } = store.cases.ensure('crash');
const queue = createJobQueue({
  store: store.jobs,
  clock,
  random,
  log,
  bus: createEventBus(),
  workFolders: createWorkFolders(dataPaths(home).work),
  concurrency: () => 1,
  runners: {
    deposit: () => Promise.reject(new Error('none is asked for')),
    async capture(job, { workDir }) {
      const source = join(workDir, 'page.bin');
      const bytes = randomBytes(40_000 + (randomBytes(2).readUInt16BE() % 200_000));
      writeFileSync(source, bytes);
      const big = await store.vault.putFile(caseId, source);
      const item = await makeItem(store, hashers, caseId, {
        files: { 'data/small.txt': randomBytes(100) },
        attestations: [SIGNED, { kind: 'timestamp', provider: 'tsa', demonstration: false }],
        jobId: job.id,
      });
      const file = { path: 'data/page.bin', mediaType: 'application/octet-stream', ...big };
      store.evidence.commitSealed({ ...item, files: [...item.files, file] });
      process.stdout.write(`committed ${item.facts.id}\n`);
      for (const due of store.attestations.due('9999')) {
        const obtained = { at: job.createdAt, trusted: false, facts: [] };
        store.attestations.obtained(due.id, {
          ...obtained,
          files: [{ path: 'attest/tsa/1-tsa.tsr', bytes: randomBytes(50) }],
        });
        process.stdout.write(`attested ${item.facts.id}\n`);
      }
    },
  },
});
await queue.start();
process.stdout.write('ready\n');
for (;;) {
  queue.enqueue([
    { kind: 'capture', caseId, url: 'http://a.example/', input: {} },
    { kind: 'capture', caseId, url: 'http://b.example/', input: {} },
  ]);
  await queue.idle();
}
