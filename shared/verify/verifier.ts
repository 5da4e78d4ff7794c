// The verifier: one package, an explicit trust policy, a report of every check. No network, clock or randomness; bad
// input is a failed check, never a throw. Runs alike in Node, in browsers and in workers.

import type { Hashers } from '../bytes/hashers.ts';
import type { SubtleVerifier } from '../timestamp/algorithms.ts';
import type { Crc32 } from '../zip/entry-stream.ts';
import type { RandomAccess } from '../zip/random-access.ts';
import { readZip } from '../zip/reader.ts';
import { createChecklist, type Checklist } from './checklist.ts';
import { checkBag } from './checks/bag.ts';
import { checkBeacon } from './checks/beacon.ts';
import { checkCaptureRecord } from './checks/capture-record.ts';
import { checkChain } from './checks/chain.ts';
import { checkContainer, checkEntries } from './checks/container.ts';
import { checkCoverage } from './checks/coverage.ts';
import { checkEnvironment } from './checks/environment.ts';
import { checkEvents } from './checks/events.ts';
import { checkIndex } from './checks/index-file.ts';
import { checkLayout } from './checks/layout.ts';
import { checkLedger } from './checks/ledger.ts';
import { checkMoment } from './checks/moment.ts';
import { checkOriginals } from './checks/originals.ts';
import { checkRenewals } from './checks/renewal.ts';
import { checkPlatform } from './checks/platform.ts';
import { checkPolicy } from './checks/policy.ts';
import { checkExportSignature, checkStatementSignature } from './checks/signature.ts';
import { checkSm2Signature } from './checks/sm2-signature.ts';
import { checkStatement } from './checks/statement.ts';
import { checkTagManifest } from './checks/tag-manifest.ts';
import { checkTimestamps } from './checks/timestamp.ts';
import { checkVerifierPage, type KnownVerifierPages } from './checks/verifier-page.ts';
import { commonFolder, readContents, type Contents, type Progress } from './contents.ts';
import { checkWitnesses } from './checks/witness.ts';
import type { EvidenceSummaryInReport, SignerSummary, TimeSummary, VerificationReport } from './report.ts';
import { summariseEvidence, summariseSigner, summariseTime } from './summary.ts';
import type { Requirements, TrustPolicy } from './trust-policy.ts';
import { judgeFindings } from './verdict.ts';

export interface VerifierDeps {
  readonly hashers: Hashers;
  /** For the algorithms of time-stamps. Null: those are reported as 'could not check'. */
  readonly subtle: SubtleVerifier | null;
  /** A faster CRC-32 than the built-in one. */
  readonly crc32?: Crc32;
}

export interface VerifierOptions {
  readonly signal?: AbortSignal;
  /** The present, ISO 8601 UTC, for what has ended since; requirements.at goes before it. Absent: nothing has. */
  readonly now?: string;
  readonly onProgress?: (progress: Progress) => void;
  /** Releases of verify.html by SHA-256 hex, with their versions. */
  readonly knownVerifierPages?: KnownVerifierPages;
  /** Files beside the package, to be compared with the digests that a file deposit sealed. */
  readonly originals?: readonly RandomAccess[];
}

/** Rejects only with the signal's reason or with what source.read rejects with. */
export async function verifyPackage(
  source: RandomAccess,
  deps: VerifierDeps,
  trust: TrustPolicy,
  requirements: Requirements,
  options: VerifierOptions = {},
): Promise<VerificationReport> {
  const list = createChecklist(options.signal);
  const container = checkContainer(list, await readZip(source, options.signal));
  if (container === null) return report(source, list, requirements, NOTHING);

  const prefix = commonFolder(container.entries);
  const contents = await readContents(source, container.entries, prefix, { ...options, ...deps });
  checkEntries(list, contents);
  await list.run('container.layout', undefined, () => checkLayout(list, source, container.entries));
  const found = await checkContents(list, contents, deps, trust, requirements, options);
  return report(source, list, requirements, found);
}

interface Found {
  readonly signer: SignerSummary;
  readonly time: TimeSummary;
  readonly evidence: EvidenceSummaryInReport | null;
  readonly notCovered: readonly string[];
}

const NOTHING: Found = {
  signer: summariseSigner(null, [], null),
  time: summariseTime(null, [], null),
  evidence: null,
  notCovered: [],
};

/** The checklist. Each check reads what the ones before it established, and says so where that is missing. */
async function checkContents(
  list: Checklist,
  contents: Contents,
  deps: VerifierDeps,
  trust: TrustPolicy,
  requirements: Requirements,
  options: VerifierOptions,
): Promise<Found> {
  const { hashers, subtle } = deps;
  const read = await list.run('statement', null, () => checkStatement(list, contents));
  const index = await list.run('index', null, () => checkIndex(list, contents, read, hashers));
  await list.run('bag', undefined, () => checkBag(list, contents, read, index, hashers));
  await list.run('events', undefined, () => checkEvents(list, contents, hashers));
  const deposit = await list.run('capture-record', null, () => checkCaptureRecord(list, contents, read));
  await list.run('original', undefined, () =>
    checkOriginals(list, {
      originals: options.originals ?? [],
      record: deposit,
      hashers,
      signal: options.signal,
    }),
  );
  await list.run('environment', undefined, () => checkEnvironment(list, contents, read));

  const key = await list.run('signature.statement', null, () =>
    checkStatementSignature(list, contents, hashers),
  );
  await list.run('signature.sm2', undefined, () =>
    checkSm2Signature(list, contents, read, trust.signers, hashers),
  );
  const listed = await list.run('tagmanifest', false, () => checkTagManifest(list, contents));
  const exporter = await list.run('signature.export', null, () =>
    checkExportSignature(list, contents, hashers),
  );
  const stranger = exporter !== null && exporter.keyId !== key?.keyId && !knows(trust, exporter.keyId);
  if (stranger) list.remark('exporter-differs', { keyId: exporter.keyId });
  const voucher = stranger ? 'stranger' : 'known';
  const notCovered = await list.run('coverage', [], () =>
    checkCoverage(list, contents, listed && exporter !== null ? voucher : 'none'),
  );

  const checkpoints =
    read === null
      ? []
      : await list.run('ledger.inclusion', [], () =>
          checkLedger(list, {
            contents,
            statement: read.statement,
            digests: read.digests,
            signerPublicKey: key?.publicKey ?? null,
            ledgers: trust.ledgers,
          }),
        );
  const renewals = await list.run('renewal', [], () => checkRenewals(list, contents, read, hashers));
  const at = requirements.at ?? options.now ?? null;
  const witnesses = await list.run('ledger.witness', 0, () =>
    checkWitnesses(list, checkpoints, trust.witnesses ?? [], requirements.at),
  );
  const stamps = await list.run('timestamp', { bounds: [], authorities: 0 }, () =>
    checkTimestamps(list, {
      contents,
      read,
      checkpoints,
      renewals,
      roots: trust.tsaRoots,
      at,
      upTo: requirements.at,
      hashers,
      subtle,
    }),
  );
  const anchors = await list.run('chain.anchor', [], () =>
    checkChain(list, contents, checkpoints, trust.chains, requirements.at),
  );
  await list.run('platform.receipt', undefined, () => checkPlatform(list, contents, read));
  const notBefore = await list.run('beacon', null, () => checkBeacon(list, contents, read, trust.chains));

  await list.run('verifier-page', undefined, () =>
    checkVerifierPage(list, contents, options.knownVerifierPages ?? null),
  );
  const bounds = [...stamps.bounds, ...anchors];
  await list.run('policy.at', undefined, () => checkMoment(list, requirements.at, read, bounds));
  const trustedAnchor = anchors.some((bound) => bound.trusted);
  checkPolicy(list, requirements, { authorities: stamps.authorities, trustedAnchor, witnesses });

  const time = summariseTime(notBefore, bounds, read?.statement.predicate.endedAt ?? null);
  const signedAt = time.notAfter?.trusted === true ? time.notAfter.at : requirements.at;
  return {
    signer: summariseSigner(key, trust.signers, signedAt),
    time,
    evidence: summariseEvidence(read, index),
    notCovered,
  };
}

function knows(trust: TrustPolicy, keyId: string): boolean {
  return trust.signers.some((signer) => signer.keyId === keyId);
}

function report(
  source: RandomAccess,
  list: Checklist,
  requirements: Requirements,
  found: Found,
): VerificationReport {
  const { verdict, checks } = judgeFindings(list.findings, requirements);
  return {
    format: 'cunan-report/1',
    verdict,
    file: source.name,
    sizeBytes: source.size,
    signer: found.signer,
    time: found.time,
    evidence: found.evidence,
    checks,
    notCovered: found.notCovered,
    remarks: list.remarks,
    policy: {
      at: requirements.at,
      requireTsa: requirements.tsa,
      requireChain: requirements.chain,
      requireWitness: requirements.witness ?? 0,
    },
  };
}
