// The public block that bounds the time of an item from below: looked for before anything else, kept with its proof.

import { canonicalJson } from '../../shared/bytes/canonical-json.ts';
import { toUtf8 } from '../../shared/bytes/utf8.ts';
import { BEACON_PATH } from '../../shared/evidence/package-paths.ts';
import type { Beacon } from '../../shared/evidence/statement.ts';
import { AppError } from '../../shared/errors.ts';
import { beaconAbsent } from '../../shared/text/beacon.ts';
import { mediaTypeOf } from '../platform/media-type.ts';
import type { PayloadFile } from '../store/types.ts';
import type { PipelineDeps } from './deps.ts';

const BEACON_TIMEOUT_MS = 4_000;

export interface BeaconOutcome {
  readonly beacon: Beacon | null;
  readonly headerRlp: string | null;
  readonly absentReason: string | null;
}

/** The block's header, by which anybody can check its number and time against its hash. */
export async function storeBeacon(
  { store, rememberBlock }: PipelineDeps,
  caseId: string,
  { beacon, headerRlp }: BeaconOutcome,
): Promise<readonly PayloadFile[]> {
  if (!beacon || headerRlp === null) return [];
  rememberBlock(beacon);
  const path = BEACON_PATH;
  const blob = await store.vault.putBytes(caseId, toUtf8(canonicalJson({ ...beacon, headerRlp })));
  return [{ path, ...blob, mediaType: mediaTypeOf(path) }];
}

/** The newest block of the configured chain bounds the time from below; its absence never stops a capture. */
export async function findBeacon(deps: PipelineDeps, signal: AbortSignal): Promise<BeaconOutcome> {
  const chain = await deps.chain();
  if (!chain) return { beacon: null, headerRlp: null, absentReason: beaconAbsent('not-configured') };
  try {
    const observed = await chain.beacon(AbortSignal.any([signal, AbortSignal.timeout(BEACON_TIMEOUT_MS)]));
    return { ...observed, absentReason: null };
  } catch (error) {
    signal.throwIfAborted();
    const why = error instanceof AppError ? error.code : 'internal';
    return { beacon: null, headerRlp: null, absentReason: beaconAbsent('no-answer', why) };
  }
}
