// CoreApi from its handlers.

import type { CoreApi } from '../../shared/api/core.ts';
import { createApplicationCalls } from './handlers/applications.ts';
import { createBatches } from './handlers/batches.ts';
import { createChain } from './handlers/chain.ts';
import { createCaptures } from './handlers/captures.ts';
import { createDeposits } from './handlers/deposits.ts';
import { createExports } from './handlers/exports.ts';
import { createEvidence } from './handlers/evidence.ts';
import { createLedgerVerbs } from './handlers/ledger.ts';
import { createInstallation } from './handlers/installation.ts';
import { createProofs } from './handlers/proofs.ts';
import { createRecordingCalls } from './handlers/recordings.ts';
import { createSm2Calls } from './handlers/sm2.ts';
import { createSigning } from './handlers/signing.ts';
import { createWatches } from './handlers/watches.ts';
import { createWorks } from './handlers/works.ts';
import type { ApiDeps } from './handlers/deps.ts';

export function createCore(deps: ApiDeps): CoreApi {
  return {
    ...createInstallation(deps),
    ...createCaptures(deps),
    ...createBatches(deps),
    ...createRecordingCalls(deps),
    ...createWatches(deps),
    ...createWorks(deps),
    ...createDeposits(deps),
    ...createApplicationCalls(deps),
    ...createEvidence(deps),
    ...createExports(deps),
    ...createLedgerVerbs(deps),
    ...createProofs(deps),
    ...createChain(deps),
    ...createSm2Calls(deps),
    ...createSigning(deps),
    events: deps.events,
  };
}
