// cunan config signing-certificate import FILE | show | remove.

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { SigningCertificateView } from '../../../shared/api/signing.ts';
import { toBase64 } from '../../../shared/bytes/base64.ts';
import { AppError } from '../../../shared/errors.ts';
import { askPassword } from '../ask-password.ts';
import { EXIT, type Output } from '../output.ts';
import type { Session } from '../session.ts';

/** The password: of CUNAN_P12_PASSWORD, else typed; never an argument, which other users could see. */
export async function runImportSigningCertificate(
  { core }: Session,
  file: string,
  out: Output,
): Promise<number> {
  const path = resolve(file);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new AppError('input/file-unreadable', { path }, { cause });
  }
  const asked = out.pick('证书文件的密码：', 'Password of the certificate file: ');
  const password = process.env['CUNAN_P12_PASSWORD'] ?? (await askPassword(asked));
  const made = await core.importSigningCertificate({ p12: toBase64(bytes), password });
  const { pdfSignature } = await core.getSettings();
  await core.changeSettings({ pdfSignature: { ...pdfSignature, by: 'certificate' } });
  show(made, out);
  out.say(
    out.pick('今后的存证证书由它签署。', 'Certificates of preservation are signed with it from now on.'),
  );
  return EXIT.ok;
}

export async function runShowSigningCertificate({ core }: Session, out: Output): Promise<number> {
  const { by } = (await core.getSettings()).pdfSignature;
  const certificate = await core.signingCertificate();
  const words = {
    none: out.pick('PDF 不签名', 'PDFs are not signed'),
    device: out.pick('PDF 由本机密钥（自签名）签署', 'PDFs are signed by the device’s self-signed key'),
    certificate: out.pick('PDF 由导入的证书签署', 'PDFs are signed by the imported certificate'),
  };
  out.say(words[by]);
  if (certificate) show(certificate, out);
  else {
    out.say(out.pick('没有导入证书。', 'No certificate was imported.'));
    out.emit({ event: 'signing-certificate', by, certificate: null });
  }
  return EXIT.ok;
}

export async function runRemoveSigningCertificate({ core }: Session, out: Output): Promise<number> {
  await core.removeSigningCertificate();
  out.say(out.pick('已移除证书及其私钥。', 'Certificate and private key removed.'));
  out.emit({ event: 'signing-certificate-removed' });
  return EXIT.ok;
}

function show(certificate: SigningCertificateView, out: Output): void {
  const { subject, issuer, serialHex, validFrom, validTo, keyUsage, usable } = certificate;
  const rows: readonly (readonly [string, string])[] = [
    [out.pick('持有者', 'Subject'), subject],
    [out.pick('颁发者', 'Issuer'), issuer],
    [out.pick('序列号', 'Serial'), serialHex],
    [out.pick('有效期', 'Valid'), `${validFrom} – ${validTo}`],
    [out.pick('密钥用途', 'Key usage'), keyUsage.join(', ') || out.pick('不限', 'not restricted')],
  ];
  for (const [label, value] of rows) out.say(`  ${label}: ${value}`);
  if (!usable) out.say(out.pick('现在不能用它签署（已过期？）。', 'It cannot sign now (expired?).'));
  out.emit({ event: 'signing-certificate', certificate });
}
