// What the capture noticed about the page that is no defect but must not be overlooked: what kind of page it seems to
// be, and that it changed around its picture. Each leads to 过程, where the whole sentence stands.

import { pageLabelsOf } from '../../../shared/evidence/page-labels.ts';
import type { CaptureRecord } from '../../../shared/evidence/capture-record.ts';
import { labelWord } from '../../../shared/text/batch.ts';
import { noteSentence } from '../../../shared/text/notes.ts';
import { Mark } from '../../components/mark.tsx';
import { go } from '../../stores/route.ts';
import { useLanguage, useText } from '../../stores/use-text.ts';

const CHANGED = ['changed-during-picture', 'changed-after-picture'] as const;

export function PageMarks({ id, record }: { id: string; record: CaptureRecord | null }) {
  const t = useText();
  const language = useLanguage();
  const notes = record?.notes ?? [];
  const marks = [
    ...pageLabelsOf(record).map((note) => ({
      note,
      kind: 'warn' as const,
      word: labelWord(note.code, language),
    })),
    ...notes
      .filter(({ code }) => code === 'page-unlabelled')
      .map((note) => ({ note, kind: 'unknown' as const, word: labelWord(note.code, language) })),
    ...CHANGED.flatMap((code) => {
      const note = notes.find((one) => one.code === code);
      return note ? [{ note, kind: 'warn' as const, word: t.item.changed[code] }] : [];
    }),
  ];
  if (marks.length === 0) return null;
  return (
    <ul className="page-marks small" aria-label={t.item.worthKnowing}>
      {marks.map(({ note, kind, word }) => (
        <li key={note.code}>
          <button
            type="button"
            className="plain page-mark"
            title={t.item.worthKnowingMore(noteSentence(note, language))}
            onClick={() => go({ room: 'evidence', item: { id, tab: 'process' } }, { replace: true })}
          >
            <Mark kind={kind} word={word} />
          </button>
        </li>
      ))}
    </ul>
  );
}
