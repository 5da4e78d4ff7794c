// A core without capture: a few cases, one item with files of dangerous types, events on demand. Typed by CoreApi.

import { AppError } from '../../../shared/errors.ts';
import { DEFAULT_SETTINGS } from '../../../shared/api/inputs.ts';
import type { CoreApi, OpenedFile } from '../../../shared/api/core.ts';
import type { AppEvent, AppInfo, CaseView } from '../../../shared/api/views.ts';
import type { Log } from '../../../electron/platform/ports.ts';

export const EVIDENCE_ID = 'E-20261122-7F3AK2QZ5';

export const FILES: Readonly<Record<string, { mediaType: string; bytes: Uint8Array }>> = {
  'data/page.html': { mediaType: 'text/html', bytes: text('<script>alert(1)</script>') },
  'data/evil.svg': { mediaType: 'image/svg+xml', bytes: text('<svg xmlns="http://www.w3.org/2000/svg"/>') },
  'data/page.txt': { mediaType: 'text/plain', bytes: text('存证') },
  'data/numbers.bin': { mediaType: 'application/x-anything', bytes: sequence(600_000) },
  'data/截图 1.png': { mediaType: 'image/png', bytes: sequence(10) },
  'data/empty.json': { mediaType: 'application/json', bytes: new Uint8Array() },
};

export interface ShellCore {
  readonly core: CoreApi;
  readonly log: Log & { readonly errors: unknown[] };
  emit(event: AppEvent): void;
  /** Event streams that somebody reads now. */
  listeners(): number;
  /** Files opened and not closed. */
  openFiles(): number;
  /** Calls of createCase that got through. */
  readonly created: string[];
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

function sequence(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 7 + (index >> 8)) & 255);
}

const INFO: AppInfo = {
  version: '0.0.0',
  shell: 'browser',
  dataFolder: '',
  deviceKeyId: '00',
  keyProtection: 'key-file-0600',
  ledgerOrigin: 'cunan/0000000000000000',
  ledgerSize: 0,
  demonstration: true,
};

async function absent(): Promise<never> {
  throw new AppError('shell/not-available', { what: 'test' });
}

export function createShellCore(): ShellCore {
  const listeners = new Set<(event: AppEvent) => void>();
  const created: string[] = [];
  const errors: unknown[] = [];
  let openFiles = 0;
  const cases = new Map<string, CaseView>();

  async function* events(signal: AbortSignal): AsyncGenerator<AppEvent> {
    const backlog: AppEvent[] = [];
    let wake = Promise.withResolvers<void>();
    const listener = (event: AppEvent): void => {
      backlog.push(event);
      wake.resolve();
    };
    listeners.add(listener);
    signal.addEventListener('abort', () => wake.resolve(), { once: true });
    try {
      while (!signal.aborted) {
        yield* backlog.splice(0);
        await wake.promise;
        wake = Promise.withResolvers<void>();
      }
    } finally {
      listeners.delete(listener);
    }
  }

  async function openFile(input: { id: string; path: string }): Promise<OpenedFile> {
    if (input.path === 'data/defect') throw new TypeError('a defect with /secret/path');
    const file = input.id === EVIDENCE_ID ? FILES[input.path] : undefined;
    if (file === undefined) throw new AppError('input/not-found', { what: input.path });
    openFiles += 1;
    return {
      sizeBytes: file.bytes.byteLength,
      mediaType: file.mediaType,
      // Shorter than asked for now and then, as a real file may be.
      read: async (offset, length) => file.bytes.slice(offset, offset + Math.min(length, 100_000)),
      close: async () => {
        openFiles -= 1;
      },
    };
  }

  const core: CoreApi = {
    info: async () => INFO,
    doctor: async () => [],
    downloadBrowser: async () => [],
    listCases: async () => [...cases.values()],
    createCase: async ({ name, note }) => {
      if (name === 'defect') throw new TypeError('a defect with /secret/path');
      if (name === 'refused') throw new AppError('store/disk-full', { needed: 12 });
      created.push(name);
      const at = '2026-11-22T00:00:00Z';
      const view = {
        id: `C${cases.size}`,
        name,
        note: note ?? '',
        createdAt: at,
        evidenceCount: 0,
        lastActivityAt: at,
      };
      cases.set(view.id, view);
      return view;
    },
    updateCase: absent,
    listWorks: async () => [],
    createWork: absent,
    updateWork: absent,
    removeWork: absent,
    linkWork: absent,
    listApplications: async () => [],
    getApplication: absent,
    createApplication: absent,
    saveApplication: absent,
    attachToApplication: absent,
    detachFromApplication: absent,
    packApplication: absent,
    uploadApplication: absent,
    cancelApplication: absent,
    reopenApplication: absent,
    removeApplication: absent,
    notaryKey: absent,
    startDeposit: absent,
    beginUpload: absent,
    uploadOffset: absent,
    appendUpload: absent,
    discardUpload: absent,
    getDepositRecord: absent,
    ledgerState: absent,
    verifyLedger: absent,
    exportLedger: absent,
    restartLedger: absent,
    startCapture: async () => [],
    listJobs: async () => [],
    cancelJob: absent,
    retryJob: absent,
    startRecording: absent,
    listRecordings: async () => [],
    markRecording: absent,
    stopRecording: absent,
    discardRecording: absent,
    importBatch: absent,
    listBatches: async () => ({ items: [], total: 0 }),
    getBatch: absent,
    listBatchRows: absent,
    startBatch: absent,
    controlBatch: absent,
    excludeBatchRows: absent,
    retryBatchRows: absent,
    exportBatch: absent,
    startExport: absent,
    listExportRuns: absent,
    getExportRun: absent,
    listExportItems: absent,
    controlExport: absent,
    createWatches: absent,
    listWatches: async () => [],
    changeWatch: absent,
    listWatchRuns: absent,
    listEvidence: async () => ({ items: [], total: 0 }),
    getEvidence: absent,
    getEnvironment: absent,
    checkEnvironment: absent,
    getCaptureRecord: async () => null,
    exportEvidence: async () => [],
    retryAttestations: absent,
    renewProofs: absent,
    listPendingProofs: async () => ({ items: [], total: 0 }),
    proofsState: async () => ({ pending: 0, nextAttemptAt: null, providers: [] }),
    retryAllProofs: absent,
    chainStatus: absent,
    listAnchors: absent,
    anchorNow: absent,
    deployContract: absent,
    setPlatformSecret: absent,
    checkPlatform: absent,
    sm2State: absent,
    checkSm2: absent,
    certify: absent,
    signingCertificate: async () => null,
    importSigningCertificate: absent,
    removeSigningCertificate: absent,
    importSm2Key: absent,
    verifyFile: absent,
    trustPolicy: absent,
    getSettings: async () => DEFAULT_SETTINGS,
    changeSettings: async (patch) => ({ ...DEFAULT_SETTINGS, language: patch.language ?? 'zh-CN' }),
    events,
    openFile,
  };

  return {
    core,
    log: {
      errors,
      info: () => {},
      warn: () => {},
      error: (_message, error) => `REF${errors.push(error)}`,
    },
    emit: (event) => {
      for (const listener of listeners) listener(event);
    },
    listeners: () => listeners.size,
    openFiles: () => openFiles,
    created,
  };
}
