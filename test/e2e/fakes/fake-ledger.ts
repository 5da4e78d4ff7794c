// The ledger's verbs for screens: a ledger with two witnesses, one of them behind.

import type { CoreApi } from '../../../shared/api/core.ts';
import type { LedgerStateView } from '../../../shared/api/ledger.ts';
import { AppError } from '../../../shared/errors.ts';

const AT = '2026-11-22T13:04:11.000Z';

export function fakeLedgerState(size: number): LedgerStateView {
  const witness = { attempts: 0, lastError: null, nextAttemptAt: null };
  return {
    origin: 'cunan/9f2c41d07be3a865',
    vkey: 'cunan/9f2c41d07be3a865+4f1d0c2a+AR0mYv8K0lBq2sLJw3v5h7n9p1r3t5v7x9z1B3D5F7H9',
    size,
    rootHex: '5d'.repeat(32),
    lastCheckpoint: size === 0 ? null : { size, at: AT },
    pending: 0,
    start: { status: 'whole', checkedSize: size, durationMs: 41, at: AT, problem: null },
    outside: [
      {
        source: 'copy',
        name: '/home/lin/.local/state/cunan/cunan-9f2c41d07be3a865.checkpoint',
        status: size === 0 ? 'absent' : 'agrees',
        size: size === 0 ? null : size,
        at: AT,
        problem: null,
      },
    ],
    halted: null,
    witnesses: [
      {
        ...witness,
        name: 'notary',
        url: 'https://witness.notary.example/',
        vkey: 'notary.example/w1+0a1b2c3d+BA',
        transport: 'tls-verified',
        current: true,
        cosignedSize: size,
        cosignedAt: AT,
      },
      {
        name: 'office',
        url: 'http://192.168.1.20:8462',
        vkey: 'office+1a2b3c4d+BA',
        transport: null,
        current: false,
        cosignedSize: null,
        cosignedAt: null,
        attempts: 3,
        lastError: {
          code: 'witness/unreachable',
          details: { witness: 'office', problem: 'ECONNREFUSED' },
          at: AT,
        },
        nextAttemptAt: '2026-11-22T13:14:11.000Z',
      },
    ],
    threshold: 2,
    cosigned: 1,
    predecessors: [],
  };
}

export function fakeLedger(
  size: number,
): Pick<CoreApi, 'ledgerState' | 'verifyLedger' | 'exportLedger' | 'restartLedger'> {
  return {
    ledgerState: async () => fakeLedgerState(size),
    verifyLedger: async () => ({
      size,
      rootHex: '5d'.repeat(32),
      checkpoints: 12,
      durationMs: 41,
      problem: null,
      against: null,
    }),
    exportLedger: async ({ folder }) => ({ folder, size, written: 18 }),
    restartLedger: async () => {
      throw new AppError('input/invalid', { field: 'ledger', problem: 'not halted' });
    },
  };
}
