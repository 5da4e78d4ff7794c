// Rows of a table of facts and their values. A value is Chinese first; its English stands beside it, small.

import { SAY } from '../text/certificate.ts';
import { fill, type Bilingual } from '../text/fill.ts';

/** How a value is set: prose wraps at words; a digest stands whole on one line; a url breaks anywhere. */
export type ValueStyle = 'text' | 'digest' | 'url';

export interface CertificateValue {
  readonly text: string;
  readonly style: ValueStyle;
  /** The same in English. */
  readonly en?: string;
  /** What the value is; kept on one page with it. */
  readonly lead?: Bilingual;
}

export type Said = string | Bilingual | CertificateValue;

export interface CertificateRow {
  readonly label: Bilingual;
  readonly values: readonly CertificateValue[];
  /** Number in the list of recommended fields. */
  readonly field?: number;
}

/** Pages choose these texts: a certificate stays readable, the statement has them whole. */
const MAX_TEXT = 300;

export function cut(text: string, max = MAX_TEXT): string {
  const chars = Array.from(text);
  if (chars.length <= max) return text;
  return `${chars.slice(0, max).join('')}${fill(SAY.cut.zh, { count: chars.length })}`;
}

export function row(label: Bilingual, ...values: readonly Said[]): CertificateRow {
  return { label, values: values.map(valueOf) };
}

/** A row that answers one of the recommended fields. */
export function fieldRow(field: number, label: Bilingual, ...values: readonly Said[]): CertificateRow {
  return { ...row(label, ...values), field };
}

export function valueOf(said: Said): CertificateValue {
  if (typeof said === 'string') return { text: said, style: 'text' };
  return 'zh' in said ? { text: said.zh, en: said.en, style: 'text' } : said;
}

export function digest(text: string, lead?: Bilingual): CertificateValue {
  return { text, style: 'digest', ...(lead && { lead }) };
}

export function url(text: string | null, none: Bilingual): CertificateValue {
  return text === null ? valueOf(none) : { text, style: 'url' };
}

/** A value with what it is before it. */
export function led(lead: Bilingual, said: Said): CertificateValue {
  return { ...valueOf(said), lead };
}
