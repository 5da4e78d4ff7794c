// The embedded fonts and what they can print. A person's name with a missing glyph stops the paper; any other text shows
// the character's code point instead, so that nothing is dropped silently. Parsed once and shared by all papers.

import { readFile } from 'node:fs/promises';
import { create } from 'fontkit';
import { AppError } from '../../shared/errors.ts';
import { codePoint, visible } from '../../shared/text/fill.ts';
import { plainFont, type PlainFont } from './plain-font.ts';

export type FaceName = 'text' | 'bold' | 'mono';

export interface CertificateFonts {
  readonly faces: Readonly<Record<FaceName, PlainFont>>;
  /** Text with every unprintable character written out as [U+XXXX]. */
  printable(text: string): string;
  /**
   * Throws certificate/missing-glyph for the first character that cannot be printed.
   * @param where what the text is, for whoever has to mend it.
   */
  assertPrintable(text: string, where: string): void;
}

export type FontPaths = Readonly<Record<FaceName, string>>;

export async function readFonts(paths: FontPaths): Promise<CertificateFonts> {
  const [text, bold, mono] = await Promise.all(
    [paths.text, paths.bold, paths.mono].map(async (path) => plainFont(create(await readFile(path)))),
  );
  const faces = { text: text!, bold: bold!, mono: mono! };
  const missing = (char: string): boolean => !faces.text.has(char.codePointAt(0)!);
  return {
    faces,
    printable: (value) =>
      Array.from(visible(value))
        .map((char) => (missing(char) ? codePoint(char) : char))
        .join(''),
    assertPrintable(value, where) {
      const char = Array.from(value).find(missing);
      if (char !== undefined) {
        throw new AppError('certificate/missing-glyph', {
          character: char,
          codePoint: codePoint(char),
          where,
        });
      }
    },
  };
}
