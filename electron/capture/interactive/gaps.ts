// Stretches of a recording in which the film does not show what happened, by kind; several kinds may overlap.

import type { GapKind, RecordingGap } from '../../../shared/evidence/recording.ts';
import type { EventLog } from '../events-log.ts';

const MAX_GAPS = 1_000;

export interface Gaps {
  readonly list: readonly RecordingGap[];
  readonly open: readonly GapKind[];
  begin(kind: GapKind, fromMs: number): void;
  end(kind: GapKind, toMs: number): void;
  endAll(toMs: number): void;
}

export function createGaps(events: EventLog): Gaps {
  const list: RecordingGap[] = [];
  const open = new Map<GapKind, number>();
  const gaps: Gaps = {
    list,
    get open() {
      return [...open.keys()];
    },
    begin(kind, fromMs) {
      if (open.has(kind)) return;
      open.set(kind, fromMs);
      events.add('gap-begin', { kind, offsetMs: fromMs });
    },
    end(kind, toMs) {
      const from = open.get(kind);
      if (from === undefined) return;
      open.delete(kind);
      if (list.length < MAX_GAPS)
        list.push({ kind, fromMs: Math.round(from), toMs: Math.round(Math.max(from, toMs)) });
      events.add('gap-end', { kind, offsetMs: toMs });
    },
    endAll(toMs) {
      for (const kind of open.keys()) gaps.end(kind, toMs);
    },
  };
  return gaps;
}
