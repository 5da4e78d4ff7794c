// Ctrl/Cmd+K: go anywhere, start anything, find a case or an item by its words.
// A combobox whose focus stays in the text field (WAI-ARIA APG): datalist and select cannot show these entries.
/* oxlint-disable jsx-a11y/prefer-tag-over-role */

import { Input } from 'antd';
import { useEffect, useMemo, useState, type KeyboardEvent } from 'react';
import { Dialog } from '../components/dialog.tsx';
import { useText } from '../stores/use-text.ts';
import { usePaletteEntries, type PaletteEntry } from './palette-entries.ts';
import './palette.css';

interface Props {
  readonly onClose: () => void;
  readonly onKeys: () => void;
}

export function Palette({ onClose, onKeys }: Props) {
  const t = useText();
  return (
    <Dialog title={t.palette.title} width={560} bare onClose={onClose}>
      <PaletteBody onClose={onClose} onKeys={onKeys} />
    </Dialog>
  );
}

function PaletteBody({ onClose, onKeys }: Props) {
  const t = useText();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const all = usePaletteEntries(query, onKeys);
  const entries = useMemo(() => filterEntries(all, query), [all, query]);
  const current = Math.min(at, entries.length - 1);

  useEffect(() => {
    document.getElementById(`palette-${current}`)?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  const run = (entry: PaletteEntry | undefined) => {
    if (!entry) return;
    onClose();
    entry.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((current + step + entries.length) % Math.max(1, entries.length));
    else if (event.key === 'Enter') run(entries[current]);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <Input
        size="large"
        variant="borderless"
        value={query}
        placeholder={t.palette.placeholder}
        aria-label={t.palette.placeholder}
        role="combobox"
        aria-expanded
        aria-autocomplete="list"
        aria-controls="palette-list"
        {...(entries.length > 0 ? { 'aria-activedescendant': `palette-${current}` } : {})}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div role="listbox" id="palette-list" aria-label={t.palette.title} className="palette-list">
        {entries.map((entry, index) => (
          <div
            key={entry.id}
            id={`palette-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            className="palette-entry"
            onMouseMove={() => setAt(index)}
            onClick={() => run(entry)}
            onKeyDown={() => undefined}
          >
            <span className="cut">{entry.label}</span>
            <span className="small muted">{t.palette.kinds[entry.kind]}</span>
          </div>
        ))}
      </div>
      {entries.length === 0 ? <p className="palette-nothing muted">{t.palette.nothing}</p> : null}
    </>
  );
}

function filterEntries(entries: readonly PaletteEntry[], query: string): readonly PaletteEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return entries.filter((entry) => entry.kind !== 'evidence').slice(0, 14);
  return entries
    .filter((entry) => {
      const text = `${entry.label} ${entry.also ?? ''}`.toLowerCase();
      return entry.kind === 'evidence' || words.every((word) => text.includes(word));
    })
    .slice(0, 20);
}
