// A parsed font that sets one glyph per character: no ligatures, no kerning, so that text copies out as it went in, a
// width is a sum, and the same text gives the same bytes whatever was set before.

import type { Font } from 'fontkit';

export interface PlainFont {
  /** What pdfkit embeds; shared by documents. */
  readonly font: Font;
  /** Height of a capital's line above the baseline and below it, in thousandths of the size. */
  readonly ascent: number;
  readonly descent: number;
  has(codePoint: number): boolean;
  /** In points. */
  width(text: string, size: number): number;
}

interface PlainGlyph {
  readonly id: number;
  readonly advanceWidth: number;
  readonly codePoints: readonly number[];
}

export function plainFont(parsed: Font): PlainFont {
  const glyphs = new Map<number, PlainGlyph>();
  const scale = 1 / parsed.unitsPerEm;
  function glyph(code: number): PlainGlyph {
    const known = glyphs.get(code);
    if (known) return known;
    // Its own code point, not the first one that ever led to this glyph.
    const { id, advanceWidth } = parsed.glyphForCodePoint(code);
    const made = { id, advanceWidth, codePoints: [code] };
    glyphs.set(code, made);
    return made;
  }
  const font = Object.create(parsed) as Font;
  font.layout = (text) => {
    const run = Array.from(text, (char) => glyph(char.codePointAt(0)!));
    return {
      glyphs: run,
      // New ones each time: pdfkit scales them in place.
      positions: run.map(({ advanceWidth }) => ({
        xAdvance: advanceWidth,
        yAdvance: 0,
        xOffset: 0,
        yOffset: 0,
      })),
      advanceWidth: run.reduce((sum, { advanceWidth }) => sum + advanceWidth, 0),
    };
  };
  return {
    font,
    ascent: parsed.ascent * scale * 1000,
    descent: parsed.descent * scale * 1000,
    has: (code) => parsed.hasGlyphForCodePoint(code),
    width(text, size) {
      let sum = 0;
      for (const char of text) sum += glyph(char.codePointAt(0)!).advanceWidth;
      return sum * scale * size;
    },
  };
}
