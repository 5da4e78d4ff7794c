// beacon: the block that existed before the capture began. Its header (data/beacon.json, sealed with the payload) must
// hash to the stated block and carry the stated time; whether the block is a real chain's is the trust policy's answer.

import { fromData } from '../../chain/quantity.ts';
import { parseHeader } from '../../chain/header.ts';
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
  const chain = chains.find(
    (known) =>
      known.chainId === beacon.chainId &&
      known.blocks.some(
        (block) => block.number === beacon.blockNumber && block.hash.toLowerCase() === beacon.blockHash,
      ),
  );
  // The name in the statement is whatever its signer wrote; a chain that the policy knows is called as the policy does.
  const name = chain?.name ?? beacon.chainName;
  const outcome = list.add('beacon', judge(contents, beacon, chain, name), name);
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

function judge(contents: Contents, beacon: Beacon, chain: TrustedChain | undefined, name: string): Outcome {
  const facts = { chain: name, block: beacon.blockNumber };
  const bytes = contents.bytes(BEACON_PATH);
  if (bytes === null) return indeterminate('beacon-unproven', facts);
  const header = attempt(() => parseHeader(headerBytes(bytes)));
  if (!header.ok) return fail('beacon-differs', { field: 'headerRlp' });
  const { hash, number, timestamp } = header.value;
  if (`0x${toHex(hash)}` !== beacon.blockHash) return fail('beacon-differs', { field: 'blockHash' });
  if (number !== beacon.blockNumber) return fail('beacon-differs', { field: 'blockNumber' });
  if (timestamp * 1000 !== Date.parse(beacon.blockTime))
    return fail('beacon-differs', { field: 'blockTime' });
  return chain === undefined ? indeterminate('beacon-untrusted', facts) : pass('beacon-ok', facts);
}

/** Field headerRlp of data/beacon.json: 0x hex. Throws format/… for anything else. */
function headerBytes(bytes: Uint8Array): Uint8Array {
  const value = parseJson(bytes, { maxBytes: 1024 * 1024, maxDepth: 8, maxTokens: 10_000 });
  const field = typeof value === 'object' && value !== null && 'headerRlp' in value ? value.headerRlp : null;
  return fromData(field, { max: 65_536 });
}
