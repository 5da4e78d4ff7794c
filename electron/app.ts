// The composition root: configuration and platform in, App out. Every long-lived object is made here, in the order
// in which things depend on one another; close() undoes it backwards.

import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import packageJson from '../package.json' with { type: 'json' };
import type { CoreApi } from '../shared/api/core.ts';
import { AppError } from '../shared/errors.ts';
import type { AppInfo } from '../shared/api/views.ts';
import { createCore } from './api/create-core.ts';
import { notaryRecipient } from './application/age.ts';
import { requestTimestamp } from './attest/timestamp/client.ts';
import { fetchRevocationMaterial } from './attest/timestamp/revocation-material.ts';
import { captureUrl } from './capture/capture.ts';
import { startRecording } from './capture/interactive/recording.ts';
import { salvageRecording } from './capture/interactive/salvage.ts';
import { assertCapturableUrl } from './capture/target/capturable-url.ts';
import { assertPublicTarget } from './capture/target/public-target.ts';
import { readFonts } from './certificate/fonts.ts';
import { depositFiles, depositTitle } from './deposit/deposit-files.ts';
import { checkSources, listSources } from './deposit/list-sources.ts';
import { createUploads } from './deposit/uploads.ts';
import { createEnvironment } from './environment/environment.ts';
import { createNodePorts } from './environment/node-ports.ts';
import type { EnvironmentPorts } from './environment/ports.ts';
import { sealEvidence } from './evidence/seal.ts';
import { exportPackage } from './export/export-package.ts';
import { createSealedText } from './identity/sealed-text.ts';
import { createDeviceSigner, createLedgerSigner, DEVICE_KEY, type LoadedSigner } from './identity/signer.ts';
import { createEventBus } from './jobs/event-bus.ts';
import { createHeldSessions } from './jobs/held-sessions.ts';
import { createJobQueue } from './jobs/queue.ts';
import { createWatchClock } from './jobs/watch-clock.ts';
import { createWorkFolders } from './jobs/work-folders.ts';
import { checkEnvironment } from './check-environment.ts';
import { examine } from './doctor.ts';
import { findOwnFiles } from './own-files.ts';
import { createChainCalls } from './chain-calls.ts';
import { createChainAccess } from './chain-access.ts';
import { comparePictures } from './capture/picture/difference.ts';
import { compareItems } from './pipeline/compare-items.ts';
import { addConfiguredAttestations } from './pipeline/attestation-rows.ts';
import { removeHalfWritten } from './pipeline/hand-over.ts';
import { readCaptureRecord, readDepositRecord, readEnvironment } from './pipeline/read-records.ts';
import { createPipeline } from './pipeline/pipeline.ts';
import { createNodeClock } from './platform/node-clock.ts';
import { createNodeHashers } from './platform/node-hashers.ts';
import { createNodeHttp } from './platform/node-http.ts';
import { createNodeLog } from './platform/node-log.ts';
import { createNodeRandom } from './platform/node-random.ts';
import { createNodeSecrets } from './platform/node-secrets.ts';
import { dataPaths, downloadsFolder, stateFolder } from './platform/paths.ts';
import type { Log, Secrets } from './platform/ports.ts';
import { findResources } from './platform/resources.ts';
import { readPasted, readSheet } from './sheets/read-sheet.ts';
import { openStore } from './store/open-store.ts';
import type { Store } from './store/types.ts';
import { endLeftovers } from './capture/browser/leftovers.ts';
import { discoverBrowser } from './capture/browser/discover.ts';
import { downloadBrowser } from './capture/browser/download.ts';
import { createDocumentSigning } from './document-signing.ts';
import { createLedgerCalls } from './ledger-calls.ts';
import { createLedgerWatch } from './ledger-watch.ts';
import { openLedger } from './open-ledger.ts';
import { createSm2Access } from './sm2-access.ts';
import { createOwnTrust } from './own-trust.ts';
import { knownVerifierPages } from './verifier-releases.ts';
import { createOwnVerifier } from './own-verifier.ts';

/** Name of the fact that holds the path of a Chrome for Testing we downloaded. */
const DOWNLOADED_BROWSER = 'downloaded-browser';

const SOFTWARE_VERSION = packageJson.version;

export interface AppOptions {
  /** Data folder. */
  readonly home: string;
  readonly shell: AppInfo['shell'];
  /** How private keys are protected; default: 0600 files, or CUNAN_PASSPHRASE. */
  readonly secrets?: Secrets;
  /** Folder of the packaged resources; null: a checkout. */
  readonly packagedResources?: string | null;
  /** Everything made in this folder is a demonstration and says so. */
  readonly demonstration?: boolean;
  /** What the environment check looks at; default: this computer. */
  readonly environmentPorts?: EnvironmentPorts;
  /** Captures wait in the queue until told otherwise; for tests of what a restart finds. */
  readonly startJobs?: boolean;
  /** Window of recordings; 'hidden' for tests alone, in which nobody could work. */
  readonly recordingWindow?: 'visible' | 'hidden';
}

export interface App {
  readonly core: CoreApi;
  readonly log: Log;
  /** Loopback ports of our own: captured pages may never reach them. */
  readonly ownPorts: Set<number>;
  /** Stops work in an orderly way: what runs is queued again, nothing is lost. */
  close(): Promise<void>;
}

/** Throws store/in-use, store/damaged, store/newer-version, store/read-only, key/…. */
export async function createApp(options: AppOptions): Promise<App> {
  const paths = dataPaths(options.home);
  const clock = createNodeClock();
  const random = createNodeRandom();
  const log = createNodeLog({ folder: paths.logs, clock, random });
  const hashers = await createNodeHashers();
  const http = createNodeHttp();
  const resources = findResources(options.packagedResources ?? null);

  const store = await openStore({ home: options.home, clock, random, hashers, log, shell: options.shell });
  try {
    const secrets =
      options.secrets ??
      createNodeSecrets({
        folder: paths.keys,
        random,
        log,
        passphrase: process.env['CUNAN_PASSPHRASE'] ?? null,
      });
    const signer = await loadKey(store, secrets, DEVICE_KEY, createDeviceSigner);
    const ledgerInUse = await openLedger({
      store,
      hashers,
      clock,
      loadKey: (name) => loadKey(store, secrets, name, (from) => createLedgerSigner(from, name)),
    });
    const { ledger } = ledgerInUse;
    const chainAccess = createChainAccess({ store, secrets, random, http, clock });
    const ledgerWatch = createLedgerWatch({
      store,
      ledger,
      http,
      chain: chainAccess.adapter,
      clock,
      random,
      log,
      stateFolder: stateFolder(options.home),
    });
    if (options.demonstration) store.facts.set('demonstration', 'yes');
    const demonstration = store.facts.get('demonstration') === 'yes';

    await removeHalfWritten(store);
    const ownPorts = new Set<number>();
    const bus = createEventBus();
    const sessions = createHeldSessions(random);
    const stopped = new AbortController();
    const documentSigning = createDocumentSigning({ store, secrets, clock, deviceKeyId: signer.keyId });
    const ownTrust = createOwnTrust({ store, signer, ledgers: ledgerInUse });
    const findBrowser = () =>
      discoverBrowser(store.settings.get().browserPath, store.facts.get(DOWNLOADED_BROWSER));

    const environment = createEnvironment({
      ports: options.environmentPorts ?? createNodePorts(clock.monotonicMs),
      clock,
      random,
      dataFolder: options.home,
      ownFiles: findOwnFiles(),
      servers: () => store.settings.get().environment,
    });
    const uploads = createUploads({ folder: paths.uploads, random });
    const sm2 = createSm2Access({ store, secrets, random, hashers });
    const verifier = createOwnVerifier({
      hashers,
      clock,
      trust: ownTrust.policy,
      verifierPages: once(() => knownVerifierPages(resources.verifierPage, SOFTWARE_VERSION)),
    });
    const pipeline = createPipeline(
      {
        store,
        ledger,
        ledgerOf: ledgerInUse.of,
        ledgerWatch,
        signer,
        clock,
        random,
        hashers,
        http,
        log,
        softwareVersion: SOFTWARE_VERSION,
        demonstration,
        ownPorts: () => [...ownPorts],
        sessions,
        findBrowser,
        environment,
        capture: captureUrl,
        startRecording,
        salvageRecording,
        encoderScript: resources.recordingEncoder,
        recordingsFolder: paths.recordings,
        recordingWindow: options.recordingWindow ?? 'visible',
        listSources,
        depositFiles,
        uploads,
        seal: sealEvidence,
        requestTimestamp,
        fetchRevocationMaterial,
        sm2,
        documentSigner: documentSigning.signer,
        chain: chainAccess.adapter,
        platform: chainAccess.platform,
        rememberBlock: ownTrust.rememberBlock,
        exportPackage,
        verifyAccess: verifier.access,
        sealedText: await createSealedText(secrets, random),
        applicationsFolder: paths.applications,
        fonts: once(() => readFonts(resources.fonts)),
        verifierPage: once(() => readFile(resources.verifierPage).catch(() => null)),
      },
      (id) => bus.publish({ type: 'evidence', id }),
      (event) => bus.publish(event),
    );
    const queue = createJobQueue({
      store: store.jobs,
      clock,
      random,
      log,
      bus,
      workFolders: createWorkFolders(paths.work, endLeftovers),
      onInterrupted: pipeline.sealInterrupted,
      onEnded: (job) => sessions.release(job),
      runners: { capture: pipeline.capturePage, deposit: pipeline.depositItem },
      concurrency: (running) => store.settings.get().concurrency || chooseConcurrency(running),
    });
    const watchClock = createWatchClock({
      store: store.watches,
      queue,
      clock,
      log,
      emit: (event) => bus.publish(event),
      transaction: (body) => store.transaction(body),
      compare: (before, after) => compareItems(store, comparePictures, log, before, after),
      onMissed: ({ id }, count) => store.audit.append('watch-missed', id, { count }),
    });
    // A command that ends in a moment starts nothing that nobody asked it for.
    const watching = options.startJobs !== false && options.shell !== 'cli';
    const info = (): AppInfo => ({
      version: SOFTWARE_VERSION,
      shell: options.shell,
      dataFolder: options.home,
      deviceKeyId: signer.keyId,
      keyProtection: secrets.protection,
      ledgerOrigin: ledger.origin,
      ledgerSize: ledger.size(),
      demonstration,
    });
    const core = createCore({
      store,
      queue,
      sessions,
      pipeline,
      clock,
      downloadsFolder: downloadsFolder(),
      emit: (event) => bus.publish(event),
      events: (signal) => bus.subscribe(AbortSignal.any([signal, stopped.signal])),
      async checkTarget(text, { allowPrivateHosts }) {
        const url = assertCapturableUrl(text);
        await assertPublicTarget(url, { allowPrivateHosts, ownPorts: [...ownPorts] });
        return url.href;
      },
      lookAfterWatches: () => void (watching && watchClock.tick()),
      readPasted,
      readSheet,
      readDepositRecord: (id) => readDepositRecord(store, id),
      uploads,
      checkSources: (chosen) => checkSources(chosen, options.home),
      depositTitle,
      readCaptureRecord: (id) => readCaptureRecord(store, id),
      readEnvironment: async (id) => (await readEnvironment(store, id))?.record ?? null,
      addConfiguredAttestations: (id) => addConfiguredAttestations(store, id),
      verify: verifier.path,
      applications: pipeline.applications,
      notaryKey: (create) => notaryRecipient(secrets, create),
      info,
      doctor: () =>
        examine({
          store,
          info,
          ledgerHalted: () => ledger.halted(),
          findBrowser,
          chain: chainAccess.adapter,
          resources,
        }),
      async downloadBrowser(onProgress) {
        const path = await downloadBrowser(paths.browser, onProgress, stopped.signal);
        store.facts.set(DOWNLOADED_BROWSER, path);
      },
      trustPolicy: ownTrust.policy,
      documentSigning,
      ledger: createLedgerCalls({
        store,
        inUse: ledgerInUse,
        watch: ledgerWatch,
        clock,
        random,
        stopped: stopped.signal,
      }),
      sm2,
      chainCalls: createChainCalls({ store, secrets, clock, access: chainAccess }),
      checkEnvironment: (url) => checkEnvironment(environment, url),
    });

    if (options.startJobs !== false) {
      await uploads.sweep(uploadsInUse(store));
      const found = await queue.start();
      for (const job of [...found.requeued, ...found.failed]) {
        store.audit.append('capture-interrupted', job.id, { url: job.url, again: job.state === 'queued' });
      }
      await pipeline.recordings.recover();
      pipeline.applications.recover();
      pipeline.startAttesting();
      if (watching) ledgerWatch.lookOutside(stopped.signal).catch(() => undefined);
      if (watching) watchClock.start();
    }
    return {
      core,
      log,
      ownPorts,
      async close() {
        ledgerWatch.dispose();
        await watchClock.stop();
        await Promise.all([queue.stop(), pipeline.recordings.stop()]);
        await pipeline.dispose();
        stopped.abort();
        store.close();
      },
    };
  } catch (error) {
    store.close();
    throw error;
  }
}

/** What a queued deposit still needs. */
function uploadsInUse({ jobs }: Store): ReadonlySet<string> {
  const inputs = jobs
    .list(0)
    .map(({ input }) => input as { readonly source?: { readonly id?: unknown } } | null);
  return new Set(inputs.flatMap((input) => (typeof input?.source?.id === 'string' ? [input.source.id] : [])));
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => (made ??= make());
}

/**
 * A key that was used here and is gone (or is another one now) is never replaced silently: what it signed would look
 * as if somebody else had. Throws key/unreadable.
 */
async function loadKey(
  store: Store,
  secrets: Secrets,
  name: string,
  create: (secrets: Secrets) => Promise<LoadedSigner>,
): Promise<LoadedSigner> {
  const fact = `${name}-id`;
  const known = store.facts.get(fact);
  if (known !== null && (await secrets.read(name)) === null) {
    throw new AppError('key/unreadable', { problem: `${name} ${known.slice(0, 16)}… is missing` });
  }
  const signer = await create(secrets);
  if (known !== null && known !== signer.keyId) {
    throw new AppError('key/unreadable', { problem: `${name} is not ${known.slice(0, 16)}…` });
  }
  if (known === null) {
    store.facts.set(fact, signer.keyId);
    store.audit.append('key-created', signer.keyId);
  }
  return signer;
}

/** A browser with a rich page needs about this much. */
const CAPTURE_BYTES = 600 * 1024 * 1024;

/**
 * Screenshots serialise in the browser: more than four at once make every page slower (docs/benchmarks.md). Where memory
 * is short no further one starts, though one always may.
 */
function chooseConcurrency(running: number): number {
  const byMemory = running + Math.floor(process.availableMemory() / CAPTURE_BYTES);
  return Math.max(1, Math.min(4, 2 * availableParallelism(), byMemory));
}
