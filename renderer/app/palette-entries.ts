// What the palette offers: rooms and commands, all cases, and evidence that the core finds for the words typed.

import { useEffect, useMemo, useState } from 'react';
import { visible } from '../../shared/text/fill.ts';
import type { EvidenceView } from '../../shared/api/views.ts';
import { useCases } from '../stores/cases.ts';
import { useCore } from '../stores/core.ts';
import { findEvidence } from '../stores/evidence.ts';
import { enterRoom, exportsRoute, go, ROOMS } from '../stores/route.ts';
import { useText } from '../stores/use-text.ts';
import { shortUrl } from '../format/urls.ts';

export interface PaletteEntry {
  readonly id: string;
  readonly kind: 'command' | 'case' | 'evidence';
  readonly label: string;
  /** Further words to be found by. */
  readonly also?: string;
  readonly run: () => void;
}

export function usePaletteEntries(query: string, onKeys: () => void): readonly PaletteEntry[] {
  const t = useText();
  const cases = useCases((state) => state.cases);
  const { language, theme, change } = useCore();
  const found = useFound(query);
  return useMemo(() => {
    const dark =
      theme === 'dark' || (theme === 'system' && document.documentElement.dataset['theme'] === 'dark');
    const quietly = (work: Promise<void>) => void work.catch(() => undefined);
    const commands: PaletteEntry[] = [
      {
        id: 'new-capture',
        kind: 'command',
        label: t.palette.newCapture,
        also: 'new capture quzheng',
        run: () => go({ room: 'capture', caseId: null }),
      },
      {
        id: 'new-case',
        kind: 'command',
        label: t.palette.newCase,
        also: 'new case anjian',
        run() {
          go({ room: 'cases', caseId: null });
          useCases.getState().setCreating(true);
        },
      },
      ...ROOMS.map((room): PaletteEntry => ({
        id: `room-${room}`,
        kind: 'command',
        label: t.palette.goTo(t.rooms[room]),
        also: room,
        run: () => enterRoom(room),
      })),
      {
        id: 'exports',
        kind: 'command',
        label: t.palette.goTo(t.exports.listLabel),
        also: 'batch export runs piliang chuzheng',
        run: () => go(exportsRoute(null)),
      },
      {
        id: 'theme',
        kind: 'command',
        label: t.palette.toggleTheme,
        also: 'theme dark light',
        run: () => quietly(change({ theme: dark ? 'light' : 'dark' })),
      },
      {
        id: 'language',
        kind: 'command',
        label: t.palette.toggleLanguage,
        also: 'language english chinese 中文',
        run: () => quietly(change({ language: language === 'en' ? 'zh-CN' : 'en' })),
      },
      {
        id: 'keys',
        kind: 'command',
        label: t.palette.showKeys,
        also: 'keyboard shortcuts help',
        run: onKeys,
      },
    ];
    const caseEntries = (cases ?? []).map((item): PaletteEntry => ({
      id: `case-${item.id}`,
      kind: 'case',
      label: item.name,
      run: () => go({ room: 'cases', caseId: item.id }),
    }));
    const evidence = found.map((item): PaletteEntry => ({
      id: item.id,
      kind: 'evidence',
      label: `${item.id}  ${visible(item.title ?? (item.requestedUrl ? shortUrl(item.requestedUrl) : ''))}`,
      run: () => go({ room: 'evidence', item: { id: item.id, tab: 'picture' } }),
    }));
    return [...commands, ...caseEntries, ...evidence];
  }, [t, cases, language, theme, change, found, onKeys]);
}

function useFound(query: string): readonly EvidenceView[] {
  const [found, setFound] = useState<{ readonly text: string; readonly items: readonly EvidenceView[] }>();
  const text = query.trim().slice(0, 200);
  useEffect(() => {
    if (text.length < 2) return undefined;
    let current = true;
    const timer = setTimeout(() => {
      findEvidence(text, 6).then(
        (items) => current && setFound({ text, items }),
        () => current && setFound({ text, items: [] }), // the commands still work without the core
      );
    }, 150);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text]);
  return useMemo(() => (found?.text === text ? found.items : []), [found, text]);
}
