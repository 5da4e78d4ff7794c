// Sentences and the places that fill them belong together: a blank that nobody fills would be shown to a user as {blank}.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES, type ErrorCode } from '../../../shared/errors.ts';
import { errorSentence } from '../../../shared/text/errors.ts';

const root = join(import.meta.dirname, '../../..');

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('node_modules'))
    .map((name) => join(folder, name));
}

interface Throw {
  readonly place: string;
  readonly code: ErrorCode;
  readonly keys: readonly string[];
}

/** Every `AppError('code', { … })` written out in the sources, with the names of its details. */
function writtenErrors(): Throw[] {
  const found: Throw[] = [];
  for (const path of [...sources('electron'), ...sources('shared')]) {
    const text = readFileSync(join(root, path), 'utf8').replace(/\$\{[^}]*\}/g, '');
    for (const match of text.matchAll(/AppError\(\s*'([a-z]+\/[a-z-]+|internal)'\s*(?:,\s*\{([^}]*)\})?/g)) {
      const rest = text.slice(match.index + match[0].length).trimStart();
      // Details handed over as a variable cannot be read here.
      if (match[2] === undefined && rest.startsWith(',')) continue;
      if (match[2]?.includes('...')) continue;
      const keys = (match[2] ?? '')
        .split(',')
        .map((part) => part.split(':')[0]!.trim())
        .filter((key) => /^\w+$/.test(key));
      found.push({ place: path, code: match[1] as ErrorCode, keys });
    }
  }
  return found;
}

function blanks(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
}

describe('error sentences', () => {
  it('are complete in both languages', () => {
    for (const code of ERROR_CODES) {
      for (const language of ['zh-CN', 'en'] as const) {
        const { happened, kept, next } = errorSentence(code, {}, language);
        for (const text of [happened, kept, next]) expect(text.trim(), code).not.toBe('');
      }
    }
  });

  it('never promise what we do not promise', () => {
    for (const code of ERROR_CODES) {
      const { happened, kept, next } = errorSentence(code, {}, 'zh-CN');
      expect(happened + kept + next).not.toMatch(/不可篡改|法院认可|具有法律效力/);
    }
  });

  it('have every blank filled where an error is raised', () => {
    const raised = writtenErrors();
    expect(raised.length).toBeGreaterThan(60);
    const unfilled = raised.flatMap(({ place, code, keys }) =>
      blanks(Object.values(errorSentence(code, {}, 'en')).join(' '))
        .filter((blank) => !keys.includes(blank))
        .map((blank) => `${place}: ${code} lacks {${blank}}`),
    );
    expect(unfilled).toEqual([]);
  });
});
