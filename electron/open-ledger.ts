// The ledger in use and those before it. A ledger that was put back or does not belong together any more is never
// continued: a new key, and with it a new origin, follows, whose first entry names the last known checkpoint of the old.

import { z } from 'zod';
import type { LedgerPredecessor } from '../shared/api/ledger.ts';
import { digestsOf } from '../shared/bytes/digest.ts';
import type { Hashers } from '../shared/bytes/hashers.ts';
import { toHex } from '../shared/bytes/hex.ts';
import { fromUtf8 } from '../shared/bytes/utf8.ts';
import { buildSuccession, successionEntry } from '../shared/ledger/succession.ts';
import { ledgerHash } from '../shared/ledger/verify-tlog-proof.ts';
import { originOf, parseVkey } from '../shared/ledger/vkey.ts';
import { createLedger, type KnownCheckpoint, type Ledger } from './attest/ledger/ledger.ts';
import { LEDGER_KEY } from './identity/signer.ts';
import type { Clock, Signer } from './platform/ports.ts';
import type { Store } from './store/types.ts';

const NAME_FACT = 'ledger-key-name';
const FORMER_FACT = 'former-ledgers';
const formerLedgers = z.array(
  z.object({
    origin: z.string(),
    vkey: z.string(),
    size: z.int(),
    rootHex: z.string(),
    reason: z.string(),
    at: z.string(),
    /** Text of succession.json. */
    document: z.string(),
  }),
);
type Former = z.infer<typeof formerLedgers>[number];

type LedgerKey = Pick<Signer, 'publicKey' | 'sign'>;

export interface LedgerInUse {
  /** Always the one of the moment. */
  readonly ledger: Ledger;
  /** The one of an origin, former ones for reading only; null where it is not ours. */
  of(origin: string): Ledger | null;
  predecessors(): readonly LedgerPredecessor[];
  /** The document that the first entry of the ledger in use is about; null where it follows none. */
  succession(): string | null;
  /** @param known the largest checkpoint of the old ledger that is known anywhere; null: its own newest */
  succeed(known: KnownCheckpoint | null, reason: string): Promise<void>;
}

export async function openLedger({
  store,
  hashers,
  clock,
  loadKey,
}: {
  readonly store: Store;
  readonly hashers: Hashers;
  readonly clock: Clock;
  /** The key of this name, made where there is none. */
  readonly loadKey: (name: string) => Promise<Signer>;
}): Promise<LedgerInUse> {
  const open = (signer: LedgerKey): Ledger =>
    createLedger({ store: store.ledger(originOf(signer.publicKey)), signer, clock });
  const former = (): Former[] => formerLedgers.parse(JSON.parse(store.facts.get(FORMER_FACT) ?? '[]'));
  let current = open(await loadKey(store.facts.get(NAME_FACT) ?? LEDGER_KEY));
  // Everybody holds this one object, and all of them go over to the successor at once.
  const ledger = new Proxy({} as Ledger, { get: (_, name) => current[name as keyof Ledger] });

  return {
    ledger,
    of(origin) {
      if (origin === current.origin) return ledger;
      const found = former().find((each) => each.origin === origin);
      return found ? open({ publicKey: parseVkey(found.vkey).publicKey, sign: refuse }) : null;
    },
    predecessors: () => former().map(({ document: _document, ...rest }) => rest),
    succession: () => former().at(-1)?.document ?? null,
    async succeed(known, reason) {
      const old = current;
      const last = known ?? old.newestCheckpoint() ?? { size: 0, root: ledgerHash() };
      const previous = { origin: old.origin, size: last.size, root: last.root };
      const at = clock.now().toISOString();
      const bytes = buildSuccession(previous, reason, at);
      const name = `${LEDGER_KEY}-${former().length + 2}`;
      const next = open(await loadKey(name));
      const entry: Former = {
        origin: old.origin,
        vkey: old.vkey,
        size: last.size,
        rootHex: toHex(last.root),
        reason,
        at,
        document: fromUtf8(bytes)!,
      };
      store.transaction(() => {
        store.facts.set(NAME_FACT, name);
        store.facts.set(FORMER_FACT, JSON.stringify([...former(), entry]));
        store.attestations.moveLedger(old.origin, next.origin);
        next.append([successionEntry(previous, digestsOf(hashers, bytes))]);
        next.publish();
        store.audit.append('ledger-succeeded', next.origin, {
          previous: `${old.origin}@${last.size}`,
          reason,
        });
      });
      current = next;
    },
  };
}

function refuse(): never {
  throw new Error('a former ledger signs nothing');
}
