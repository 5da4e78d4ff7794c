// The ledger: how it stands, whether it belongs together, its tiles, and what follows after a halt.

import type { CoreApi } from '../../../shared/api/core.ts';
import type { ApiDeps } from './deps.ts';

type LedgerVerbs = Pick<CoreApi, 'ledgerState' | 'verifyLedger' | 'exportLedger' | 'restartLedger'>;

export function createLedgerVerbs({ ledger, pipeline }: ApiDeps): LedgerVerbs {
  return {
    async ledgerState() {
      await ledger.lookOutside();
      return ledger.state();
    },
    verifyLedger: ({ against }) => ledger.verify(against ?? null),
    exportLedger: ({ folder }) => ledger.exportTiles(folder),
    async restartLedger({ reason }) {
      await ledger.restart(reason);
      await pipeline.attestDue();
      return ledger.state();
    },
  };
}
