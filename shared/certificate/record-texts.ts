// What a certificate says of how the page was captured, from the capture record, where it is not the default way:
// settings, labels of the kind of page, and that it changed meanwhile. Nothing where there is nothing to say.

import type { CaptureRecord } from '../evidence/capture-record.ts';
import { pageLabelsOf } from '../evidence/page-labels.ts';
import { LABEL, SAY, WORD } from '../text/certificate.ts';
import type { Bilingual } from '../text/fill.ts';
import { noteSentence } from '../text/notes.ts';
import { optionSentences, presetName } from '../text/options.ts';
import { cut, row, type CertificateRow, type Said } from './rows.ts';

export function recordRows(record: CaptureRecord | null): readonly CertificateRow[] {
  if (record === null) return [];
  return [
    row(LABEL.settings, ...settings(record)),
    row(LABEL.session, ...said(record, 'session-cookies', 'auth-answered')),
    // Printed, so that nobody takes a challenge page for the content.
    row(LABEL.labels, ...labels(record)),
    row(LABEL.changed, ...said(record, 'changed-after-picture')),
  ].filter(({ values }) => values.length > 0);
}

/** The address of the connection; whose it is where it is not the server's. */
export function serverTexts(record: CaptureRecord | null): readonly Said[] {
  const server = record?.server ?? null;
  if (server === null) return [WORD.none];
  const parts = [server.ip, server.port, server.protocol].filter((part) => part !== null).join(' · ');
  if (server.via === 'fake-ip') return [parts, SAY.fakeIp];
  return server.via === 'proxy' ? [parts, SAY.proxyAddress] : [parts];
}

function settings({ options }: CaptureRecord): readonly Bilingual[] {
  const chinese = optionSentences(options, 'zh-CN');
  if (chinese.length === 0) return [];
  const english = optionSentences(options, 'en');
  const preset = presetName(options, 'zh-CN');
  return [
    ...(preset === null ? [] : [{ zh: preset, en: presetName(options, 'en') ?? '' }]),
    ...chinese.map((sentence, index) => ({ zh: cut(sentence), en: cut(english[index] ?? '') })),
  ];
}

/** The sentences of the notes with these codes. */
function said({ notes }: CaptureRecord, ...codes: readonly string[]): readonly Bilingual[] {
  return notes
    .filter(({ code }) => codes.includes(code))
    .map((note) => ({ zh: cut(noteSentence(note, 'zh-CN')), en: cut(noteSentence(note, 'en')) }));
}

function labels(record: CaptureRecord): readonly Bilingual[] {
  return pageLabelsOf(record).map((label) => ({ zh: cut(noteSentence(label, 'zh-CN')), en: label.code }));
}
