// Where a document leaves room for its visible signature.

export interface SealArea {
  /** From 0. */
  readonly page: number;
  /** Points from the page's upper left corner. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
