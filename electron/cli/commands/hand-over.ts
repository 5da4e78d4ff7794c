// cunan export ID… and cunan certify ID…: packages, certificates and reports as files.

import { resolve } from 'node:path';
import type { SignerKind } from '../../../shared/api/signing.ts';
import { SIGNATURE_OUTCOME } from '../../../shared/text/pdf-signature.ts';
import { EXIT, type Output } from '../output.ts';
import type { Session } from '../session.ts';

export async function runExport(
  session: Session,
  ids: readonly string[],
  options: { readonly out?: string },
  out: Output,
): Promise<number> {
  for (const id of ids) {
    const [made] = await session.core.exportEvidence({
      ids: [id],
      folder: options.out === undefined ? null : resolve(options.out),
    });
    const { state } = await session.core.getEvidence({ id });
    out.say(`✓ ${id} → ${made!.path}`);
    out.say(`  SHA-256 ${made!.sha256}`);
    out.emit({ event: 'item', id, state, package: made!.path, packageSha256: made!.sha256 });
  }
  return EXIT.ok;
}

export interface CertifyCommand {
  readonly out?: string;
  readonly report?: boolean;
  /** Bare: whoever the settings name, else the imported certificate, else the device. */
  readonly sign?: true | SignerKind;
}

export async function runCertify(
  session: Session,
  ids: readonly string[],
  options: CertifyCommand,
  out: Output,
): Promise<number> {
  const folder = resolve(options.out ?? '.');
  const sign = await signerOf(session, options.sign);
  for (const id of ids) {
    const { path, signature } = await session.core.certify({ id, folder, sign, paper: 'certificate' });
    const report = options.report
      ? (await session.core.certify({ id, folder, sign, paper: 'report' })).path
      : null;
    const { state } = await session.core.getEvidence({ id });
    const words = SIGNATURE_OUTCOME[signature.state];
    out.say(`✓ ${id} → ${[path, ...(report === null ? [] : [report])].join(', ')}`);
    out.say(`  ${out.pick(words.zh, words.en)}${signature.tsa === null ? '' : ` · ${signature.tsa}`}`);
    out.emit({
      event: 'item',
      id,
      state,
      certificate: path,
      ...(report === null ? {} : { report }),
      signature,
    });
  }
  return EXIT.ok;
}

async function signerOf({ core }: Session, sign: CertifyCommand['sign']): Promise<SignerKind | null> {
  if (sign === undefined) return null;
  if (sign !== true) return sign;
  const { by } = (await core.getSettings()).pdfSignature;
  if (by !== 'none') return by;
  return (await core.signingCertificate()) === null ? 'device' : 'certificate';
}
