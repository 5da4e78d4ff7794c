// The checkpoint from outside that contradicted the ledger, kept in the store: a rollback that was found once is known at
// every later start, also where nobody who could tell it answers.

import { z } from 'zod';
import { fromHex, toHex } from '../shared/bytes/hex.ts';
import type { KnownCheckpoint } from './attest/ledger/ledger.ts';
import type { Store } from './store/types.ts';

const FACT = 'ledger-contradicted-by';
const contradiction = z.object({ origin: z.string(), size: z.int(), rootHex: z.string() });

type Facts = Store['facts'];

export function keepContradiction(facts: Facts, origin: string, { size, root }: KnownCheckpoint): void {
  const kept = recallContradiction(facts, origin);
  if (kept === null || kept.size < size)
    facts.set(FACT, JSON.stringify({ origin, size, rootHex: toHex(root) }));
}

/** Null where there is none of this ledger. */
export function recallContradiction(facts: Facts, origin: string): KnownCheckpoint | null {
  const text = facts.get(FACT);
  if (text === null) return null;
  const { size, rootHex, ...kept } = contradiction.parse(JSON.parse(text));
  const root = fromHex(rootHex);
  return kept.origin === origin && root !== null ? { size, root } : null;
}
