// Opens the data folder: takes ownership, refuses what is damaged or newer before anything is changed, migrates, sweeps
// what an earlier run left half-made, and puts the stores together.

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { makeFolderDurably } from '../platform/durable-files.ts';
import { dataPaths, type DataPaths } from '../platform/paths.ts';
import { toWriteError } from '../platform/write-errors.ts';
import { createApplicationStore } from './applications.ts';
import { createAnchorStore } from './anchors.ts';
import { createPlatformStore } from './platforms.ts';
import { createAttestationStore } from './attestations.ts';
import { createAuditLog } from './audit.ts';
import { createBatchStore } from './batches.ts';
import { createCaseStore } from './cases.ts';
import { openDatabase, type Database } from './database.ts';
import { createEvidenceStore } from './evidence.ts';
import { createExportStore } from './exports.ts';
import { createExportRunStore } from './export-runs.ts';
import { createJobStore } from './jobs.ts';
import { createLedgerStore } from './ledger.ts';
import { createWitnessRows } from './witnesses.ts';
import { takeOwnership, type OwnerLock } from './owner-lock.ts';
import { createRenewalStore } from './renewals.ts';
import { createSettingsStore } from './settings.ts';
import type { OpenStoreOptions, Store } from './types.ts';
import { createWatchStore } from './watches.ts';
import { createWorkStore } from './works.ts';
import { createVault, sweepVault, vaultIsUsed } from './vault.ts';

/** Throws store/in-use, store/newer-version, store/damaged, store/read-only, store/disk-full, store/write-failed. */
export async function openStore(options: OpenStoreOptions): Promise<Store> {
  const paths = dataPaths(resolve(options.home));
  try {
    await makeFolderDurably(paths.home);
  } catch (error) {
    throw toWriteError(error, paths.home);
  }
  const lock = takeOwnership(
    paths,
    { shell: options.shell, startedAt: options.clock.now().toISOString() },
    (problem) => options.log.warn('owner.json could not be written', { problem }),
  );
  let db: Database | null = null;
  try {
    await refuseLostDatabase(paths);
    db = openDatabase(paths.database);
    return await assemble(options, paths, lock, db);
  } catch (error) {
    db?.close();
    lock.release();
    throw error;
  }
}

/** A vault without its database must not be taken for a new installation. */
async function refuseLostDatabase(paths: DataPaths): Promise<void> {
  if (!existsSync(paths.database) && (await vaultIsUsed(paths.vault))) {
    throw new AppError('store/damaged', { problem: 'cunan.db is missing, the vault is not empty' });
  }
}

const DAY_MS = 86_400_000;

async function assemble(
  options: OpenStoreOptions,
  paths: DataPaths,
  lock: OwnerLock,
  db: Database,
): Promise<Store> {
  const { clock, random, hashers } = options;
  const audit = createAuditLog(db, clock);
  if (db.created) audit.append('store-created', null, { schema: db.version });
  const vaultDeps = { folder: paths.vault, db, clock, random, hashers };
  const swept = await sweepVault(vaultDeps);
  if (swept.blobs + swept.temporary > 0) audit.append('orphans-removed', null, swept);

  const cases = createCaseStore(db, clock, random, audit);
  const attestations = createAttestationStore(db, clock, random, audit);
  const renewals = createRenewalStore(db, audit);
  const settings = createSettingsStore(db, audit);
  const exports = createExportStore(db, audit);
  let open = true;
  return {
    home: paths.home,
    version: db.version,
    swept,
    cases,
    works: createWorkStore(db, random, audit),
    attestations,
    renewals,
    exports,
    exportRuns: createExportRunStore({ db, clock, random, audit }),
    audit,
    evidence: createEvidenceStore({ db, random, audit, cases }, attestations, exports, (id) =>
      renewals.view(id, settings.get().renewWithinDays * DAY_MS),
    ),
    settings,
    jobs: createJobStore(db),
    batches: createBatchStore({ db, clock, random }),
    watches: createWatchStore({ db, clock, random }),
    ledger: (origin) => createLedgerStore(db, clock, origin),
    witnesses: (origin) => createWitnessRows(db, origin),
    anchors: createAnchorStore(db),
    platforms: createPlatformStore(db),
    applications: createApplicationStore(db),
    vault: createVault(vaultDeps),
    facts: {
      get: (name) =>
        db.get<{ value: string }>('SELECT value FROM installation WHERE name = ?', name)?.value ?? null,
      set(name, value) {
        const sql = `INSERT INTO installation (name, value) VALUES (?, ?)
          ON CONFLICT (name) DO UPDATE SET value = excluded.value`;
        db.write(() => db.run(sql, name, value));
      },
    },
    transaction: (body) => db.write(body),
    close() {
      if (!open) return;
      open = false;
      db.close();
      lock.release();
    },
  };
}
