// What the command line prints: sentences for people, or one JSON line per event with --json. Progress goes to the
// terminal's error stream, so that output can be piped.

import { errorLine } from '../../shared/text/errors.ts';
import { isAppError } from '../../shared/errors.ts';
import { visible } from '../../shared/text/fill.ts';
import type { Language } from '../../shared/api/views.ts';

export interface Output {
  readonly json: boolean;
  readonly language: Language;
  /** A sentence for a person; silent with --json. */
  say(line: string): void;
  /** A fact for a program; silent without --json. */
  emit(event: Readonly<Record<string, unknown>>): void;
  /** What happens now, overwritten in place on a terminal; silent elsewhere. */
  progress(line: string): void;
  /** An expected failure, in words and as a JSON line. Returns its exit code. */
  fail(error: unknown): number;
  /** zh or en, whichever was chosen. */
  pick(zh: string, en: string): string;
}

export const EXIT = { ok: 0, invalid: 1, usage: 2, incomplete: 3, internal: 4 } as const;

const WORST_FIRST: readonly number[] = [EXIT.internal, EXIT.invalid, EXIT.usage, EXIT.incomplete];

/** Of several pages or files the worst decides. */
export function worstExit(codes: readonly number[]): number {
  return WORST_FIRST.find((code) => codes.includes(code)) ?? EXIT.ok;
}

export interface OutputStreams {
  readonly out: { write(text: string): unknown };
  readonly err: { write(text: string): unknown; readonly isTTY?: boolean | undefined };
}

export function createOutput(json: boolean, language: Language, { out, err }: OutputStreams): Output {
  let progressWidth = 0;
  const clear = (): void => {
    if (progressWidth > 0) err.write(`\r${' '.repeat(progressWidth)}\r`);
    progressWidth = 0;
  };
  return {
    json,
    language,
    say(line) {
      if (json) return;
      clear();
      out.write(`${safe(line)}\n`);
    },
    emit(event) {
      if (json) out.write(`${JSON.stringify(event)}\n`);
    },
    progress(line) {
      if (json || !err.isTTY) return;
      clear();
      const shown = visible(line);
      err.write(shown);
      progressWidth = displayWidth(shown);
    },
    fail(error) {
      clear();
      if (!isAppError(error)) throw error;
      const sentence = errorLine(error.code, error.details, language);
      if (json)
        out.write(`${JSON.stringify({ event: 'error', code: error.code, ...error.details, sentence })}\n`);
      else err.write(`${safe(sentence)} [${error.code}]\n`);
      return exitCodeOf(error.code);
    },
    pick: (zh, en) => (language === 'en' ? en : zh),
  };
}

/** Pages, sheets and packages put words into our lines: none of them moves the cursor, colours or turns the line. */
function safe(lines: string): string {
  return lines.split('\n').map(visible).join('\n');
}

/** Wide characters take two columns. */
function displayWidth(text: string): number {
  return Array.from(text).reduce((sum, char) => sum + (char.codePointAt(0)! > 0x2e7f ? 2 : 1), 0);
}

/** Bad input is the caller's (2); anything else expected is a failure of the work (1); a defect is ours (4). */
export function exitCodeOf(code: string): number {
  if (code === 'internal') return EXIT.internal;
  return code.startsWith('input/') ? EXIT.usage : EXIT.invalid;
}
