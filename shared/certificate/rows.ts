// Rows of a certificate and their values.

import type { Bilingual } from '../text/fill.ts';

/** How a value is set: prose wraps at words; a digest stands whole, in lines of 32; a url breaks anywhere. */
export type ValueStyle = 'text' | 'digest' | 'url';

export interface CertificateValue {
  readonly text: string;
  readonly style: ValueStyle;
}

export interface CertificateRow {
  readonly label: Bilingual;
  readonly values: readonly CertificateValue[];
}

/** Pages choose these texts: a certificate stays readable, the statement has them whole. */
const MAX_TEXT = 300;

export function cut(text: string): string {
  const chars = Array.from(text);
  if (chars.length <= MAX_TEXT) return text;
  return `${chars.slice(0, MAX_TEXT).join('')}…（共 ${chars.length} 字，全文见证据声明 full text in the statement）`;
}

export function row(
  zh: string,
  en: string,
  ...values: readonly (string | CertificateValue)[]
): CertificateRow {
  return {
    label: { zh, en },
    values: values.map((value) => (typeof value === 'string' ? { text: value, style: 'text' } : value)),
  };
}

export function digest(text: string): CertificateValue {
  return { text, style: 'digest' };
}

export function url(text: string | null): CertificateValue {
  return text === null ? { text: '无 None', style: 'text' } : { text, style: 'url' };
}
