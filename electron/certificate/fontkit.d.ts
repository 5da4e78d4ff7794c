// fontkit carries no types; this is all that is used of it.
declare module 'fontkit' {
  export interface Position {
    xAdvance: number;
    yAdvance: number;
    xOffset: number;
    yOffset: number;
  }
  export interface GlyphRun {
    glyphs: readonly { readonly id: number; readonly advanceWidth: number }[];
    positions: Position[];
    advanceWidth: number;
  }
  export interface Font {
    readonly unitsPerEm: number;
    readonly ascent: number;
    readonly descent: number;
    hasGlyphForCodePoint(codePoint: number): boolean;
    glyphForCodePoint(codePoint: number): { readonly id: number; readonly advanceWidth: number };
    layout(text: string): GlyphRun;
  }
  export function create(bytes: Uint8Array): Font;
}
