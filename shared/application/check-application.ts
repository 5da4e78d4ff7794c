// An application package through the reader, and every evidence package in it through the verifier: one result that the
// applicant's check and the clerk's desk share.

import type { RandomAccess } from '../zip/random-access.ts';
import type { VerificationReport, Verdict } from '../verify/report.ts';
import type { ApplicationEvidence } from './application.ts';
import { readApplication, type ApplicationReading, type ReadApplicationOptions } from './read-application.ts';

export interface CheckedEvidence {
  readonly listed: ApplicationEvidence;
  /** Null where the file is missing or was changed on the way: there is nothing of the application's to verify. */
  readonly report: VerificationReport | null;
  /** The package verifies, but is another item than the application lists. */
  readonly otherItem: boolean;
}

export interface ApplicationCheck {
  readonly reading: ApplicationReading;
  readonly evidence: readonly CheckedEvidence[];
  /** invalid: the package or an item in it fails. incomplete: something could not be checked. */
  readonly verdict: Verdict;
}

/** @param verify one evidence package, as a file of its own. Rejects with what source.read rejects with. */
export async function checkApplication(
  source: RandomAccess,
  options: ReadApplicationOptions,
  verify: (file: RandomAccess) => Promise<VerificationReport>,
): Promise<ApplicationCheck> {
  const reading = await readApplication(source, options);
  const evidence: CheckedEvidence[] = [];
  for (const listed of reading.application?.evidence ?? []) {
    options.signal?.throwIfAborted();
    const file = reading.files.get(listed.path);
    const unchanged = file !== undefined && file.sha256 === listed.sha256;
    const report = unchanged ? await verify(file.access) : null;
    const found = report?.evidence ?? null;
    const otherItem =
      found !== null &&
      (found.id !== listed.id ||
        found.statementSha256 !== listed.statementSha256 ||
        found.statementSm3 !== listed.statementSm3);
    evidence.push({ listed, report, otherItem });
  }
  return { reading, evidence, verdict: judge(reading, evidence) };
}

function judge({ problems }: ApplicationReading, evidence: readonly CheckedEvidence[]): Verdict {
  const newer = problems.length > 0 && problems.every(({ code }) => code === 'application-newer');
  if (newer) return 'incomplete';
  const broken = evidence.some(
    ({ report, otherItem }) => report === null || otherItem || report.verdict === 'invalid',
  );
  if (problems.length > 0 || broken) return 'invalid';
  return evidence.every(({ report }) => report?.verdict === 'valid') ? 'valid' : 'incomplete';
}
