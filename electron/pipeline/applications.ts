// Applications from draft to receipt: a state machine in the store, one task at a time per application. What a kill leaves:
// packing is said to have been interrupted, an upload goes on where the server says it stopped.

import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isAppError, AppError } from '../../shared/errors.ts';
import type {
  ApplicationDetail,
  ApplicationState,
  ApplicationView,
  AttachInput,
  PackApplicationInput,
} from '../../shared/api/applications.ts';
import { APPLICATION_LIMITS } from '../../shared/application/application.ts';
import { cleanForm, formMisfits } from '../../shared/application/form.ts';
import { buildApplicationId } from '../../shared/application/paths.ts';
import { toHex } from '../../shared/bytes/hex.ts';
import { assertRecipient } from '../application/age.ts';
import { copyAttachment } from '../application/attachments.ts';
import { assertUploadUrl, uploadFile } from '../application/tus-client.ts';
import { openFileAccess } from '../platform/file-access.ts';
import type { ApplicationFacts, ApplicationRow } from '../store/types.ts';
import type { PipelineDeps } from './deps.ts';
import { packApplication, type PackedPaper } from './pack-application.ts';

export interface Applications {
  list(): readonly ApplicationView[];
  detail(id: string): ApplicationDetail;
  create(caseId: string, evidenceIds: readonly string[]): ApplicationDetail;
  /** Throws application/state unless it is a draft. */
  save(id: string, form: Readonly<Record<string, string>>, evidenceIds: readonly string[]): ApplicationDetail;
  attach(input: AttachInput): Promise<ApplicationDetail>;
  detach(id: string, index: number): Promise<ApplicationDetail>;
  /** Back to a draft, which may be changed; the package that was made stays where it is. */
  reopen(id: string): ApplicationDetail;
  remove(id: string): Promise<void>;
  /** Starts; news come as events. Throws application/incomplete, application/state, application/bad-recipient. */
  pack(id: string, folder: string, recipient: PackApplicationInput['recipient']): ApplicationDetail;
  upload(id: string, endpoint: string): ApplicationDetail;
  cancel(id: string): void;
  /** Resolves when nothing of the application is under way. */
  settled(id: string): Promise<void>;
  /** What an ended program left: packing failed, uploads go on. */
  recover(): void;
  dispose(): Promise<void>;
}

/** What stands sealed in a row. */
interface Private {
  readonly form: Readonly<Record<string, string>>;
  readonly papers: readonly PackedPaper[];
}

interface Task {
  readonly stop: AbortController;
  readonly ended: Promise<void>;
  progress: ApplicationView['progress'];
}

const EMPTY: ApplicationFacts = { evidenceIds: [], package: null, upload: null, receipt: null, error: null };
/** News of progress at most this often. */
const PROGRESS_MS = 200;

export function createApplications(deps: PipelineDeps, changed: (id: string) => void): Applications {
  const { sealedText, store, clock, random, applicationsFolder } = deps;
  const tasks = new Map<string, Task>();

  const privateOf = (row: ApplicationRow): Private =>
    JSON.parse(sealedText.open(row.sealed, row.id)) as Private;

  function view(row: ApplicationRow, { form }: Private): ApplicationView {
    return {
      id: row.id,
      caseId: row.caseId,
      caseName: store.cases.require(row.caseId).name,
      state: row.state,
      applicant: form['applicantName'] ?? '',
      evidenceCount: row.facts.evidenceIds.length,
      createdAt: row.createdAt,
      updatedAt: row.updatedAt,
      error: row.facts.error,
      progress: tasks.get(row.id)?.progress ?? null,
    };
  }

  function detail(id: string): ApplicationDetail {
    const row = store.applications.require(id);
    const inside = privateOf(row);
    const { upload } = row.facts;
    return {
      ...view(row, inside),
      form: inside.form,
      evidenceIds: row.facts.evidenceIds,
      attachments: inside.papers.map(({ kind, originalName, sizeBytes, sha256 }) => ({
        kind,
        originalName,
        sizeBytes,
        sha256,
      })),
      package: row.facts.package,
      upload: upload && { endpoint: upload.endpoint, offset: upload.offset },
      receipt: row.facts.receipt,
    };
  }

  function change(
    id: string,
    to: { state?: ApplicationState; facts?: Partial<ApplicationFacts>; inside?: Private },
  ): void {
    const row = store.applications.require(id);
    store.applications.update({
      ...row,
      state: to.state ?? row.state,
      facts: { ...row.facts, ...to.facts },
      sealed: to.inside ? sealedText.seal(JSON.stringify(to.inside), id) : row.sealed,
      updatedAt: clock.now().toISOString(),
    });
    changed(id);
  }

  function inState(id: string, ...states: readonly ApplicationState[]): ApplicationRow {
    const row = store.applications.require(id);
    if (!states.includes(row.state) || tasks.has(id))
      throw new AppError('application/state', { state: row.state });
    return row;
  }

  function start(
    id: string,
    back: ApplicationState,
    work: (signal: AbortSignal, onProgress: (progress: ApplicationView['progress']) => void) => Promise<void>,
  ): void {
    const stop = new AbortController();
    let told = 0;
    let step = '';
    const ended = (async () => {
      // The task stands in the map before its work begins.
      await Promise.resolve();
      try {
        await work(stop.signal, (progress) => {
          task.progress = progress;
          const now = clock.monotonicMs();
          if (now - told < PROGRESS_MS && progress?.step === step) return;
          told = now;
          step = progress?.step ?? '';
          changed(id);
        });
      } catch (error) {
        tasks.delete(id);
        if (stopping) return;
        if (stop.signal.aborted) return change(id, { state: back, facts: { error: null } });
        const known = isAppError(error)
          ? { code: error.code, details: error.details }
          : {
              code: 'internal' as const,
              details: { reference: deps.log.error('an application failed', error) },
            };
        change(id, { state: back, facts: { error: known } });
      } finally {
        tasks.delete(id);
        if (!stopping) changed(id);
      }
    })();
    const task: Task = { stop, ended, progress: null };
    tasks.set(id, task);
  }
  let stopping = false;

  const papersFolder = (id: string): string => join(applicationsFolder, id, 'papers');

  function send(id: string): void {
    start(id, 'packaged', async (signal, onProgress) => {
      const { facts } = store.applications.require(id);
      const made = facts.package!;
      const file = await openFileAccess(made.path);
      try {
        if (file.size !== made.sizeBytes) throw new AppError('input/file-unreadable', { path: made.path });
        const target = facts.upload!;
        const note = (to: Partial<NonNullable<ApplicationFacts['upload']>>): void =>
          change(id, { facts: { upload: { ...store.applications.require(id).facts.upload!, ...to } } });
        const receipt = await uploadFile(deps, file, target, {
          signal,
          onUrl: (url) => note({ url }),
          onOffset(offset) {
            note({ offset });
            onProgress({ step: 'upload', done: offset / file.size });
          },
        });
        change(id, { state: 'uploaded', facts: { receipt, error: null } });
        store.audit.append('application-uploaded', id, {
          sha256: made.sha256,
          receiptSha256: receipt.bodySha256,
        });
      } catch (error) {
        // The server has forgotten it: the next try begins anew.
        if (isAppError(error) && error.code === 'application/upload-gone')
          change(id, { facts: { upload: { ...facts.upload!, url: null, offset: 0 } } });
        throw error;
      } finally {
        await file.close();
      }
    });
  }

  return {
    list: () => store.applications.list().map((row) => view(row, privateOf(row))),
    detail,
    create(caseId, evidenceIds) {
      store.cases.require(caseId);
      for (const each of evidenceIds) store.evidence.require(each);
      const now = clock.now();
      const id = buildApplicationId(now, random.bytes(5));
      store.applications.insert({
        id,
        caseId,
        state: 'draft',
        sealed: sealedText.seal(JSON.stringify({ form: {}, papers: [] } satisfies Private), id),
        facts: { ...EMPTY, evidenceIds },
        createdAt: now.toISOString(),
        updatedAt: now.toISOString(),
      });
      store.audit.append('application-created', id, { case: caseId });
      changed(id);
      return detail(id);
    },
    save(id, form, evidenceIds) {
      const row = inState(id, 'draft');
      for (const each of evidenceIds) store.evidence.require(each);
      change(id, { facts: { evidenceIds }, inside: { ...privateOf(row), form } });
      return detail(id);
    },
    async attach({ id, kind, source }) {
      inState(id, 'draft');
      const { listSources, uploads, hashers } = deps;
      const found =
        source.kind === 'paths'
          ? await listSources(source.paths, store.home, new AbortController().signal)
          : await uploads.sources(source.id);
      // A paper that cannot be taken is said before any is: nobody is to believe that it is in the application.
      const [missing] = [...found.refused, ...found.unread];
      if (missing) throw new AppError('input/file-unreadable', { path: missing.path });
      const before = privateOf(store.applications.require(id)).papers.length;
      if (before + found.files.length > APPLICATION_LIMITS.attachments)
        throw new AppError('input/too-many-files', { limit: APPLICATION_LIMITS.attachments });
      await mkdir(papersFolder(id), { recursive: true, mode: 0o700 });
      for (const { absolute, path } of found.files) {
        const file = join(papersFolder(id), toHex(random.bytes(8)));
        const copied = await copyAttachment(absolute, file, hashers);
        // Noted one by one: what is copied is never lost to what fails later.
        const inside = privateOf(inState(id, 'draft'));
        const paper = { file, kind, originalName: basename(path).slice(0, 1_000), ...copied };
        change(id, { inside: { ...inside, papers: [...inside.papers, paper] } });
      }
      if (source.kind === 'upload') await uploads.remove(source.id);
      return detail(id);
    },
    async detach(id, index) {
      const inside = privateOf(inState(id, 'draft'));
      const paper = inside.papers[index];
      if (!paper) throw new AppError('input/not-found', { what: String(index) });
      change(id, { inside: { ...inside, papers: inside.papers.filter((each) => each !== paper) } });
      await rm(paper.file, { force: true });
      return detail(id);
    },
    reopen(id) {
      inState(id, 'packaged', 'uploaded', 'draft');
      change(id, { state: 'draft', facts: { package: null, upload: null, receipt: null, error: null } });
      return detail(id);
    },
    async remove(id) {
      inState(id, 'draft', 'packaged', 'uploaded');
      store.applications.remove(id);
      store.audit.append('application-removed', id);
      changed(id);
      await rm(join(applicationsFolder, id), { recursive: true, force: true });
    },
    pack(id, folder, recipient) {
      const row = inState(id, 'draft');
      const { form: typed, papers } = privateOf(row);
      const form = cleanForm(typed);
      const fields = [
        ...formMisfits(form).map(({ key }) => key),
        ...(row.facts.evidenceIds.length === 0 ? ['evidence'] : []),
      ];
      if (fields.length > 0) throw new AppError('application/incomplete', { fields: fields.join(', ') });
      const to = recipient && { name: recipient.name, key: assertRecipient(recipient.key) };
      change(id, { state: 'packaging', facts: { error: null } });
      start(id, 'draft', async (signal, onProgress) => {
        const made = await packApplication(deps, {
          id,
          form,
          evidenceIds: row.facts.evidenceIds,
          papers,
          recipient: to,
          folder,
          workFolder: join(applicationsFolder, id, 'work'),
          signal,
          onProgress,
        });
        change(id, { state: 'packaged', facts: { package: made, error: null } });
        store.audit.append('application-packed', id, { sha256: made.sha256, sizeBytes: made.sizeBytes });
      });
      return detail(id);
    },
    upload(id, endpoint) {
      const { facts } = inState(id, 'packaged');
      const address = assertUploadUrl(endpoint);
      const known = facts.upload?.endpoint === address ? facts.upload : null;
      change(id, {
        state: 'uploading',
        facts: { error: null, upload: known ?? { endpoint: address, url: null, offset: 0 } },
      });
      send(id);
      return detail(id);
    },
    cancel: (id) => tasks.get(id)?.stop.abort(),
    settled: async (id) => (await tasks.get(id)?.ended) ?? undefined,
    recover() {
      for (const { id, state } of store.applications.list()) {
        if (state === 'packaging')
          change(id, { state: 'draft', facts: { error: { code: 'application/interrupted', details: {} } } });
        if (state === 'uploading') send(id);
      }
    },
    async dispose() {
      stopping = true;
      for (const { stop } of tasks.values()) stop.abort();
      await Promise.all([...tasks.values()].map(({ ended }) => ended));
    },
  };
}
