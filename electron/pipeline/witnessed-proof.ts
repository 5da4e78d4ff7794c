// The cosigned proof of an item: made when it is asked for, since a later checkpoint may be the one that witnesses signed.

import type { AttestationView } from '../../shared/api/views.ts';
import { concatBytes, toUtf8 } from '../../shared/bytes/utf8.ts';
import type { ProofFile } from '../attest/ports.ts';
import type { PipelineDeps } from './deps.ts';

type Deps = Pick<PipelineDeps, 'store' | 'ledger' | 'ledgerOf'>;

interface Witnessed {
  readonly origin: string;
  readonly size: number;
  readonly file: ProofFile;
}

/** The proof under the checkpoint that most witnesses cosigned, the smallest of several; null where none is cosigned. */
export function witnessedProof(deps: Deps, id: string): ProofFile | null {
  return find(deps, id)?.file ?? null;
}

function find({ store, ledgerOf }: Deps, id: string): Witnessed | null {
  const place = store.attestations.checkpointOf(id);
  const ledger = place && ledgerOf(place.origin);
  if (!ledger) return null;
  const { origin, index } = place;
  const rows = store.witnesses(origin);
  const size = rows.bestSizeAbove(index);
  if (size === null) return null;
  const lines = rows.cosignaturesAt(size).map(({ line }) => line);
  const path = `attest/tlog/${origin.replaceAll('/', '-')}-${size}.witnessed.tlog-proof`;
  return {
    origin,
    size,
    file: { path, bytes: concatBytes(ledger.proof(index, size), toUtf8(lines.join(''))) },
  };
}

/** One row per witness that cosigned for this item or is asked to. */
export function witnessAttestations(deps: Deps, id: string): readonly AttestationView[] {
  const { store } = deps;
  const place = store.attestations.checkpointOf(id);
  if (!place) return [];
  const rows = store.witnesses(place.origin);
  const found = find(deps, id);
  const given = found === null ? [] : rows.cosignaturesAt(found.size);
  const configured = store.settings.get().witnesses;
  // A former ledger gets no new checkpoints: nobody is asked about it any more.
  const asked = place.origin === deps.ledger.origin ? configured : [];
  const names = new Map(configured.map(({ vkey, name }) => [vkey, name]));
  const obtained = given.map(({ witness, time, transport, size }): AttestationView => ({
    ...BLANK,
    id: `W-${witness}`,
    provider: names.get(witness) ?? witness.split('+')[0]!,
    state: 'obtained',
    at: new Date(time * 1_000).toISOString(),
    facts: [
      { key: 'origin', value: place.origin },
      { key: 'size', value: String(size) },
      { key: 'witness', value: witness },
      { key: 'transport', value: transport },
    ],
    files: found ? [found.file.path] : [],
  }));
  const pending = asked
    .filter(({ vkey }) => !given.some(({ witness }) => witness === vkey))
    .map(({ vkey, name }): AttestationView => {
      const progress = rows.progress(vkey);
      return {
        ...BLANK,
        id: `W-${vkey}`,
        provider: name,
        attempts: progress?.attempts ?? 0,
        lastError: progress?.lastError ?? null,
        nextAttemptAt: progress?.nextAttemptAt ?? null,
      };
    });
  return [...obtained, ...pending];
}

const BLANK = {
  kind: 'witness',
  subject: 'checkpoint',
  state: 'pending',
  at: null,
  demonstration: false,
  attempts: 0,
  lastError: null,
  nextAttemptAt: null,
  facts: [],
  files: [],
} as const;
