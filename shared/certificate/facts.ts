// Facts of proofs as lines of a certificate.

import { FACT } from '../text/words.ts';

export function factLabel(key: string): string {
  const label = FACT[key];
  return label ? `${label.zh} ${label.en}` : key;
}

export function factText({ key, value }: { readonly key: string; readonly value: string }): string {
  return `${factLabel(key)}: ${value}`;
}
