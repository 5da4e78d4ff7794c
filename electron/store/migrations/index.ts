// The migrations in order: number n brings a database from version n-1 (user_version) to n. Additive only; the schema
// that results is frozen by test/unit/store/schema.sql.

import { INITIAL } from './0001-initial.ts';
import { BATCHES } from './0002-batches.ts';
import { WATCHES } from './0003-watches.ts';
import { EXPORT_INTENTS } from './0004-export-intents.ts';
import { DEPOSITS } from './0005-deposits.ts';
import { ANCHOR_COST } from './0006-anchor-cost.ts';
import { RENEWALS } from './0007-renewals.ts';
import { COSIGNATURES } from './0008-cosignatures.ts';
import { PLATFORMS } from './0009-platforms.ts';
import { BATCH_REASONS } from './0010-batch-reasons.ts';
import { WORKS } from './0011-works.ts';
import { APPLICATIONS } from './0012-applications.ts';
import { EXPORT_RUNS } from './0013-export-runs.ts';

export const MIGRATIONS: readonly string[] = [
  INITIAL,
  BATCHES,
  WATCHES,
  EXPORT_INTENTS,
  DEPOSITS,
  ANCHOR_COST,
  RENEWALS,
  COSIGNATURES,
  PLATFORMS,
  BATCH_REASONS,
  WORKS,
  APPLICATIONS,
  EXPORT_RUNS,
];
