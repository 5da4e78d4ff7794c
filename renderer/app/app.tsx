// Theme, language and antd around the shell.

import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { EmptyState } from '../components/empty-state.tsx';
import { useCore } from '../stores/core.ts';
import { useText } from '../stores/use-text.ts';
import { Boundary } from './boundary.tsx';
import { Shell } from './shell.tsx';
import { antdTheme } from './theme.ts';

/** Passing messages stand at the foot of the window: at its head they would cover titles. */
const MESSAGE_TOP = 'calc(100vh - 64px)';

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

function useMedia(query: string): boolean {
  const media = useMemo(() => window.matchMedia(query), [query]);
  return useSyncExternalStore(
    (changed) => {
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => media.matches,
  );
}

export function App({ authorised }: { authorised: boolean }) {
  const t = useText();
  const language = useCore((state) => state.language);
  const theme = useCore((state) => state.theme);
  const systemDark = useMedia('(prefers-color-scheme: dark)');
  const lessMotion = useMedia('(prefers-reduced-motion: reduce)');
  const dark = theme === 'dark' || (theme === 'system' && systemDark);

  useEffect(() => {
    document.documentElement.lang = language;
    document.title = t.app.name;
  }, [language, t]);
  useEffect(() => {
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
  }, [dark]);

  const antd = useMemo(() => antdTheme(dark, !lessMotion), [dark, lessMotion]);
  return (
    <ConfigProvider
      theme={antd}
      locale={language === 'en' ? enUS : zhCN}
      csp={{ nonce }}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
    >
      <AntApp className="app-root" message={{ maxCount: 1, duration: 4, top: MESSAGE_TOP }}>
        <Boundary>
          {authorised ? <Shell /> : <EmptyState title={t.app.noSessionTitle} body={t.app.noSessionBody} />}
        </Boundary>
      </AntApp>
    </ConfigProvider>
  );
}
