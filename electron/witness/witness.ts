// c2sp.org/tlog-witness, add-checkpoint: cosigns a checkpoint of a known log if it continues the last one cosigned.
// What was cosigned is on disk before the answer leaves; requests for one log are answered one after the other.

import { checkCosignatures, cosignText } from '../../shared/ledger/cosignature.ts';
import { parseAddCheckpoint, SIZE_TYPE } from '../../shared/ledger/add-checkpoint.ts';
import { parseCheckpointText } from '../../shared/ledger/checkpoint.ts';
import { buildSignatureLine, parseNote, type SignedNote, verifyNote } from '../../shared/ledger/note.ts';
import type { AddCheckpoint, Checkpoint } from '../../shared/ledger/types.ts';
import type { VerifierKey } from '../../shared/ledger/vkey.ts';
import { ledgerHash } from '../../shared/ledger/verify-tlog-proof.ts';
import { verifyConsistency } from '../../shared/merkle/proof.ts';
import { isAppError } from '../../shared/errors.ts';
import { equalBytes } from '../../shared/bytes/utf8.ts';
import type { Clock, Signer } from '../platform/ports.ts';
import type { WitnessReply, WitnessState } from './ports.ts';

export interface Witness {
  /** Never rejects for what a request holds; rejects where the state cannot be read or written. */
  addCheckpoint(body: Uint8Array): Promise<WitnessReply>;
}

export interface WitnessDeps {
  readonly key: VerifierKey;
  readonly signer: Pick<Signer, 'sign'>;
  /** Origins are the keys' names. */
  readonly logs: readonly VerifierKey[];
  readonly state: WitnessState;
  readonly clock: Clock;
}

export function createWitness(deps: WitnessDeps): Witness {
  const tails = new Map<string, Promise<unknown>>();

  /** The check against the last checkpoint and its replacement are one step: no two requests of a log in between. */
  function inTurn<T>(origin: string, body: () => Promise<T>): Promise<T> {
    const next = (tails.get(origin) ?? Promise.resolve()).then(body, body);
    tails.set(
      origin,
      next.catch(() => undefined),
    );
    return next;
  }

  return {
    async addCheckpoint(body) {
      const read = readRequest(body);
      if (read === null) return refusal(400, 'malformed request');
      const { request, checkpoint } = read;
      const { origin, size } = checkpoint;
      const keys = deps.logs.filter((log) => log.name === origin);
      if (keys.length === 0) return refusal(404, 'unknown log', checkpoint);
      if (verifyNote(request.checkpointNote, keys).status === 'fail') {
        return refusal(403, 'no good signature of the log', checkpoint);
      }
      if (request.oldSize > size) return refusal(400, 'old size above the checkpoint', checkpoint);
      return inTurn(origin, () => consider(deps, request, checkpoint, body));
    },
  };
}

function readRequest(body: Uint8Array): { request: AddCheckpoint; checkpoint: Checkpoint } | null {
  try {
    const request = parseAddCheckpoint(body);
    return { request, checkpoint: parseCheckpointText(parseNote(request.checkpointNote).text) };
  } catch (error) {
    if (isAppError(error)) return null;
    throw error;
  }
}

async function consider(
  deps: WitnessDeps,
  request: AddCheckpoint,
  checkpoint: Checkpoint,
  body: Uint8Array,
): Promise<WitnessReply> {
  const { origin, size, root } = checkpoint;
  const latest = await deps.state.latest(origin);
  const oldSize = latest?.size ?? 0;
  if (request.oldSize !== oldSize) {
    return { status: 409, contentType: SIZE_TYPE, body: `${oldSize}\n`, origin, size };
  }
  // The empty tree has one root, and one old size (zero) needs no stored root of its own.
  const oldRoot = latest?.root ?? ledgerHash();
  const consistent =
    (size > 0 || equalBytes(root, ledgerHash())) &&
    verifyConsistency(ledgerHash, {
      oldSize,
      oldRoot,
      newSize: size,
      newRoot: root,
      hashes: request.hashes,
    });
  if (!consistent) {
    await deps.state.keepConflict(origin, body);
    return refusal(422, 'does not continue the last checkpoint that was cosigned', checkpoint);
  }
  const signed = parseNote(request.checkpointNote);
  const time = Math.floor(deps.clock.now().getTime() / 1000);
  const line = cosignText(signed.text, deps.key, time, (message) => deps.signer.sign(message));
  const keys = deps.logs.filter((log) => log.name === origin);
  const note = withOnly(signed, keys) + line;
  // A signature that does not verify must never be recorded as given.
  if (checkCosignatures(parseNote(note), [deps.key]).good.length !== 1) {
    throw new Error('the witness key does not verify its own cosignature');
  }
  await deps.state.record(origin, { size, root, note });
  return { status: 200, contentType: 'text/plain; charset=utf-8', body: line, origin, size };
}

/** The note with the signatures of the log's known keys alone: monitors are served what was verified. */
function withOnly({ text, signatures }: SignedNote, keys: readonly VerifierKey[]): string {
  const kept = signatures.filter(({ name, keyId }) =>
    keys.some((key) => key.name === name && key.keyId === keyId),
  );
  return `${text}\n${kept.map((signature) => buildSignatureLine(signature)).join('')}`;
}

function refusal(
  status: 400 | 403 | 404 | 422,
  reason: string,
  checkpoint: Checkpoint | null = null,
): WitnessReply {
  return {
    status,
    contentType: 'text/plain; charset=utf-8',
    body: `${reason}\n`,
    origin: checkpoint?.origin ?? null,
    size: checkpoint?.size ?? null,
  };
}
