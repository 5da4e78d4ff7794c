// One PDF -> the same with a visible PAdES signature (B-B, or B-T with a time-stamp): ETSI EN 319 142-1 baseline.
// SM2 is left out: neither PDF readers nor pdfsig know it; packages carry an SM2 signature of their own.

import { createHash } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import type { DocumentSigner } from '../../platform/ports.ts';
import type { CertificateFonts } from '../fonts.ts';
import type { SealArea } from '../sheet.ts';
import { drawAppearance, type Appearance } from './appearance.ts';
import { buildSignedData, signDigest } from './cms.ts';
import { addSignatureRevision, coveredDigest, fillGap } from './revision.ts';
import { sealBlock, signerNames } from './seal-block.ts';

export interface DocumentStamp {
  /** TimeStampToken (ContentInfo, DER), verified over the data. */
  readonly token: Uint8Array;
  readonly tsa: string;
  /** ISO 8601 UTC. */
  readonly genTime: string;
  /** Whether it leads to a configured root of an authority that is no demonstration. */
  readonly trusted: boolean;
  readonly demonstration: boolean;
}

/** Null where no authority gave a good one. */
export type DocumentTimestamper = (data: Uint8Array) => Promise<DocumentStamp | null>;

export interface SignOrder {
  /** As pdfkit wrote it: one revision, no form. */
  readonly pdf: Uint8Array;
  readonly area: SealArea;
  readonly signer: DocumentSigner;
  readonly fonts: CertificateFonts;
  readonly signedAt: Date;
  readonly demonstration: boolean;
  /** Null: none is asked for. */
  readonly timestamper: DocumentTimestamper | null;
  /** What to do where there is none: sign without (and say so), or refuse. */
  readonly withoutTimestamp: 'sign' | 'refuse';
}

export interface SignedPdf {
  readonly bytes: Uint8Array;
  /** Null: signed without a time-stamp. */
  readonly stamp: Omit<DocumentStamp, 'token'> | null;
}

/** What the attributes and their wrapping take beside certificates and token. */
const CMS_OVERHEAD = 2_048;
/** A token with its chain takes 2 to 8 KiB with the authorities tried. */
const TOKEN_RESERVE = 12_288;

/** Throws certificate/no-timestamp where one is demanded and not to be had; key/… of the signer. */
export async function signPdf(order: SignOrder): Promise<SignedPdf> {
  const certificates = order.signer.certificates.reduce((sum, each) => sum + each.length, 0);
  const reserve = CMS_OVERHEAD + certificates + (order.timestamper === null ? 0 : TOKEN_RESERVE);
  const appearance = await appearanceOf(order);
  const first = await trySigning(order, appearance, reserve);
  if (first.signed !== null) return first.signed;
  // The gap is part of what is signed: a larger one needs a signature and a time-stamp of its own.
  const second = await trySigning(order, appearance, first.needed + TOKEN_RESERVE);
  if (second.signed !== null) return second.signed;
  throw new AppError('certificate/signature-too-large', { sizeBytes: second.needed });
}

async function trySigning(
  order: SignOrder,
  appearance: Appearance,
  reserve: number,
): Promise<{ readonly signed: SignedPdf | null; readonly needed: number }> {
  const { signer, signedAt, timestamper, withoutTimestamp } = order;
  const { name, reason } = signerNames(signer, order.demonstration);
  const { pdf, area } = order;
  const placeholder = addSignatureRevision({ pdf, area, appearance, name, reason, signedAt, reserve });
  const signature = await signDigest(coveredDigest(placeholder), signer);
  const obtained = timestamper === null ? null : await timestamper(signature.signature);
  if (obtained === null && withoutTimestamp === 'refuse') throw new AppError('certificate/no-timestamp');
  const cms = buildSignedData(signature, obtained?.token ?? null);
  if (cms.length > reserve) return { signed: null, needed: cms.length };
  const bytes = fillGap(placeholder, cms);
  if (obtained === null) return { signed: { bytes, stamp: null }, needed: cms.length };
  const { token: _token, ...stamp } = obtained;
  return { signed: { bytes, stamp }, needed: cms.length };
}

/** Drawing takes longer than signing, and in a batch the block is the same as long as signer and second are. */
const drawn = new Map<string, Promise<Appearance>>();

function appearanceOf({ signer, area, signedAt, demonstration, fonts }: SignOrder): Promise<Appearance> {
  const block = sealBlock(signer, signedAt, demonstration);
  const [left, bottom, right, top] = area.rect;
  const size = { width: right - left, height: top - bottom };
  const key = createHash('sha256')
    .update(JSON.stringify([block, size]))
    .digest('hex');
  const known = drawn.get(key);
  if (known) return known;
  const made = drawAppearance(block, size, fonts);
  drawn.clear();
  drawn.set(key, made);
  return made;
}
