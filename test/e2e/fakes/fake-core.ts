// A core that lives in memory, for work on screens: it implements the port and behaves lively, but keeps nothing.
// Scenarios: empty (first start), full (a worked-in store), busy (captures run), failed (things went wrong).

import { EventEmitter, on } from 'node:events';
import type { CoreApi, OpenedFile } from '../../../shared/api/core.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../../shared/api/inputs.ts';
import type {
  AppEvent,
  CaseView,
  ChainStatusView,
  DoctorItem,
  EvidenceDetail,
  JobView,
} from '../../../shared/api/views.ts';
import { fakeLedger } from './fake-ledger.ts';
import { AppError } from '../../../shared/errors.ts';
import { EMPTY_TRUST } from '../../../shared/verify/trust-policy.ts';
import { createFakeBatches } from './fake-batches.ts';
import { createFakeExports } from './fake-exports.ts';
import { pendingProofs, proofsState } from './fake-proofs.ts';
import { createFakeRecordings } from './fake-recordings.ts';
import { createFakeApplications } from './fake-applications.ts';
import { createFakeWatches } from './fake-watches.ts';
import { createFakeWorks } from './fake-works.ts';
import { sampleCases, sampleEvidence } from './sample-data.ts';
import { DEPOSIT_ID, sampleDeposit, sampleDepositRecord } from './sample-deposit.ts';
import { SAMPLE_WACZ } from './sample-archive.ts';
import { frameJpeg, screenshotPng } from './sample-pictures.ts';
import { ENVIRONMENT_RAW_PATH } from '../../../shared/evidence/package-paths.ts';
import { sampleEnvironment, sampleRaw } from './sample-environment.ts';
import { SAMPLE_TEXT, sampleRecord } from './sample-record.ts';

export type Scenario = 'empty' | 'full' | 'busy' | 'failed';

export interface FakeCoreOptions {
  readonly scenario: Scenario;
  readonly settings?: Partial<Settings>;
  /** Items in the store where the scenario has any. */
  readonly items?: number;
}

export interface FakeCore extends CoreApi {
  dispose(): void;
}

const STEPS = [
  'resolve',
  'browser',
  'navigate',
  'settle',
  'viewport',
  'screenshot',
  'mhtml',
  'pdf',
  'dom',
  'wacz',
  'seal',
];
const STEP_MS = 700;
const NO_CHAIN: ChainStatusView = {
  chain: null,
  waiting: 0,
  nextCheckpointAt: null,
  anchors: { queued: 0, submitted: 0, included: 0, final: 0 },
  platforms: [],
};
const NOW = () => new Date().toISOString();

const none = () => Promise.reject(new AppError('shell/not-available', { what: 'deposits' }));

export function createFakeCore({ scenario, settings: given = {}, items = 347 }: FakeCoreOptions): FakeCore {
  const bus = new EventEmitter();
  bus.setMaxListeners(50);
  const emit = (event: AppEvent) => void bus.emit('event', event);
  const evidence: EvidenceDetail[] =
    scenario === 'empty' ? [] : Array.from({ length: items }, (_, index) => sampleEvidence(index));
  if (scenario !== 'empty') evidence.push(sampleDeposit());
  const counts = new Map<string, number>();
  for (const item of evidence) counts.set(item.caseId, (counts.get(item.caseId) ?? 0) + 1);
  const cases: CaseView[] = scenario === 'empty' ? [] : sampleCases(counts);
  const jobs = new Map<string, JobView>();
  let settings: Settings = { ...DEFAULT_SETTINGS, ...sampleSettings(scenario), ...given };
  let lastId = 0;

  const put = (job: JobView): JobView => {
    jobs.set(job.id, job);
    emit({ type: 'job', job });
    return job;
  };
  const newJob = (url: string, patch: Partial<JobView> = {}): JobView => {
    lastId += 1;
    return {
      id: `job-${lastId}`,
      kind: 'capture',
      state: 'queued',
      caseId: null,
      url,
      step: null,
      progress: null,
      createdAt: NOW(),
      startedAt: null,
      endedAt: null,
      evidenceId: null,
      captureState: null,
      error: null,
      attempts: 1,
      batchId: null,
      ...patch,
    };
  };
  for (const job of sampleJobs(scenario, newJob, evidence)) jobs.set(job.id, job);

  /** Two at a time: each tick moves running jobs a little and starts queued ones. */
  const tick = async () => {
    const all = [...jobs.values()];
    let running = all.filter((job) => job.state === 'running').length;
    for (const job of all) {
      if (job.state === 'queued' && running < 2) {
        running += 1;
        put({ ...job, state: 'running', startedAt: NOW(), step: STEPS[0]!, progress: 0.02 });
      } else if (job.state === 'running') {
        const progress = Math.min(1, (job.progress ?? 0) + 1 / (STEPS.length * 2));
        const jpeg = await frameJpeg((progress * 1.7) % 1);
        // A busy picture stays busy, so that screenshots do not race against the end.
        if (progress >= 1 && scenario !== 'busy') finish(job);
        else {
          const step = STEPS[Math.min(STEPS.length - 1, Math.floor(progress * STEPS.length))]!;
          put({ ...job, step, progress: Math.min(progress, 0.97) });
          if (progress > 0.25) emit({ type: 'frame', jobId: job.id, jpegBase64: jpeg.toString('base64') });
        }
      }
    }
  };
  const finish = (job: JobView) => {
    const made = { ...sampleEvidence(1_000 + lastId), requestedUrl: job.url };
    evidence.unshift(made);
    put({
      ...job,
      state: 'done',
      step: null,
      progress: 1,
      endedAt: NOW(),
      evidenceId: made.id,
      captureState: made.state,
    });
    emit({ type: 'evidence', id: made.id });
    emit({ type: 'cases' });
  };
  const timer = setInterval(() => void tick(), STEP_MS);

  const find = (id: string): EvidenceDetail => {
    const item = evidence.find((candidate) => candidate.id === id);
    if (!item) throw new AppError('input/not-found', { what: id });
    return item;
  };
  const findJob = (id: string): JobView => {
    const job = jobs.get(id);
    if (!job) throw new AppError('input/not-found', { what: id });
    return job;
  };

  return {
    dispose: () => clearInterval(timer),
    ...fakeLedger(scenario === 'empty' ? 0 : 4_018),
    info: async () => ({
      version: '0.1.0',
      shell: 'browser',
      dataFolder: '/home/lin/.local/share/cunan',
      deviceKeyId: '9f2c41d07be3a865512ad0c34e7790ab18c2d6f05b7e3a9910fdc84a6e2b7d31',
      keyProtection: 'key-file-0600',
      ledgerOrigin: 'cunan/9f2c41d07be3a865',
      ledgerSize: scenario === 'empty' ? 0 : 4_018,
      demonstration: false,
    }),
    doctor: async () => DOCTOR,
    listCases: async () => cases,
    async createCase({ name, note }) {
      const made: CaseView = {
        id: `case-${cases.length + 1}`,
        name,
        note: note ?? '',
        createdAt: NOW(),
        evidenceCount: 0,
        lastActivityAt: NOW(),
      };
      cases.unshift(made);
      emit({ type: 'cases' });
      return made;
    },
    async updateCase({ id, name, note }) {
      const at = cases.findIndex((item) => item.id === id);
      if (at < 0) throw new AppError('input/not-found', { what: id });
      const changed = { ...cases[at]!, name, note };
      cases[at] = changed;
      emit({ type: 'cases' });
      return changed;
    },
    async startCapture({ urls, caseId }) {
      for (const url of urls) {
        const parsed = URL.parse(url);
        if (!parsed) throw new AppError('input/not-a-url', { url });
        if (parsed.hostname === '127.0.0.1') {
          throw new AppError('input/private-address', { url, host: parsed.hostname, address: '127.0.0.1' });
        }
      }
      return urls.map((url) => put(newJob(url, { caseId })));
    },
    listJobs: async () => [...jobs.values()],
    async cancelJob({ id }) {
      put({
        ...findJob(id),
        state: 'cancelled',
        step: null,
        endedAt: NOW(),
        error: { code: 'capture/cancelled', details: {} },
      });
    },
    retryJob: async ({ id }) =>
      put({
        ...findJob(id),
        state: 'queued',
        error: null,
        endedAt: null,
        attempts: findJob(id).attempts + 1,
      }),
    ...createFakeRecordings(emit),
    ...createFakeBatches(scenario !== 'empty', emit),
    ...createFakeExports(scenario !== 'empty', emit),
    ...createFakeWatches(scenario !== 'empty', emit),
    ...createFakeWorks(scenario !== 'empty'),
    ...createFakeApplications(
      scenario !== 'empty',
      evidence.map(({ id }) => id),
    ),
    async listEvidence({ caseId = null, text = '', state = null, kind = null, offset = 0, limit = 100 }) {
      const words = text.toLowerCase();
      const found = evidence.filter(
        (item) =>
          (caseId === null || item.caseId === caseId) &&
          (state === null || item.state === state) &&
          (kind === null || (kind === 'file') === (item.kind === 'file-deposit')) &&
          `${item.id} ${item.title} ${item.requestedUrl}`.toLowerCase().includes(words),
      );
      return { items: found.slice(offset, offset + limit), total: found.length };
    },
    getEvidence: async ({ id }) => find(id),
    getCaptureRecord: async ({ id }) => sampleRecord(find(id)),
    startDeposit: none,
    beginUpload: none,
    uploadOffset: none,
    appendUpload: none,
    discardUpload: none,
    getDepositRecord: async ({ id }) => (id === DEPOSIT_ID ? sampleDepositRecord() : null),
    getEnvironment: async ({ id }) => sampleEnvironment(find(id)),
    checkEnvironment: async () => sampleEnvironment(evidence[0]!),
    async exportEvidence({ ids }) {
      if (scenario === 'failed') throw new AppError('input/output-unwritable', { path: '/mnt/usb' });
      return ids.map((id) => ({
        path: `/home/lin/Downloads/${find(id).id}.zip`,
        at: NOW(),
        sizeBytes: 8_123_456,
        sha256: find(id).statementSha256,
      }));
    },
    retryAttestations: async ({ id }) => find(id),
    renewProofs: async () => ({ renewed: [], failed: [], error: null, nextDueAt: null }),
    async listPendingProofs({ offset = 0, limit = 100 }) {
      const waiting = pendingProofs(evidence);
      return { items: waiting.slice(offset, offset + limit), total: waiting.length };
    },
    proofsState: async () => proofsState(evidence),
    retryAllProofs: async () => proofsState(evidence),
    chainStatus: () => Promise.resolve(NO_CHAIN),
    listAnchors: () => Promise.resolve({ items: [], total: 0 }),
    anchorNow: () => Promise.resolve(NO_CHAIN),
    deployContract: () => Promise.reject(new AppError('shell/not-available', { what: 'chain' })),
    setPlatformSecret: () => Promise.resolve(),
    checkPlatform: () => Promise.resolve({ status: 'answered', httpStatus: 404 }),
    sm2State: () =>
      Promise.resolve({ keyIds: [], fileKeyMade: false, commandFile: '/home/cunan/sm2-signer.json' }),
    checkSm2: () => Promise.resolve({ keyId: null }),
    certify: () => Promise.reject(new AppError('shell/not-available', { what: 'certify' })),
    signingCertificate: async () =>
      scenario === 'full'
        ? {
            subject: 'CN=某某市公证处,O=某某市公证处,C=CN',
            name: '某某市公证处',
            issuer: 'CN=某某电子认证 CA,O=某某电子认证有限公司,C=CN',
            serialHex: '48529e228b2ce1125376921309c5b31ee206ea06',
            validFrom: '2026-01-01T00:00:00Z',
            validTo: '2028-12-31T23:59:59Z',
            keyUsage: ['digitalSignature', 'nonRepudiation'],
            chainLength: 3,
            usable: true,
          }
        : null,
    importSigningCertificate: () => Promise.reject(new AppError('key/p12-password')),
    removeSigningCertificate: () => Promise.resolve(),
    importSm2Key: () => Promise.reject(new AppError('shell/not-available', { what: 'importSm2Key' })),
    verifyFile: () => Promise.reject(new AppError('shell/not-available', { what: 'verifyFile' })),
    trustPolicy: async () => EMPTY_TRUST,
    downloadBrowser: async () => DOCTOR,
    getSettings: async () => settings,
    async changeSettings(patch) {
      settings = {
        ...settings,
        ...(Object.fromEntries(
          Object.entries(patch).filter(([, value]) => value !== undefined),
        ) as Partial<Settings>),
      };
      emit({ type: 'settings' });
      return settings;
    },
    async *events(signal) {
      try {
        for await (const [event] of on(bus, 'event', { signal })) yield event as AppEvent;
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
    openFile: async ({ id, path }) => opened(await fileBytes(find(id), path), path),
  };
}

async function fileBytes(item: EvidenceDetail, path: string): Promise<Uint8Array> {
  if (path === 'data/screenshot.png') return await screenshotPng(item.sequence % 3 === 0 ? 9_800 : 3_200);
  if (path === 'data/thumbnail.jpg') return await frameJpeg((item.sequence % 20) / 20);
  if (path === 'data/page.wacz') return SAMPLE_WACZ;
  if (path === 'data/page.txt') return new TextEncoder().encode(SAMPLE_TEXT);
  if (path === 'data/capture.json') return new TextEncoder().encode(JSON.stringify(sampleRecord(item)));
  if (path === ENVIRONMENT_RAW_PATH) return new TextEncoder().encode(sampleRaw(item));
  if (path.startsWith('attest/')) return new TextEncoder().encode('{}');
  throw new AppError('input/not-found', { what: path });
}

function opened(bytes: Uint8Array, path: string): OpenedFile {
  const types: Record<string, string> = {
    png: 'image/png',
    jpg: 'image/jpeg',
    txt: 'text/plain; charset=utf-8',
  };
  return {
    sizeBytes: bytes.length,
    mediaType: types[path.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
    read: async (offset, length) => bytes.subarray(offset, offset + length),
    close: async () => undefined,
  };
}

function sampleSettings(scenario: Scenario): Partial<Settings> {
  if (scenario === 'empty') return {};
  return {
    operator: { name: '林知夏', organisation: '清衡律师事务所' },
    tsas: [
      {
        name: 'ntsc',
        url: 'https://tsa.example.cn/tsr',
        policy: '1.2.156.3.9.2',
        rootsPem: '-----BEGIN CERTIFICATE-----',
        authority: null,
        demonstration: false,
        fee: null,
      },
      {
        name: 'backup-tsa',
        url: 'http://tsa2.example.org/rfc3161',
        policy: null,
        rootsPem: '',
        authority: null,
        demonstration: false,
        fee: null,
      },
      {
        name: 'demo-tsa',
        url: 'http://127.0.0.1:3180/',
        policy: null,
        rootsPem: '-----BEGIN',
        authority: null,
        demonstration: true,
        fee: null,
      },
    ],
    chain: {
      name: 'evm-1',
      kind: 'besu-qbft',
      witnessRpcUrl: null,
      validators: [],
      chainId: 31_337,
      rpcUrl: 'https://rpc.example.cn',
      contract: '0x5FbDB2315678afecb367f032d93F642f64180aa3',
      finalityDepth: 12,
      simulated: false,
    },
  };
}

function sampleJobs(
  scenario: Scenario,
  newJob: (url: string, patch?: Partial<JobView>) => JobView,
  evidence: readonly EvidenceDetail[],
): JobView[] {
  const done = evidence.slice(0, 5).map((item) =>
    newJob(item.requestedUrl ?? '', {
      state: item.state === 'FAILED' ? 'failed' : 'done',
      startedAt: item.startedAt,
      endedAt: item.endedAt,
      evidenceId: item.id,
      captureState: item.state,
      error:
        item.state === 'FAILED'
          ? { code: 'capture/name-not-resolved', details: { host: 'gone.example.com' } }
          : null,
    }),
  );
  const started = { startedAt: NOW(), state: 'running' } as const;
  if (scenario === 'busy') {
    return [
      newJob('https://shop.example.com/yunshan/autumn?from=home&page=1', {
        ...started,
        step: 'screenshot',
        progress: 0.48,
      }),
      newJob('https://news.example.cn/a/20261118/0091.html', {
        ...started,
        step: 'navigate',
        progress: 0.3,
        attempts: 2,
      }),
      ...Array.from({ length: 6 }, (_, index) => newJob(`https://shop.example.com/item/88201${index}.html`)),
      ...done,
    ];
  }
  if (scenario === 'failed') {
    const ended = { state: 'failed', startedAt: NOW(), endedAt: NOW() } as const;
    return [
      newJob('https://expired.example.com/', {
        ...ended,
        error: { code: 'capture/tls-error', details: { error: 'net::ERR_CERT_DATE_INVALID' } },
        evidenceId: evidence[4]?.id ?? null,
        captureState: 'FAILED',
      }),
      newJob(evidence[15]?.requestedUrl ?? '', {
        ...ended,
        state: 'done',
        evidenceId: evidence[15]?.id ?? null,
        captureState: 'FAILED',
      }),
      newJob('http://intranet.example.com/', {
        ...ended,
        error: { code: 'capture/blocked-address', details: { host: '10.0.0.8' } },
      }),
      newJob('https://shop.example.com/', {
        ...ended,
        error: { code: 'browser/launch-failed', details: { problem: 'ENOENT' } },
        attempts: 3,
      }),
      newJob('https://slow.example.com/', {
        ...ended,
        state: 'cancelled',
        error: { code: 'capture/cancelled', details: {} },
      }),
      ...done,
    ];
  }
  return done;
}

const DOCTOR: readonly DoctorItem[] = [
  { id: 'node', status: 'ok', code: 'node-ok', details: { version: '24.21.0' } },
  {
    id: 'browser',
    status: 'ok',
    code: 'browser-ok',
    details: { path: '/usr/bin/chromium', origin: 'installed' },
  },
  { id: 'disk', status: 'warning', code: 'disk-low', details: { free: '1.2 GiB' } },
  { id: 'browser-2', status: 'missing', code: 'browser-missing', details: {} },
];
