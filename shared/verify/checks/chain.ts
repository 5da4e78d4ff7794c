// chain.anchor: a checkpoint that covers the statement was registered on a chain, in a block the policy trusts or not.

import { parseHeader } from '../../chain/header.ts';
import { fromData } from '../../chain/quantity.ts';
import { parseAnchorRecord } from '../../chain/record.ts';
import { trustOfBlock } from '../../chain/trusted.ts';
import type { AnchorRecord, AnchorReport } from '../../chain/types.ts';
import { verifyAnchor } from '../../chain/verify.ts';
import { absent, fail, indeterminate, pass, type Checklist, type Outcome } from '../checklist.ts';
import type { Contents } from '../contents.ts';
import { attempt } from '../problem.ts';
import type { TimeBound } from '../report.ts';
import type { TrustedChain } from '../trust-policy.ts';
import type { ProvenCheckpoint } from './ledger.ts';
import { isLater } from './moment.ts';

/** Looked at, each under every proven checkpoint; a package with more is reported. */
const MAX_ANCHORS = 64;

/**
 * A bound from above per anchor whose proofs hold, trusted or not.
 * @param at blocks of later times do not count; null: all do
 */
export function checkChain(
  list: Checklist,
  contents: Contents,
  checkpoints: readonly ProvenCheckpoint[],
  trustedChains: readonly TrustedChain[],
  at: string | null,
): readonly TimeBound[] {
  const paths = [...contents.files.keys()].filter((path) => /^attest\/chain\/[^/]+\.json$/.test(path));
  if (paths.length === 0) list.add('chain.anchor', absent('chain-absent'));
  if (paths.length > MAX_ANCHORS)
    list.add('chain.anchor', indeterminate('proof-too-many', { count: paths.length - MAX_ANCHORS }));
  return paths.slice(0, MAX_ANCHORS).flatMap((path) => {
    const bytes = contents.bytes(path);
    if (bytes === null) {
      list.add('chain.anchor', indeterminate('file-too-large', { path }), path);
      return [];
    }
    const { outcome, bound } = upTo(at, checkRecord(bytes, checkpoints, trustedChains));
    list.add('chain.anchor', outcome, path);
    return bound === null ? [] : [bound];
  });
}

interface Answer {
  readonly outcome: Outcome;
  readonly bound: TimeBound | null;
}

function upTo(at: string | null, answer: Answer): Answer {
  const { bound, outcome } = answer;
  if (bound === null || !bound.trusted || !isLater(bound.at, at)) return answer;
  const { chain, block, blockTime } = outcome.details;
  return {
    outcome: indeterminate('chain-later', { chain: chain!, block: block!, blockTime: blockTime!, at }),
    bound: { ...bound, trusted: false, doubt: 'later' },
  };
}

function checkRecord(
  record: Uint8Array,
  checkpoints: readonly ProvenCheckpoint[],
  trustedChains: readonly TrustedChain[],
): Answer {
  let report: AnchorReport | undefined;
  for (const { checkpoint } of checkpoints) {
    const next = verifyAnchor({ record, checkpoint, trustedChains });
    if (next.code !== 'anchor-other-checkpoint' || report === undefined) report = next;
    if (report.code !== 'anchor-other-checkpoint') break;
  }
  if (report === undefined) return { outcome: indeterminate('chain-no-checkpoint'), bound: null };
  const parsed = attempt(() => parseAnchorRecord(record));
  return parsed.ok && parsed.value !== null
    ? judge(report, parsed.value, trustedChains)
    : { outcome: outcomeOf(report, { reason: report.code, detail: report.detail }), bound: null };
}

function judge(report: AnchorReport, record: AnchorRecord, trustedChains: readonly TrustedChain[]): Answer {
  const { blockNumber: block, simulated } = record;
  // Nothing binds the name in the record: a chain that the policy knows is called as the policy does.
  const chain = knownName(record, trustedChains) ?? record.chainName;
  const { blockTime } = report;
  const outcome = outcomeOf(report, {
    chain,
    block,
    blockTime,
    reason: report.code,
    detail: report.detail,
    ...report.seals,
  });
  if (blockTime === null || (report.status !== 'pass' && report.status !== 'untrusted'))
    return { outcome, bound: null };
  const bound = {
    at: blockTime,
    source: `${chain} #${block}`,
    trusted: report.status === 'pass' && !simulated,
    demonstration: simulated,
  };
  return { outcome: simulated ? indeterminate('chain-demonstration', outcome.details) : outcome, bound };
}

function knownName(record: AnchorRecord, chains: readonly TrustedChain[]): string | null {
  const header = attempt(() => parseHeader(fromData(record.headerRlp, { max: 65_536 })));
  if (!header.ok) return null;
  const trust = trustOfBlock(header.value, record.chainId, chains);
  return trust.kind === 'unknown' ? null : trust.chain.name;
}

function outcomeOf(report: AnchorReport, details: Outcome['details']): Outcome {
  if (report.code === 'anchor-sealed') return pass('chain-sealed', details);
  if (report.status === 'pass') return pass('chain-ok', details);
  if (report.code === 'anchor-seals-short') return indeterminate('chain-seals-short', details);
  if (report.status === 'untrusted') return indeterminate('chain-untrusted', details);
  if (report.code === 'anchor-online-only') return indeterminate('chain-online-only', details);
  if (report.status === 'unsupported') return indeterminate('chain-unsupported', details);
  return fail('chain-bad', details);
}
