// What a verification says. Data only: the sentences come from shared/text, the same on every surface.

import type { CaptureState, EvidenceKind, Reason } from '../evidence/states.ts';

export type Verdict = 'valid' | 'invalid' | 'incomplete';

export type CheckStatus = 'pass' | 'fail' | 'indeterminate' | 'absent';

export interface CheckResult {
  /** Stable id, e.g. container.zip, manifest.sha256, signature.statement, timestamp, ledger.inclusion, chain.anchor */
  readonly id: string;
  /** What exactly was looked at where there are several: a path, a TSA's name. */
  readonly subject: string | null;
  readonly status: CheckStatus;
  /** Why: a code of shared/text/…/checks, with its blanks. */
  readonly code: string;
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
  /** Whether the policy needs it to pass. */
  readonly required: boolean;
}

export interface VerificationReport {
  readonly format: 'cunan-report/1';
  readonly verdict: Verdict;
  /** File name as given; hostile text. */
  readonly file: string;
  readonly sizeBytes: number;
  readonly signer: SignerSummary;
  readonly time: TimeSummary;
  /** Null where the statement could not be read. All hostile text. */
  readonly evidence: EvidenceSummaryInReport | null;
  readonly checks: readonly CheckResult[];
  /** Paths for which neither the signer nor a known exporter vouches; empty when attest/export.dsse.json is by one. */
  readonly notCovered: readonly string[];
  /** Codes of remarks that change no verdict, e.g. container-repacked, verifier-page-unknown. */
  readonly remarks: readonly { readonly code: string; readonly details: CheckResult['details'] }[];
  /** Policy that was applied, so that the report can be repeated. */
  readonly policy: {
    readonly at: string | null;
    readonly requireTsa: number;
    readonly requireChain: boolean;
    readonly requireWitness: number;
  };
}

export interface SignerSummary {
  readonly status: 'known' | 'unknown' | 'none';
  readonly keyId: string | null;
  /** Name from the trust policy, never from the package. */
  readonly name: string | null;
}

export interface TimeSummary {
  /** trusted: a trusted time-stamp or block bounds the time from above. device: only what the device's clock said. */
  readonly source: 'trusted' | 'device';
  readonly notBefore: TimeBound | null;
  readonly notAfter: TimeBound | null;
  /** What the device's own clock said, ISO 8601 UTC. */
  readonly deviceTime: string | null;
}

export interface TimeBound {
  readonly at: string;
  /** e.g. a TSA's name or a chain's name with block number */
  readonly source: string;
  readonly trusted: boolean;
  readonly demonstration: boolean;
  /**
   * Why a source that the policy knows does not count: its certificate had ended at the moment judged by (expired), the
   * proof came after that moment (later), or it lies outside the source's window. Absent: the source is not trusted.
   */
  readonly doubt?: 'expired' | 'later' | 'window';
}

export interface EvidenceSummaryInReport {
  readonly id: string;
  readonly kind: EvidenceKind;
  readonly state: CaptureState;
  readonly reasons: readonly Reason[];
  readonly requestedUrl: string | null;
  readonly finalUrl: string | null;
  readonly title: string | null;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly operator: string | null;
  readonly operatorVerified: boolean;
  readonly demonstration: boolean;
  readonly statementSha256: string;
  readonly statementSm3: string;
  readonly files: number;
  readonly payloadBytes: number;
}
