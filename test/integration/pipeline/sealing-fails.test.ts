// Where sealing fails, the job says why in words, nothing half-made stands in the store, the case's numbers have no
// gap, and the same job done again succeeds.

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLedgerWatch } from '../../../electron/ledger-watch.ts';
import { createLedger } from '../../../electron/attest/ledger/ledger.ts';
import { requestTimestamp } from '../../../electron/attest/timestamp/client.ts';
import { fetchRevocationMaterial } from '../../../electron/attest/timestamp/revocation-material.ts';
import { startRecording } from '../../../electron/capture/interactive/recording.ts';
import { salvageRecording } from '../../../electron/capture/interactive/salvage.ts';
import { depositFiles } from '../../../electron/deposit/deposit-files.ts';
import { listSources } from '../../../electron/deposit/list-sources.ts';
import { createUploads } from '../../../electron/deposit/uploads.ts';
import { createDepositItem } from '../../../electron/pipeline/deposit-item.ts';
import { createEnvironment } from '../../../electron/environment/environment.ts';
import { createNodePorts } from '../../../electron/environment/node-ports.ts';
import { sealEvidence } from '../../../electron/evidence/seal.ts';
import { exportPackage } from '../../../electron/export/export-package.ts';
import { createEventBus } from '../../../electron/jobs/event-bus.ts';
import { createHeldSessions } from '../../../electron/jobs/held-sessions.ts';
import { createJobQueue } from '../../../electron/jobs/queue.ts';
import { createWorkFolders } from '../../../electron/jobs/work-folders.ts';
import { createCapturePage } from '../../../electron/pipeline/capture-page.ts';
import type { PipelineDeps } from '../../../electron/pipeline/deps.ts';
import { createNodeClock } from '../../../electron/platform/node-clock.ts';
import { createNodeHttp } from '../../../electron/platform/node-http.ts';
import { createNodeLog } from '../../../electron/platform/node-log.ts';
import { createNodeRandom } from '../../../electron/platform/node-random.ts';
import { dataPaths } from '../../../electron/platform/paths.ts';
import { openStore } from '../../../electron/store/open-store.ts';
import type { Store } from '../../../electron/store/types.ts';
import { AppError } from '../../../shared/errors.ts';
import { originOf } from '../../../shared/ledger/vkey.ts';
import { errorLine } from '../../../shared/text/errors.ts';
import { recordOf } from '../../unit/certificate/sample.ts';
import { DEVICE, hashers, webFacts } from '../../vectors/ingredients.ts';
import { expectWhole } from '../cli/cunan.ts';

const clock = createNodeClock();
const random = createNodeRandom();
let home: string;
let store: Store;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'cunan-sealing-'));
  const log = createNodeLog({ folder: dataPaths(home).logs, clock, random });
  store = await openStore({ home, clock, random, hashers, log, shell: 'cli' });
});
afterEach(() => {
  store.close();
  rmSync(home, { recursive: true, force: true });
});

/** A queue whose captures bring one file and whose seal is the one given. */
function queueWith(change: Partial<PipelineDeps>) {
  const log = createNodeLog({ folder: dataPaths(home).logs, clock, random });
  const ledger = createLedger({ store: store.ledger(originOf(DEVICE.publicKey)), signer: DEVICE, clock });
  const http = createNodeHttp();
  const deps: PipelineDeps = {
    store,
    ledger,
    ledgerOf: () => ledger,
    ledgerWatch: createLedgerWatch({
      store,
      ledger,
      http,
      chain: () => Promise.resolve(null),
      clock,
      random,
      log,
      stateFolder: null,
    }),
    signer: DEVICE,
    clock,
    random,
    hashers,
    http,
    log,
    softwareVersion: '0.0.0',
    demonstration: false,
    platform: () => null,
    documentSigner: () => Promise.reject(new AppError('certificate/no-signer')),
    ownPorts: () => [],
    sessions: createHeldSessions(random),
    environment: createEnvironment({
      ports: createNodePorts(clock.monotonicMs),
      clock,
      random,
      dataFolder: home,
      ownFiles: null,
      servers: () => ({ ntpServers: [], timeUrls: [], dohUrls: [], publicIpUrl: null }),
    }),
    findBrowser: async () => ({ path: '/none', origin: 'configured' as const, args: [] }),
    async capture({ workDir }) {
      const source = join(workDir, 'data', 'text.txt');
      await mkdir(join(workDir, 'data'), { recursive: true });
      await writeFile(source, 'what the page said');
      return { record: recordOf(webFacts()), files: [{ path: 'data/text.txt', source }], environment: null };
    },
    verifyAccess: () => Promise.reject(new Error('not asked for here')),
    sealedText: { seal: () => new Uint8Array(0), open: () => '{}' },
    applicationsFolder: dataPaths(home).applications,
    startRecording,
    salvageRecording,
    encoderScript: '',
    recordingsFolder: dataPaths(home).recordings,
    recordingWindow: 'hidden',
    listSources,
    depositFiles,
    uploads: createUploads({ folder: dataPaths(home).uploads, random }),
    seal: sealEvidence,
    requestTimestamp,
    fetchRevocationMaterial,
    sm2: { signer: () => Promise.resolve(null), remember: () => undefined },
    chain: async () => null,
    rememberBlock: () => undefined,
    exportPackage,
    fonts: () => Promise.reject(new Error('no certificate is made here')),
    verifierPage: async () => null,
    ...change,
  };
  return createJobQueue({
    store: store.jobs,
    clock,
    random,
    log,
    bus: createEventBus(),
    workFolders: createWorkFolders(dataPaths(home).work),
    runners: {
      capture: createCapturePage(deps, () => undefined),
      deposit: createDepositItem(deps, () => undefined),
    },
    concurrency: () => 1,
  });
}

it.each([
  [new AppError('format/bad-statement', { problem: 'field .predicate.title' }), 'format/bad-statement'],
  [new RangeError('a defect of ours'), 'internal'],
])('%s', async (failure, code) => {
  const caseId = store.cases.ensure('案件').id;
  const job = { kind: 'capture' as const, caseId, url: 'https://shop.example/', input: {} };
  let fails = true;
  const queue = queueWith({
    seal(input) {
      if (fails) throw failure;
      return sealEvidence(input);
    },
  });
  await queue.start();
  const [made] = queue.enqueue([job]);
  await queue.idle();
  const failed = queue.get(made!.id)!;
  expect(failed).toMatchObject({ state: 'failed', evidenceId: null, error: { code } });
  for (const language of ['zh-CN', 'en'] as const) {
    expectWhole(errorLine(failed.error!.code, failed.error!.details, language));
  }
  expect(store.evidence.list({}).total).toBe(0);
  expect(readdirSync(dataPaths(home).work)).toEqual([]);
  expect(store.audit.verify().intact).toBe(true);

  fails = false;
  queue.retry(made!.id);
  await queue.idle();
  expect(queue.get(made!.id)).toMatchObject({ state: 'done', captureState: 'COMPLETE' });
  expect(store.evidence.list({}).items.map(({ sequence }) => sequence)).toEqual([1]);
  await queue.stop();
});

it('a disk that fills up while the page is recorded', async () => {
  const caseId = store.cases.ensure('案件').id;
  const full = Object.assign(new Error('write'), { code: 'ENOSPC' });
  const queue = queueWith({ capture: () => Promise.reject(full) });
  await queue.start();
  const [made] = queue.enqueue([{ kind: 'capture', caseId, url: 'https://shop.example/', input: {} }]);
  await queue.idle();
  expect(queue.get(made!.id)).toMatchObject({ state: 'failed', error: { code: 'store/disk-full' } });
  await queue.stop();
});
