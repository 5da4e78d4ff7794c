// Values -> lines that fit a column: digests whole, addresses broken anywhere, prose between words or CJK characters with
// no closing mark at the start of a line.

import type { CertificateValue } from '../../shared/certificate/rows.ts';
import type { Bilingual } from '../../shared/text/fill.ts';
import type { CertificateFonts, FaceName } from './fonts.ts';
import { INK, QUIET, SIZE } from './sheet.ts';

export interface Run {
  readonly text: string;
  readonly face: FaceName;
  readonly size: number;
  readonly colour: string;
}

export type Line = readonly Run[];

export interface Setting {
  readonly fonts: CertificateFonts;
  readonly width: number;
  /** Of the main text; the rest follows it. */
  readonly size?: number;
  readonly colour?: string;
}

/** The lines of one value with its lead and its English. */
export function linesOf(value: CertificateValue, setting: Setting): readonly Line[] {
  const lead = value.lead ? leadRuns(value.lead, setting) : [];
  if (value.style === 'digest') return digestLines(value.text, lead, setting);
  const size = setting.size ?? SIZE.text;
  const main = run(value.text, { size, colour: setting.colour ?? INK }, setting);
  const english = value.en ? [run(value.en, { size: smaller(size), colour: QUIET }, setting)] : [];
  const breakAnywhere = value.style === 'url';
  // Short words stand side by side; sentences one under the other.
  const beside = [...lead, main, ...english.map((each) => ({ ...each, text: `  ${each.text}` }))];
  if (widthOf(beside, setting.fonts) <= setting.width) return [beside];
  return [
    ...wrap([...lead, main], setting, breakAnywhere),
    ...(english.length > 0 ? wrap(english, setting, false) : []),
  ];
}

/** Text in one face over as many lines as it needs. */
export function textLines(
  text: string,
  style: { readonly size: number; readonly colour: string; readonly face?: FaceName },
  setting: Setting,
): readonly Line[] {
  return wrap([run(text, style, setting)], setting, false);
}

export function widthOf(line: Line, fonts: CertificateFonts): number {
  return line.reduce((sum, { text, face, size }) => sum + fonts.faces[face].width(text, size), 0);
}

function run(
  text: string,
  style: { readonly size: number; readonly colour: string; readonly face?: FaceName },
  { fonts }: Setting,
): Run {
  return { text: fonts.printable(text), face: style.face ?? 'text', size: style.size, colour: style.colour };
}

function leadRuns({ zh, en }: Bilingual, setting: Setting): readonly Run[] {
  const size = smaller(setting.size ?? SIZE.text);
  const text = en === '' ? zh : `${zh} ${en}`;
  return [run(`${text}  `, { size, colour: QUIET }, setting)];
}

function smaller(size: number): number {
  return Math.max(6, size - 2);
}

/** A digest is never broken unless the column is too narrow for it: then in halves. */
function digestLines(text: string, lead: Line, setting: Setting): readonly Line[] {
  const size = Math.min(SIZE.digest, (setting.size ?? SIZE.text) - 0.8);
  const whole: Run = { text, face: 'mono', size, colour: INK };
  const parts =
    widthOf([whole], setting.fonts) <= setting.width
      ? [whole]
      : (text.match(/^0x.{1,32}|.{1,32}/g) ?? [text]).map((part) => ({ ...whole, text: part }));
  return [...(lead.length > 0 ? [lead] : []), ...parts.map((part) => [part])];
}

/** Closing marks stay with what they close. */
const UNITS = /[\u0021-\u024f]+ ?[，。；：、）》”’？！]*|[（《“‘]?[^][，。；：、）》”’？！]*/gu;

function wrap(runs: Line, { fonts, width }: Setting, breakAnywhere: boolean): readonly Line[] {
  const lines: Run[][] = [[]];
  let used = 0;
  function place(unit: string, style: Run): void {
    const size = fonts.faces[style.face].width(unit, style.size);
    const fits = fonts.faces[style.face].width(unit.trimEnd(), style.size);
    if (used > 0 && used + fits > width) {
      lines.push([]);
      used = 0;
    }
    const line = lines.at(-1)!;
    const last = line.at(-1);
    if (last && last.face === style.face && last.size === style.size && last.colour === style.colour) {
      line[line.length - 1] = { ...last, text: last.text + unit };
    } else line.push({ ...style, text: unit });
    used += size;
  }
  for (const style of runs) {
    const units = breakAnywhere ? Array.from(style.text) : (style.text.match(UNITS) ?? []);
    for (const unit of units) {
      // A word longer than the column (a hash inside prose) is broken like an address.
      const tooLong = fonts.faces[style.face].width(unit, style.size) > width;
      for (const part of tooLong ? Array.from(unit) : [unit]) place(part, style);
    }
  }
  return lines.filter((line) => line.length > 0);
}
