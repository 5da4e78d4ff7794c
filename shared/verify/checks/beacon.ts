// beacon: the block that existed before the capture began. Its header (data/beacon.json, sealed with the payload) must
// hash to the stated block and carry the stated time; whether the block is a real chain's is the trust policy's answer.

import { fromData } from '../../chain/quantity.ts';
import { parseHeader, type BlockHeader } from '../../chain/header.ts';
import { sealProblem, trustOfBlock, type BlockTrust } from '../../chain/trusted.ts';
import { parseJson } from '../../bytes/json.ts';
import { toHex } from '../../bytes/hex.ts';
import type { Beacon } from '../../evidence/statement.ts';
import { absent, fail, indeterminate, pass, type Checklist, type Outcome } from '../checklist.ts';
import type { Contents } from '../contents.ts';
import { BEACON_PATH } from '../../evidence/package-paths.ts';
import { attempt } from '../problem.ts';
import type { TimeBound } from '../report.ts';
import type { TrustedChain } from '../trust-policy.ts';
import type { ReadStatement } from './statement.ts';

/** A block this far ahead of the device's clock is worth no remark: miners' clocks differ too. */
const CLOCK_TOLERANCE_MS = 15_000;

/** The bound from below, null where the statement names none or its header contradicts it. */
export function checkBeacon(
  list: Checklist,
  contents: Contents,
  read: ReadStatement | null,
  chains: readonly TrustedChain[],
): TimeBound | null {
  if (read === null) {
    list.add('beacon', indeterminate('needs-other-check', { check: 'statement' }));
    return null;
  }
  const { beacon, beaconAbsentReason, startedAt } = read.statement.predicate;
  if (beacon === null) {
    list.add('beacon', absent('beacon-absent', { reason: beaconAbsentReason ?? '' }));
    return null;
  }
  const header = headerOf(contents);
  const trust =
    header?.ok === true ? trustOfBlock(header.value, beacon.chainId, chains) : ({ kind: 'unknown' } as const);
  const chain = trust.kind === 'unknown' ? undefined : trust.chain;
  // The name in the statement is whatever its signer wrote; a chain that the policy knows is called as the policy does.
  const name = chain?.name ?? beacon.chainName;
  const outcome = list.add('beacon', judge(header, beacon, trust, name), name);
  if (outcome.status === 'fail') return null;
  if (Date.parse(beacon.blockTime) - Date.parse(startedAt) > CLOCK_TOLERANCE_MS)
    list.remark('beacon-after-start', { blockTime: beacon.blockTime, startedAt });
  const demonstration = beacon.simulated || chain?.demonstration === true;
  return {
    at: beacon.blockTime,
    source: `${name} #${beacon.blockNumber}`,
    trusted: outcome.status === 'pass' && !demonstration,
    demonstration,
  };
}

type Header = ReturnType<typeof attempt<BlockHeader>>;

/** Null where the package has no header of the beacon. */
function headerOf(contents: Contents): Header | null {
  const bytes = contents.bytes(BEACON_PATH);
  return bytes === null ? null : attempt(() => parseHeader(headerBytes(bytes)));
}

function judge(
  header: Header | null,
  beacon: Beacon,
  trust: BlockTrust<TrustedChain>,
  name: string,
): Outcome {
  const facts = { chain: name, block: beacon.blockNumber };
  if (header === null) return indeterminate('beacon-unproven', facts);
  if (!header.ok) return fail('beacon-differs', { field: 'headerRlp' });
  const { hash, number, timestamp } = header.value;
  if (`0x${toHex(hash)}` !== beacon.blockHash) return fail('beacon-differs', { field: 'blockHash' });
  if (number !== beacon.blockNumber) return fail('beacon-differs', { field: 'blockNumber' });
  if (timestamp * 1000 !== Date.parse(beacon.blockTime))
    return fail('beacon-differs', { field: 'blockTime' });
  if (sealProblem(header.value) !== null) return fail('beacon-differs', { field: 'extraData' });
  if (trust.kind === 'listed') {
    // A block of a demonstration chain bounds nothing: whoever runs it sets its clock.
    if (trust.chain.demonstration || beacon.simulated) return indeterminate('beacon-demonstration', facts);
    return pass('beacon-ok', facts);
  }
  if (trust.kind === 'sealed') {
    if (trust.chain.demonstration || beacon.simulated) return indeterminate('beacon-demonstration', facts);
    return pass('beacon-sealed', { ...facts, ...trust.count });
  }
  return beacon.simulated
    ? indeterminate('beacon-demonstration', facts)
    : indeterminate('beacon-untrusted', facts);
}

/** Field headerRlp of data/beacon.json: 0x hex. Throws format/… for anything else. */
function headerBytes(bytes: Uint8Array): Uint8Array {
  const value = parseJson(bytes, { maxBytes: 1024 * 1024, maxDepth: 8, maxTokens: 10_000 });
  const field = typeof value === 'object' && value !== null && 'headerRlp' in value ? value.headerRlp : null;
  return fromData(field, { max: 65_536 });
}
