// Measures, colours and the fixed place for a signature. Lengths in points, y downwards from the top unless said.

const MM = 72 / 25.4;

export const mm = (length: number): number => length * MM;

export const PAGE = { width: mm(210), height: mm(297) };
export const MARGIN = mm(20);
export const WIDTH = PAGE.width - 2 * MARGIN;
export const RIGHT = PAGE.width - MARGIN;
/** Where the text of following pages begins and of every page ends. */
export const TOP = mm(24);
export const BOTTOM = PAGE.height - mm(25);

export const INK = '#1c1f23';
export const QUIET = '#5b626b';
export const RULE = '#c9ced6';
export const SEAL_INK = '#1458c4';
export const WARN = '#8a5a00';
export const DEMO = '#b3261e';
export const TINT = '#f4f6f9';

export const SIZE = { text: 9, small: 6.8, label: 8.6, digest: 8.2, heading: 11.5 };
/** Of one line of a value. */
export const LEADING = 12.4;

/** The place for a visible signature: bottom right of the first page. */
const SEAL = { x: mm(126), y: mm(238), width: mm(64), height: mm(30) };

/** In PDF's own terms, for whoever signs: page counted from 0, points, y upwards from the foot of the page. */
export interface SealArea {
  readonly page: number;
  /** [left, bottom, right, top] as in /Rect. */
  readonly rect: readonly [number, number, number, number];
}

export const SEAL_BOX = SEAL;
export const SEAL_AREA: SealArea = {
  page: 0,
  rect: [SEAL.x, PAGE.height - SEAL.y - SEAL.height, SEAL.x + SEAL.width, PAGE.height - SEAL.y].map(
    (length) => Math.round(length * 100) / 100,
  ) as unknown as SealArea['rect'],
};
