// `cunan verify`: whom to trust and what to demand, from the flags and from this computer's own store if it has one.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import packageJson from '../../../package.json' with { type: 'json' };
import { AppError } from '../../../shared/errors.ts';
import { parseTrustPolicy } from '../../../shared/verify/parse-trust.ts';
import { EMPTY_TRUST, type TrustPolicy } from '../../../shared/verify/trust-policy.ts';
import { createNodeClock } from '../../platform/node-clock.ts';
import { createNodeHashers } from '../../platform/node-hashers.ts';
import { dataFolder, dataPaths } from '../../platform/paths.ts';
import { findResources } from '../../platform/resources.ts';
import { knownVerifierPages } from '../../verifier-releases.ts';
import type { Output } from '../output.ts';
import { findOriginals } from './originals.ts';
import { openSession } from '../session.ts';
import { parseRequirements, runVerify } from './verify.ts';

export interface VerifyCommand {
  readonly trust?: string;
  readonly require?: readonly string[];
  readonly at?: string;
  readonly original?: readonly string[];
}

export async function runVerifyCommand(
  files: readonly string[],
  options: VerifyCommand,
  out: Output,
): Promise<number> {
  const beside = options.original ?? [];
  if (beside.length > 0 && files.length > 1) {
    throw new AppError('input/invalid', {
      field: '--original',
      problem: out.pick('只能与一个证据包比对', 'goes with one package'),
    });
  }
  const originals = await findOriginals(beside);
  const requirements = parseRequirements(options.require ?? [], options.at ?? null);
  const trust = options.trust === undefined ? await ownTrust(out) : await readTrust(options.trust);
  const [hashers, known] = await Promise.all([
    createNodeHashers(),
    knownVerifierPages(findResources(null).verifierPage, packageJson.version),
  ]);
  const now = createNodeClock().now().toISOString();
  return runVerify(files, { hashers, trust, requirements, knownVerifierPages: known, originals, now }, out);
}

async function readTrust(path: string): Promise<TrustPolicy> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new AppError('input/file-unreadable', { path }, { cause });
  }
  return parseTrustPolicy(bytes);
}

/**
 * Verifying makes no data folder: a stranger's computer stays as it was, and trusts nobody yet. A folder that cannot
 * be opened now (in use, locked, damaged) is said, and then trusted as little: it is no verdict on the package.
 */
export async function ownTrust(out: Output): Promise<TrustPolicy> {
  if (!existsSync(dataPaths(dataFolder()).database)) return EMPTY_TRUST;
  try {
    const session = await openSession(false);
    try {
      return await session.core.trustPolicy();
    } finally {
      await session.close();
    }
  } catch (error) {
    out.fail(error);
    return EMPTY_TRUST;
  }
}
