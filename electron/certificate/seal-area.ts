// Where a document leaves room for its visible signature, in PDF's own terms.

export interface SealArea {
  /** From 0. */
  readonly page: number;
  /** Left, bottom, right, top in points, y upwards from the foot of the page, as in /Rect. */
  readonly rect: readonly [number, number, number, number];
}
