// PEM (RFC 7468) <-> certificates. A bundle may hold several; text around the blocks is ignored.

import { fromBase64, toBase64 } from '../bytes/base64.ts';
import { isAppError } from '../errors.ts';
import { parseCertificate, type Certificate } from './x509.ts';

const BLOCK = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----/g;
const MAX_PEM_CHARS = 4_000_000;

/** Every readable certificate of a bundle, and how many blocks could not be read. */
export function certificatesOfPem(pem: string): { certificates: readonly Certificate[]; unreadable: number } {
  const certificates: Certificate[] = [];
  let unreadable = 0;
  for (const match of pem.slice(0, MAX_PEM_CHARS).matchAll(BLOCK)) {
    const certificate = readBlock(match[1]!);
    if (certificate) certificates.push(certificate);
    else unreadable++;
  }
  return { certificates, unreadable };
}

function readBlock(text: string): Certificate | null {
  const bytes = fromBase64(text.replaceAll(/\s/g, ''));
  if (!bytes) return null;
  try {
    return parseCertificate(bytes);
  } catch (error) {
    if (isAppError(error)) return null;
    throw error;
  }
}

export function pemOf(bytes: Uint8Array): string {
  const lines = toBase64(bytes).match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
