// What the whole window knows: language, theme, settings, facts of the installation, and how the connection stands.
// Language and theme are also remembered in the window, so that the first paint is already right.

import { create } from 'zustand';
import type { Settings, SettingsPatch } from '../../shared/api/inputs.ts';
import type { AppInfo, Language } from '../../shared/api/views.ts';
import { api } from '../api/client.ts';
import type { ConnectionState } from '../api/events.ts';
import { toFailure, type Failure } from '../api/failure.ts';
import { remember, recall } from './remembered.ts';

type Theme = Settings['theme'];

interface CoreState {
  readonly language: Language;
  readonly theme: Theme;
  readonly settings: Settings | null;
  readonly info: AppInfo | null;
  readonly connection: ConnectionState;
  readonly failure: Failure | null;
  readonly load: () => Promise<void>;
  /** Language and theme change at once; the core is told behind them. */
  readonly change: (patch: SettingsPatch) => Promise<void>;
  readonly setConnection: (connection: ConnectionState) => void;
}

const systemLanguage = (): Language => (navigator.language.startsWith('zh') ? 'zh-CN' : 'en');

export const useCore = create<CoreState>()((set) => {
  const take = (settings: Settings) => {
    remember('language', settings.language);
    remember('theme', settings.theme);
    set({ settings, language: settings.language, theme: settings.theme, failure: null });
  };
  return {
    language: recall('language', ['zh-CN', 'en'] as const) ?? systemLanguage(),
    theme: recall('theme', ['system', 'light', 'dark'] as const) ?? 'system',
    settings: null,
    info: null,
    connection: 'connecting',
    failure: null,
    async load() {
      try {
        const [settings, info] = await Promise.all([api.getSettings.query(), api.info.query()]);
        take(settings);
        set({ info });
      } catch (error) {
        set({ failure: toFailure(error) });
      }
    },
    async change(patch) {
      if (patch.language) set({ language: patch.language });
      if (patch.theme) set({ theme: patch.theme });
      take(await api.changeSettings.mutate(patch));
    },
    setConnection: (connection) => set({ connection }),
  };
});
