// The local ledger: an append-only RFC 6962 log over a store, with C2SP checkpoints signed by the ledger's key.
// What it proves stands on the checkpoints that left this machine: whoever holds key and folder can rewrite both.

import { assert } from '../../../shared/assert.ts';
import { equalBytes } from '../../../shared/bytes/utf8.ts';
import { AppError } from '../../../shared/errors.ts';
import { buildCheckpointText } from '../../../shared/ledger/checkpoint.ts';
import { encodeLedgerEntry } from '../../../shared/ledger/entry.ts';
import { signNoteText } from '../../../shared/ledger/note.ts';
import {
  appendNodes,
  nodeCount,
  nodePosition,
  storedConsistency,
  storedInclusion,
  storedRoot,
} from '../../../shared/ledger/stored-tree.ts';
import { buildTlogProof } from '../../../shared/ledger/tlog-proof.ts';
import type { LedgerEntry } from '../../../shared/ledger/types.ts';
import { encodeVkey, ledgerKeyOf } from '../../../shared/ledger/vkey.ts';
import { leafHash } from '../../../shared/merkle/tree.ts';
import type { Clock, Signer } from '../../platform/ports.ts';
import { nodeLedgerHash as hash } from './node-hash.ts';
import { type LedgerAudit, auditLedger, auditQuickly, auditSteps } from './audit.ts';
import type { LedgerLeaf, LedgerStore, StoredCheckpoint } from './ports.ts';

export interface Ledger {
  readonly origin: string;
  /** C2SP verifier key: what others need to check this ledger. */
  readonly vkey: string;
  size(): number;
  /**
   * Index of each entry, in order. A statement that is in the log already (or twice in the list) keeps its first index.
   * One transaction: all or nothing. Throws input/invalid for a malformed entry.
   */
  append(entries: readonly LedgerEntry[]): number[];
  /** Signed checkpoint of the present size; the same bytes again while nothing was appended. Throws ledger/inconsistent. */
  publish(): StoredCheckpoint;
  checkpoints(): readonly StoredCheckpoint[];
  newestCheckpoint(): StoredCheckpoint | null;
  /** Root of the first `size` leaves. Throws ledger/inconsistent where hashes are missing. */
  rootAt(size: number): Uint8Array;
  /** Leaf data with from <= index < to, at most 1,024 at once. */
  entries(from: number, to: number): readonly Uint8Array[];
  /** Root of the n-th complete subtree of 2^level leaves. */
  subtree(level: number, n: number): Uint8Array;
  /** The signed note of a published size. Throws input/not-found. */
  checkpointNote(size: number): string;
  /** Smallest published checkpoint that covers a leaf, null where none does yet. */
  checkpointCovering(index: number): StoredCheckpoint | null;
  /** Bytes of a .tlog-proof file. Throws input/not-found where that size was not published or the leaf is not under it. */
  proof(index: number, size: number): Uint8Array;
  /** Consistency proof between two sizes of this log, as tlog-witness wants it. */
  consistency(from: number, to: number): Uint8Array[];
  /**
   * Reads everything and recomputes everything; throws ledger/inconsistent {problem, …} where leaves, hashes and
   * published checkpoints do not belong together. A store rolled back as a whole to an earlier state is consistent in
   * itself: that shows only against a checkpoint known outside the folder (holdAgainst).
   */
  verify(): LedgerAudit;
  /** The same in steps, for long ledgers. */
  verifySteps(): Generator<void, LedgerAudit>;
  /** The newest checkpoints alone, in milliseconds at any size. Throws ledger/inconsistent. */
  verifyQuickly(): { readonly size: number; readonly checkpoints: number };
  /**
   * Throws ledger/rolled-back {size, known} or ledger/inconsistent {problem, size} where the ledger does not continue a
   * checkpoint of its own that is known from elsewhere.
   */
  holdAgainst(known: KnownCheckpoint): void;
  /** From now on append and publish throw this error: whatever they signed could contradict what was signed before. */
  halt(error: AppError): void;
  halted(): AppError | null;
}

/** A checkpoint of this ledger kept outside the folder: in another place of this computer, by a witness, in a package. */
export interface KnownCheckpoint {
  readonly size: number;
  readonly root: Uint8Array;
}

export function createLedger({
  store,
  signer,
  clock,
}: {
  readonly store: LedgerStore;
  readonly signer: Pick<Signer, 'publicKey' | 'sign'>;
  readonly clock: Clock;
}): Ledger {
  const key = ledgerKeyOf(signer.publicKey);
  const readNode = (position: number): Uint8Array => {
    const node = store.node(position);
    if (node?.length !== 32) throw inconsistent('a stored hash is missing', { position });
    return node;
  };

  const audited = { store, key, hash };
  let halted: AppError | null = null;
  const refuseIfHalted = (): void => {
    if (halted) throw halted;
  };

  function append(entries: readonly LedgerEntry[]): number[] {
    refuseIfHalted();
    const size = store.size();
    const fresh = new Map<string, number>();
    const leaves: LedgerLeaf[] = [];
    const indexes = entries.map((entry) => {
      const { sha256 } = entry.statement;
      const bytes = encodeLedgerEntry(entry);
      const index = fresh.get(sha256) ?? store.indexOf(sha256);
      if (index !== null) return index;
      const added = size + leaves.length;
      fresh.set(sha256, added);
      leaves.push({ statementSha256: sha256, entry: bytes });
      return added;
    });
    if (leaves.length > 0) {
      const hashes = leaves.map((leaf) => leafHash(hash, leaf.entry));
      const nodes = appendNodes(hash, size, hashes, readNode);
      store.append({ size, leaves, position: nodeCount(size), nodes });
    }
    return indexes;
  }

  function publish(): StoredCheckpoint {
    refuseIfHalted();
    const size = store.size();
    const published = store.checkpoint(size);
    if (published) return published;
    const root = rootAt(size);
    const text = buildCheckpointText({ origin: key.name, size, root });
    const note = signNoteText(text, key, (message) => signer.sign(message));
    const checkpoint = { size, root, note, publishedAt: clock.now().toISOString() };
    store.addCheckpoint(checkpoint);
    return checkpoint;
  }

  function checkpointNote(size: number): string {
    const checkpoint = store.checkpoint(size);
    if (!checkpoint) throw new AppError('input/not-found', { what: `ledger checkpoint ${size}` });
    return checkpoint.note;
  }

  function proof(index: number, size: number): Uint8Array {
    const note = checkpointNote(size);
    if (!Number.isSafeInteger(index) || index < 0 || index >= size) {
      throw new AppError('input/not-found', { what: `ledger leaf ${index} of ${size}` });
    }
    const hashes = storedInclusion(hash, index, size, readNode);
    return buildTlogProof({ index, hashes, checkpointNote: note });
  }

  function consistency(from: number, to: number): Uint8Array[] {
    assert(from >= 0 && from <= to && to <= store.size(), 'sizes within the log');
    return storedConsistency(hash, from, to, readNode);
  }

  function rootAt(size: number): Uint8Array {
    return storedRoot(hash, { start: 0, end: size }, readNode);
  }

  function holdAgainst(known: KnownCheckpoint): void {
    const size = store.size();
    if (known.size > size) throw new AppError('ledger/rolled-back', { size, known: known.size });
    if (!equalBytes(rootAt(known.size), known.root)) {
      throw inconsistent('differs from a checkpoint known outside', { size: known.size });
    }
  }

  return {
    origin: key.name,
    vkey: encodeVkey(key),
    size: () => store.size(),
    append,
    publish,
    checkpoints: () => store.checkpoints(),
    checkpointNote,
    checkpointCovering: (index) => store.checkpoints().find(({ size }) => size > index) ?? null,
    proof,
    consistency,
    newestCheckpoint: () => store.newestCheckpoints(1)[0] ?? null,
    rootAt,
    entries: (from, to) => store.leaves(from, to).map(({ entry }) => entry),
    subtree: (level, n) => readNode(nodePosition(level, n)),
    verify: () => auditLedger(audited),
    verifySteps: () => auditSteps(audited),
    verifyQuickly: () => auditQuickly(audited, rootAt),
    holdAgainst,
    halt(error) {
      halted ??= error;
    },
    halted: () => halted,
  };
}

function inconsistent(problem: string, details: Readonly<Record<string, number>>): AppError {
  return new AppError('ledger/inconsistent', { problem, ...details });
}
