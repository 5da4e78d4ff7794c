// What the command line prints: sentences or JSON lines, never both; progress only where a person looks.

import { describe, expect, it } from 'vitest';
import { parseRequirements } from '../../../electron/cli/commands/verify.ts';
import { createOutput, EXIT } from '../../../electron/cli/output.ts';
import { AppError, ERROR_CODES } from '../../../shared/errors.ts';
import type { Reason } from '../../../shared/evidence/states.ts';
import { reasonSentence } from '../../../shared/text/reasons.ts';

function capture(json: boolean, isTTY = false) {
  const text = { out: '', err: '' };
  const streams = {
    out: { write: (part: string) => (text.out += part) },
    err: { write: (part: string) => (text.err += part), isTTY },
  };
  return { text, output: createOutput(json, 'zh-CN', streams) };
}

describe('output', () => {
  it('shows the control and direction characters of foreign words instead of obeying them', () => {
    const person = capture(false, true);
    person.output.say('title \u001b[31m\u009b2J\u202e');
    person.output.progress('step \u001b]0;owned\u0007');
    person.output.fail(new AppError('input/not-a-url', { url: '\u001b[2J' }));
    expect(person.text.out).toBe('title [U+001B][31m[U+009B]2J[U+202E]\n');
    expect(person.text.err).not.toContain('\u001b');
    expect(person.text.err).not.toContain('\u0007');
  });

  it('says sentences to a person and facts to a program', () => {
    const person = capture(false);
    person.output.say('一句话');
    person.output.emit({ event: 'item' });
    expect(person.text).toEqual({ out: '一句话\n', err: '' });
    const program = capture(true);
    program.output.say('一句话');
    program.output.emit({ event: 'item', title: 'a\nb' });
    expect(program.text).toEqual({ out: '{"event":"item","title":"a\\nb"}\n', err: '' });
  });

  it('shows progress on a terminal alone, and clears it by its width on the screen', () => {
    const piped = capture(false);
    piped.output.progress('进度');
    expect(piped.text.err).toBe('');
    const terminal = capture(false, true);
    terminal.output.progress('进度 1%');
    terminal.output.say('完');
    expect(terminal.text.err).toBe(`进度 1%\r${' '.repeat(7)}\r`);
  });

  it('gives every expected failure its exit code, and no defect', () => {
    for (const code of ERROR_CODES) {
      const { output, text } = capture(true);
      const exit = output.fail(new AppError(code));
      expect(exit).toBe(
        code === 'internal' ? EXIT.internal : code.startsWith('input/') ? EXIT.usage : EXIT.invalid,
      );
      expect(JSON.parse(text.out)).toMatchObject({ event: 'error', code });
    }
    expect(() => capture(true).output.fail(new TypeError('ours'))).toThrow('ours');
  });

  it('shows control characters of foreign texts instead of obeying them', () => {
    const { output, text } = capture(false);
    output.fail(new AppError('input/not-a-url', { url: 'http://\u001b[2J\u202e' }));
    expect(text.err).toContain('[U+001B][2J[U+202E]');
  });
});

describe('requirements of a verification', () => {
  it('reads rules and a moment', () => {
    expect(parseRequirements(['tsa=2', 'chain'], '2026-11-22')).toEqual({
      tsa: 2,
      chain: true,
      at: '2026-11-22T00:00:00.000Z',
    });
    expect(parseRequirements(['tsa=1,chain'], null)).toMatchObject({ tsa: 1, chain: true, at: null });
  });

  it.each([['tsa=0'], ['tsa=-1'], ['tsa=100'], ['tsa'], ['chains'], [''], ['tsa=1;chain']])(
    'refuses %s',
    (rule) => {
      expect(() => parseRequirements([rule], null)).toThrow(
        expect.objectContaining({ code: 'input/invalid' }) as Error,
      );
    },
  );

  it.each(['yesterday', '2026-13-01', '2026-11-22T25:00:00Z'])('refuses the moment %s', (at) => {
    expect(() => parseRequirements([], at)).toThrow(
      expect.objectContaining({ code: 'input/invalid' }) as Error,
    );
  });
});

describe('why there is no page', () => {
  it('is told in words, with the exact error', () => {
    const details = { error: 'capture/tls-error', cause: 'net::ERR_CERT_DATE_INVALID', host: 'a.example' };
    expect(reasonSentence(reason(details), 'zh-CN')).toContain('网站证书未通过浏览器检查');
    expect(reasonSentence(reason(details), 'en')).toContain('net::ERR_CERT_DATE_INVALID');
  });

  it('falls back to what there is: other versions and hostile packages', () => {
    const old = { error: 'capture/name-not-resolved' };
    expect(reasonSentence(reason(old), 'zh-CN')).toContain('capture/name-not-resolved');
    for (const details of [{ error: 'no such code' }, { error: 'capture/timeout', cause: '{host}\u202e' }]) {
      expect(reasonSentence(reason(details), 'en')).not.toContain('\u202e');
      expect(reasonSentence(reason(details), 'en')).not.toMatch(/\{limitMs\}/);
    }
  });
});

function reason(details: Record<string, string>): Reason {
  return { code: 'no-main-document', details };
}
