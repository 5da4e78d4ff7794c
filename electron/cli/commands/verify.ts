// cunan verify FILE…: each package through the verifier, offline; a text report, or one JSON line per file with --json.
// A bare .wacz goes through the strict check of archives.

import { crc32 } from 'node:zlib';
import type { Hashers } from '../../../shared/bytes/hashers.ts';
import { AppError } from '../../../shared/errors.ts';
import type { KnownVerifierPages } from '../../../shared/verify/checks/verifier-page.ts';
import type { Verdict } from '../../../shared/verify/report.ts';
import {
  DEFAULT_REQUIREMENTS,
  type Requirements,
  type TrustPolicy,
} from '../../../shared/verify/trust-policy.ts';
import { verifyPackage } from '../../../shared/verify/verifier.ts';
import type { RandomAccess } from '../../../shared/zip/random-access.ts';
import { openFileAccess } from '../../platform/file-access.ts';
import { EXIT, worstExit, type Output } from '../output.ts';
import { reportLines } from '../report-text.ts';
import { verifyWacz } from './verify-wacz.ts';

export interface VerifyOptions {
  readonly hashers: Hashers;
  readonly trust: TrustPolicy;
  readonly requirements: Requirements;
  readonly knownVerifierPages?: KnownVerifierPages;
  /** The present, ISO 8601 UTC. */
  readonly now?: string;
  /** To be compared with what a file deposit sealed. */
  readonly originals?: readonly RandomAccess[];
  readonly signal?: AbortSignal;
}

const EXIT_OF: Record<Verdict, number> = {
  valid: EXIT.ok,
  invalid: EXIT.invalid,
  incomplete: EXIT.incomplete,
};

/** Exit code over all files: the worst of them. An unreadable file is usage (2), said where it stands. */
export async function runVerify(
  paths: readonly string[],
  options: VerifyOptions,
  out: Output,
): Promise<number> {
  const codes: number[] = [];
  for (const path of paths) {
    codes.push(await verifyOne(path, options, out).catch((error: unknown) => out.fail(error)));
    if (path !== paths.at(-1)) out.say('');
  }
  return worstExit(codes);
}

async function verifyOne(path: string, options: VerifyOptions, out: Output): Promise<number> {
  if (/\.wacz$/i.test(path)) return verifyWacz(path, out, options.signal);
  const { hashers, trust, requirements, knownVerifierPages, originals, now, signal } = options;
  const file = await openFileAccess(path);
  try {
    let shown = -1;
    const report = await verifyPackage(file, { hashers, subtle: crypto.subtle, crc32 }, trust, requirements, {
      ...(knownVerifierPages && { knownVerifierPages }),
      ...(now !== undefined && { now }),
      ...(originals && { originals }),
      ...(signal && { signal }),
      onProgress({ doneBytes, totalBytes }) {
        const percent = totalBytes === 0 ? 100 : Math.floor((100 * doneBytes) / totalBytes);
        if (percent === shown) return;
        shown = percent;
        out.progress(`${file.name}  ${percent}%`);
      },
    });
    out.emit({ event: 'verified', path, ...report });
    for (const line of reportLines(report, out.language)) out.say(line);
    return EXIT_OF[report.verdict];
  } finally {
    await file.close();
  }
}

/** `tsa=N`, `chain` and `witness=N`, and a moment to judge by. Throws input/invalid. */
export function parseRequirements(rules: readonly string[], at: string | null): Requirements {
  let requirements = DEFAULT_REQUIREMENTS;
  for (const rule of rules.flatMap((text) => text.split(','))) {
    const tsa = /^tsa=([1-9][0-9]?)$/.exec(rule);
    const witness = /^witness=([1-9][0-9]?)$/.exec(rule);
    if (tsa !== null) requirements = { ...requirements, tsa: Number(tsa[1]) };
    else if (witness !== null) requirements = { ...requirements, witness: Number(witness[1]) };
    else if (rule === 'chain') requirements = { ...requirements, chain: true };
    else throw new AppError('input/invalid', { field: '--require', problem: rule });
  }
  if (at === null) return requirements;
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) throw new AppError('input/invalid', { field: '--at', problem: at });
  return { ...requirements, at: time.toISOString() };
}
