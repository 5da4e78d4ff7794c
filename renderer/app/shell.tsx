// The window: rail, page, and the few things that float above: commands, keys, connection.

import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { Loading } from '../components/loading.tsx';
import { Mark } from '../components/mark.tsx';
import { useKeys } from '../components/use-keys.ts';
import { useCore } from '../stores/core.ts';
import { enterRoom, go, useRoute, type Route } from '../stores/route.ts';
import { useText } from '../stores/use-text.ts';
import { Boundary } from './boundary.tsx';
import { KeySheet } from './key-sheet.tsx';
import { Palette } from './palette.tsx';
import { Rail } from './rail.tsx';

const CasesScreen = lazy(() => import('../screens/cases/cases-screen.tsx'));
const CaptureScreen = lazy(() => import('../screens/capture/capture-screen.tsx'));
const EvidenceScreen = lazy(() => import('../screens/evidence/evidence-screen.tsx'));
const ItemScreen = lazy(() => import('../screens/evidence/item-screen.tsx'));
const ExportsScreen = lazy(() => import('../screens/exports/exports-screen.tsx'));
const ApplicationsScreen = lazy(() => import('../screens/applications/applications-screen.tsx'));
const ProofsScreen = lazy(() => import('../screens/proofs/proofs-screen.tsx'));
const VerifyScreen = lazy(() => import('../screens/verify/verify-screen.tsx'));
const SettingsScreen = lazy(() => import('../screens/settings/settings-screen.tsx'));

function Screen({ route }: { route: Route }) {
  if (route.room === 'cases') return <CasesScreen caseId={route.caseId} />;
  if (route.room === 'capture') return <CaptureScreen caseId={route.caseId} view={route.view ?? null} />;
  if (route.room === 'applications') return <ApplicationsScreen id={route.id} caseId={route.caseId} />;
  if (route.room === 'proofs') return <ProofsScreen />;
  if (route.room === 'verify') return <VerifyScreen />;
  if (route.room === 'settings') return <SettingsScreen section={route.section} />;
  if (route.item) return <ItemScreen key={route.item.id} id={route.item.id} tab={route.item.tab} />;
  if ('exports' in route) return <ExportsScreen view={route.exports} />;
  return <EvidenceScreen filter={route.filter} />;
}

export function Shell() {
  const t = useText();
  const route = useRoute((state) => state.route);
  const connection = useCore((state) => state.connection);
  const [palette, setPalette] = useState(false);
  const [sheet, setSheet] = useState(false);
  const main = useRef<HTMLElement>(null);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setPalette((open) => !open);
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  useKeys({
    '?': () => setSheet(true),
    n: () => go({ room: 'capture', caseId: route.room === 'cases' ? route.caseId : null }),
    '1': () => enterRoom('cases'),
    '2': () => enterRoom('capture'),
    '3': () => enterRoom('evidence'),
    '4': () => enterRoom('applications'),
    '5': () => enterRoom('proofs'),
    '6': () => enterRoom('verify'),
    '7': () => enterRoom('settings'),
    '/': () => document.querySelector<HTMLElement>('[data-search]')?.focus(),
  });

  return (
    <div className="shell">
      <a
        className="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {t.app.skip}
      </a>
      <Rail onPalette={() => setPalette(true)} onKeys={() => setSheet(true)} />
      <main className="page" ref={main} tabIndex={-1} id="main">
        <Boundary key={route.room}>
          <Suspense fallback={<Loading />}>
            <Screen route={route} />
          </Suspense>
        </Boundary>
        {connection === 'lost' ? (
          <output className="connection" title={t.app.lostHint}>
            <Mark kind="wait" word={t.app.lost} />
          </output>
        ) : null}
      </main>
      {palette ? <Palette onClose={() => setPalette(false)} onKeys={() => setSheet(true)} /> : null}
      {sheet ? <KeySheet onClose={() => setSheet(false)} /> : null}
    </div>
  );
}
