// ledger.witness: who else saw the ledger at this size. A witness of the trust policy counts once, however many proofs it
// cosigned; one that nobody knows is named and never counted.

import { checkCosignatures, type Cosignature } from '../../ledger/cosignature.ts';
import { parseNote } from '../../ledger/note.ts';
import { parseVkey, type VerifierKey } from '../../ledger/vkey.ts';
import { absent, fail, indeterminate, pass, type Checklist, type Outcome } from '../checklist.ts';
import { isWithin } from '../summary.ts';
import type { TrustedWitness } from '../trust-policy.ts';
import type { ProvenCheckpoint } from './ledger.ts';
import { isLater } from './moment.ts';

/** Names of unknown signers that are shown. */
const MAX_NAMES = 8;

interface KnownWitness extends TrustedWitness {
  readonly key: VerifierKey;
}

/**
 * Number of different trusted witnesses whose cosignatures hold.
 * @param at cosignatures of later times do not count; null: all do
 */
export function checkWitnesses(
  list: Checklist,
  checkpoints: readonly ProvenCheckpoint[],
  trusted: readonly TrustedWitness[],
  at: string | null,
): number {
  const known = trusted.flatMap((witness): KnownWitness[] => {
    try {
      return [{ ...witness, key: parseVkey(witness.vkey, 'witness') }];
    } catch {
      return []; // A trust file with a malformed key knows one witness less.
    }
  });
  const counted = new Set<string>();
  let cosigned = false;
  for (const { path, note, checkpoint, ledgerKey } of checkpoints) {
    const signed = parseNote(note);
    // Where the log's key is unknown its own signature stands among the unknown ones under the origin's name.
    const others = ledgerKey === null ? [] : [ledgerKey];
    const keys = known.map(({ key }) => key);
    const { good, bad, unknown } = checkCosignatures(signed, keys, others);
    const strangers = unknown.filter((name) => name !== checkpoint.origin);
    for (const key of bad) {
      list.add('ledger.witness', fail('witness-bad-signature', { name: nameOf(known, key) }), path);
    }
    for (const cosignature of good) {
      const witness = known.find(({ key }) => key === cosignature.witness)!;
      const outcome = judge(cosignature, witness, checkpoint.size, ledgerKey, at);
      list.add('ledger.witness', outcome, path);
      if (outcome.status === 'pass') counted.add(witness.key.publicKey.join(' '));
    }
    if (strangers.length > 0) {
      const names = strangers.slice(0, MAX_NAMES).join(', ');
      list.add('ledger.witness', indeterminate('witness-unknown', { count: strangers.length, names }), path);
    }
    cosigned ||= good.length + bad.length + strangers.length > 0;
  }
  if (!cosigned) list.add('ledger.witness', absent('witness-absent'));
  return counted.size;
}

function judge(
  { time }: Cosignature,
  witness: KnownWitness,
  size: number,
  ledgerKey: VerifierKey | null,
  at: string | null,
): Outcome {
  const facts = { name: witness.name, time: new Date(time * 1_000).toISOString(), size };
  if (!isWithin(facts.time, witness)) return indeterminate('witness-outside-window', facts);
  if (isLater(facts.time, at)) return indeterminate('witness-later', { ...facts, at });
  // What the witness saw is tied to the ledger by the log's own signature.
  if (ledgerKey === null) return indeterminate('needs-other-check', { check: 'ledger.checkpoint' });
  return pass('witness-ok', facts);
}

function nameOf(known: readonly KnownWitness[], key: VerifierKey): string {
  return known.find((witness) => witness.key === key)!.name;
}
