// What a strict check of a WACZ file (WACZ 1.1.1, WARC 1.1) found. Plain data: sentences stand in shared/text/wacz.ts.

export const WACZ_PROBLEM_CODES = [
  'wacz-zip', // container refused: problem is a code of shared/zip/fault.ts
  'wacz-entry-missing',
  'wacz-entry-unlisted',
  'wacz-not-stored',
  'wacz-resource-differs',
  'wacz-datapackage',
  'wacz-digest',
  'wacz-too-large',
  'wacz-gzip',
  'wacz-record',
  'wacz-block-digest',
  'wacz-payload-digest',
  'wacz-length',
  'wacz-index',
  'wacz-not-indexed',
  'wacz-pages',
  'wacz-page-not-archived',
] as const;

export type WaczProblemCode = (typeof WACZ_PROBLEM_CODES)[number];

export interface WaczProblem {
  readonly code: WaczProblemCode;
  readonly details: Readonly<Record<string, string | number>>;
}

export interface WaczReport {
  readonly file: string;
  /** No problem at all. */
  readonly ok: boolean;
  /** The first ones; problemCount has all. */
  readonly problems: readonly WaczProblem[];
  readonly problemCount: number;
  readonly records: number;
  readonly responses: number;
  readonly resources: number;
  /** Records that say of themselves that they are not whole. */
  readonly truncated: number;
  readonly pages: number;
}
