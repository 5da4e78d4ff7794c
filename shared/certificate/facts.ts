// Facts of proofs as values of a certificate.

import { FACT } from '../text/words.ts';
import type { Bilingual } from '../text/fill.ts';
import { digest, led, type CertificateValue } from './rows.ts';

interface Fact {
  readonly key: string;
  readonly value: string;
}

export function factLabel(key: string): Bilingual {
  return FACT[key] ?? { zh: key, en: '' };
}

/** Hashes stand whole. */
export function factValue({ key, value }: Fact): CertificateValue {
  return /^(0x)?[0-9a-f]{64}$/i.test(value) ? digest(value, factLabel(key)) : led(factLabel(key), value);
}

export function factOf(facts: readonly Fact[], key: string): string | null {
  return facts.find((fact) => fact.key === key)?.value ?? null;
}
