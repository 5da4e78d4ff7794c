// Signatures of PDFs, between core and shells: the imported certificate, and what came of signing.

import { z } from 'zod';

export const SIGNERS = ['certificate', 'device'] as const;
export type SignerKind = (typeof SIGNERS)[number];

/** Whose signature certificates carry, and what happens where no authority gives a time-stamp. */
export const pdfSignatureInput = z
  .object({
    by: z.enum(['none', ...SIGNERS]),
    withoutTimestamp: z.enum(['sign', 'refuse']),
  })
  .strict();

export const importSigningCertificateInput = z
  .object({
    /** A PKCS#12 file, base64. */
    p12: z.base64().max(1_400_000),
    password: z.string().max(1_000),
  })
  .strict();
export type ImportSigningCertificateInput = z.infer<typeof importSigningCertificateInput>;

export const certifyInput = z
  .object({
    id: z.string().min(1).max(64),
    paper: z.enum(['certificate', 'report']).default('certificate'),
    folder: z.string().min(1).max(4_096),
    /** Null: as the settings say. */
    sign: z.enum(SIGNERS).nullable().default(null),
  })
  .strict();
export type CertifyInput = z.input<typeof certifyInput>;

export interface SigningCertificateView {
  /** RFC 4514 text; hostile. */
  readonly subject: string;
  readonly name: string;
  readonly issuer: string;
  readonly serialHex: string;
  readonly validFrom: string;
  readonly validTo: string;
  /** Empty: no restriction. */
  readonly keyUsage: readonly string[];
  readonly chainLength: number;
  /** Valid now, and meant for signing. */
  readonly usable: boolean;
}

/** untrusted: time-stamped by an authority without a configured root. */
export type SignatureState = 'stamped' | 'untrusted' | 'unstamped' | 'unsigned';

export interface PdfSignatureView {
  readonly state: SignatureState;
  readonly by: SignerKind | null;
  readonly tsa: string | null;
  readonly genTime: string | null;
}

export interface CertifiedView {
  readonly path: string;
  readonly sha256: string;
  readonly signature: PdfSignatureView;
}
