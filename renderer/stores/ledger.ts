// The ledger as the desk of proofs needs it. Asking for its state asks the witnesses too, so it is read when the person
// comes and when she asks, not with every piece of news.

import type { LedgerStateView, LedgerVerification } from '../../shared/api/ledger.ts';
import { api } from '../api/client.ts';
import { useLoaded, type Loaded } from './evidence.ts';

export function useLedgerState(): Loaded<LedgerStateView> {
  return useLoaded('ledger', 0, () => api.ledgerState.query());
}

export function verifyLedger(): Promise<LedgerVerification> {
  return api.verifyLedger.mutate({});
}

export async function restartLedger(reason: string): Promise<void> {
  await api.restartLedger.mutate({ reason });
}
