// Passwords that a person types while recording: known in memory alone, so that they can be kept out of everything
// that is stored. What carried one is withheld as a whole and stands as a salted digest in data/private/withheld.jsonl
// (cunan-withheld/1: one canonical JSON object per line). Whoever holds that file can test guesses against it: it
// belongs to what a copy for others leaves out.

import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../shared/bytes/canonical-json.ts';
import { toHex } from '../../../shared/bytes/hex.ts';
import type { Random } from '../../platform/ports.ts';

/** Shorter ones are found by the name of their field alone: as text they would be found everywhere. */
const MIN_LENGTH = 4;
const MAX_VALUES = 500;
const MASK = '[withheld]';

export interface Secrets {
  /** The value of a password field as it is now; committed once the person has left it or sent the form. */
  note(field: string, value: string, committed: boolean): void;
  readonly any: boolean;
  /** Every form in which a secret may stand in text: raw, percent- and form-encoded, in JSON, in base64. */
  carriedBy(text: string): boolean;
  mask(text: string): string;
  /** Enters bytes that are not stored; the answer stands in their place: "cunan-withheld:<line>". */
  withhold(what: WithheldKind, url: string, bytes: Uint8Array): string;
  readonly withheld: number;
  /** The text of data/private/withheld.jsonl; empty where nothing was withheld. */
  text(): string;
}

export type WithheldKind = 'request-body' | 'response-body' | 'request-header' | 'response-header';

export function createSecrets(random: Random): Secrets {
  const current = new Map<string, string>();
  const committed = new Set<string>();
  const lines: string[] = [];

  function forms(): readonly string[] {
    const values = new Set([...committed, ...current.values()]);
    return [...new Set([...values].filter((value) => value.length >= MIN_LENGTH).flatMap(formsOf))];
  }

  const secrets: Secrets = {
    note(field, value, final) {
      if (value === '') current.delete(field);
      else if (current.size < MAX_VALUES || current.has(field)) current.set(field, value);
      if (final && value !== '' && committed.size < MAX_VALUES) committed.add(value);
    },
    get any() {
      return committed.size > 0 || current.size > 0;
    },
    carriedBy: (text) => forms().some((form) => text.includes(form)),
    mask(text) {
      // Longest first: one secret may begin another.
      const all = forms().toSorted((a, b) => b.length - a.length);
      return all.reduce((masked, form) => masked.replaceAll(form, MASK), text);
    },
    withhold(what, url, bytes) {
      const salt = random.bytes(32);
      const sha256 = createHash('sha256').update(salt).update(bytes).digest('hex');
      lines.push(
        canonicalJson({
          ...(lines.length === 0 ? { format: 'cunan-withheld/1' } : {}),
          line: lines.length + 1,
          what,
          url: secrets.mask(url).toWellFormed(),
          sizeBytes: bytes.length,
          salt: toHex(salt),
          sha256,
        }),
      );
      return `cunan-withheld:${lines.length}`;
    },
    get withheld() {
      return lines.length;
    },
    text: () => lines.map((line) => `${line}\n`).join(''),
  };
  return secrets;
}

function formsOf(value: string): readonly string[] {
  const wellFormed = value.toWellFormed();
  const percent = encodeURIComponent(wellFormed);
  const form = new URLSearchParams([['', wellFormed]]).toString().slice(1);
  const json = JSON.stringify(wellFormed).slice(1, -1);
  const markup = wellFormed.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  const base64 = Buffer.from(wellFormed).toString('base64').replace(/=+$/, '');
  return [value, percent, form, json, markup, ...(base64.length >= 8 ? [base64] : [])];
}

/** Names under which credentials are posted, as a form field or a member of JSON. */
const CREDENTIAL_FIELD =
  /(?:^|[&?"'_\-.[\s])(?:user|login|new|old|current|confirm|re)?_?-?(?:pass(?:word|wd|phrase|code)?|passwd|pwd|psw|mima|secret|pin|otp|totp|captcha|sms_?code|verif(?:y|ication)_?code|auth_?code|access_?token|refresh_?token|id_?token|client_?secret)\d?["'\]]*\s*(?:=|:|\r?\n)/i;

/** A body that names a credential, whatever was typed: sign-ins of scripts, one-time codes, tokens. */
export function namesCredential(text: string): boolean {
  return CREDENTIAL_FIELD.test(text);
}
