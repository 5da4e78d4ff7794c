// The certificate's embedded fonts and what they can print. A person's name with a missing glyph stops the
// certificate; any other text shows the character's code point instead, so that nothing is dropped silently.

import { readFile } from 'node:fs/promises';
import { create } from 'fontkit';
import { AppError } from '../../shared/errors.ts';
import { codePoint, visible } from '../../shared/text/fill.ts';

export interface CertificateFonts {
  readonly text: Buffer;
  readonly bold: Buffer;
  readonly mono: Buffer;
  /** Text with every unprintable character written out as [U+XXXX]. */
  printable(text: string): string;
  /** Throws certificate/missing-glyph for the first character that cannot be printed. */
  assertPrintable(text: string): void;
}

export interface FontPaths {
  readonly text: string;
  readonly bold: string;
  readonly mono: string;
}

export async function readFonts(paths: FontPaths): Promise<CertificateFonts> {
  const [text, bold, mono] = await Promise.all(
    [paths.text, paths.bold, paths.mono].map((path) => readFile(path)),
  );
  const font = create(text!);
  const missing = (char: string): boolean => !font.hasGlyphForCodePoint(char.codePointAt(0)!);
  return {
    text: text!,
    bold: bold!,
    mono: mono!,
    printable: (value) =>
      Array.from(visible(value))
        .map((char) => (missing(char) ? codePoint(char) : char))
        .join(''),
    assertPrintable(value) {
      const char = Array.from(value).find(missing);
      if (char !== undefined) {
        throw new AppError('certificate/missing-glyph', { character: char, codePoint: codePoint(char) });
      }
    },
  };
}
