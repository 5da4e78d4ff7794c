// cunan apply check FILE: an application package through the reader and its evidence through the verifier, offline.

import { crc32 } from 'node:zlib';
import { checkApplication } from '../../../shared/application/check-application.ts';
import { APPLICATION_PROBLEM } from '../../../shared/text/application.ts';
import { say } from '../../../shared/text/fill.ts';
import { VERDICT } from '../../../shared/text/words.ts';
import { DEFAULT_REQUIREMENTS } from '../../../shared/verify/trust-policy.ts';
import { verifyPackage } from '../../../shared/verify/verifier.ts';
import { createNodeHashers } from '../../platform/node-hashers.ts';
import { openFileAccess } from '../../platform/file-access.ts';
import { EXIT, type Output } from '../output.ts';
import { ownTrust } from './verify-command.ts';

export async function runApplyCheck(path: string, out: Output): Promise<number> {
  const [trust, hashers] = await Promise.all([ownTrust(out), createNodeHashers()]);
  const now = new Date().toISOString();
  const file = await openFileAccess(path);
  try {
    const { reading, evidence, verdict } = await checkApplication(file, { hashers, crc32 }, (each) =>
      verifyPackage(each, { hashers, subtle: crypto.subtle, crc32 }, trust, DEFAULT_REQUIREMENTS, { now }),
    );
    const word = (of: keyof typeof VERDICT): string => say(VERDICT[of], out.language);
    out.say(`${word(verdict)}  ${reading.application?.id ?? file.name}`);
    for (const { code, details } of reading.problems)
      out.say(`  ✗ ${say(APPLICATION_PROBLEM[code], out.language, details)}`);
    for (const { listed, report, otherItem } of evidence)
      out.say(`  ${otherItem || !report ? word('invalid') : word(report.verdict)}  ${listed.id}`);
    if (reading.signerKeyId !== null)
      out.say(`  ${out.pick('签名密钥', 'Signing key')} ${reading.signerKeyId}`);
    out.emit({
      event: 'application-checked',
      path,
      verdict,
      id: reading.application?.id ?? null,
      signerKeyId: reading.signerKeyId,
      problems: reading.problems,
      evidence: evidence.map(({ listed, report, otherItem }) => ({
        id: listed.id,
        verdict: report?.verdict ?? 'invalid',
        otherItem,
      })),
    });
    return { valid: EXIT.ok, invalid: EXIT.invalid, incomplete: EXIT.incomplete }[verdict];
  } finally {
    await file.close();
  }
}
