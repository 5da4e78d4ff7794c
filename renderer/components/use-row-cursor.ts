// J and K move a cursor through rows, Enter opens the row under it; the row is scrolled into view.

import { useState } from 'react';
import { useKeys, type KeyMap } from './use-keys.ts';

interface Rows {
  readonly count: number;
  /** Identifies the list: another list starts at `start`. */
  readonly listKey: string;
  readonly start?: number | null;
  readonly onOpen: (index: number) => void;
  /** Further keys of the list, given the row under the cursor. */
  readonly keys?: (index: number | null) => KeyMap;
}

export function useRowCursor({ count, listKey, start = null, onOpen, keys }: Rows): number | null {
  const list = `${listKey}:${start ?? ''}`;
  const [moved, setMoved] = useState<{ readonly list: string; readonly index: number } | null>(null);
  const index = moved?.list === list ? moved.index : start;
  const at = index === null || index < 0 || count === 0 ? null : Math.min(index, count - 1);

  const move = (step: number) => {
    if (count === 0) return;
    const next = at === null ? (step > 0 ? 0 : count - 1) : Math.min(count - 1, Math.max(0, at + step));
    setMoved({ list, index: next });
    document.querySelector(`[data-row="${next}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    enter: () => {
      if (at !== null) onOpen(at);
    },
    ...keys?.(at),
  });
  return at;
}
