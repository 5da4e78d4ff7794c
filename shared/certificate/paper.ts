// A document before it is drawn: blocks in order, texts in both languages, pictures by name. What draws it decides only
// where things stand on the page (electron/certificate); what it says is decided here and can be tested without a PDF.

import type { FileDigest } from '../evidence/index-line.ts';
import type { Bilingual } from '../text/fill.ts';
import type { CertificateRow, CertificateValue } from './rows.ts';

export interface Paper {
  readonly kind: 'certificate' | 'report';
  readonly title: Bilingual;
  readonly number: string;
  readonly demonstration: boolean;
  /** Text of the QR code: id and digest, no personal data, no address of anybody's server. */
  readonly qr: string;
  /** The first page: what is known at a glance. */
  readonly cover: Cover;
  readonly blocks: readonly Block[];
}

export interface Cover {
  readonly stateLabel: Bilingual;
  readonly state: Bilingual;
  readonly rows: readonly CertificateRow[];
  /** Side by side: signature, time, ledger, chain. */
  readonly proofs: readonly Proof[];
  readonly digests: readonly CertificateRow[];
  readonly statement: readonly Bilingual[];
  /** Beside the space for a signature. */
  readonly issued: readonly CertificateRow[];
  readonly thumbnail: { readonly caption: Bilingual; readonly alt: Bilingual } | null;
}

export interface Proof {
  readonly label: Bilingual;
  readonly word: Bilingual;
  readonly detail: string;
  /** Draws the eye where something is missing or proves nothing. */
  readonly lacking: boolean;
}

export type Block =
  | { readonly kind: 'facts'; readonly title: Bilingual; readonly rows: readonly CertificateRow[] }
  | { readonly kind: 'heading'; readonly title: Bilingual; readonly newPage?: boolean }
  | { readonly kind: 'table'; readonly columns: readonly Column[]; readonly lines: readonly TableLine[] }
  | { readonly kind: 'note'; readonly text: Bilingual }
  | { readonly kind: 'commands'; readonly lines: readonly string[] }
  | {
      readonly kind: 'files';
      readonly title: Bilingual;
      readonly files: readonly FileDigest[];
      /** Says what was left out and where it stands; null where nothing was. */
      readonly omitted: Bilingual | null;
    }
  | {
      readonly kind: 'picture';
      /** Key of the pictures that come with the paper. */
      readonly picture: string;
      readonly caption: Bilingual;
      readonly alt: Bilingual;
    }
  /** A long picture over as many pages as it needs. */
  | { readonly kind: 'pages'; readonly title: Bilingual; readonly picture: string; readonly path: string };

export interface Column {
  readonly label: Bilingual;
  /** Shares of the width; they add up to 1. */
  readonly share: number;
}

/** One value per column. */
export type TableLine = readonly (readonly CertificateValue[])[];
