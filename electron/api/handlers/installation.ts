// This installation: what it is, what it lacks, its settings, its cases, and whom it trusts.

import type { CoreApi } from '../../../shared/api/core.ts';
import type { ApiDeps } from './deps.ts';

type Installation = Pick<
  CoreApi,
  | 'info'
  | 'doctor'
  | 'listCases'
  | 'createCase'
  | 'updateCase'
  | 'getSettings'
  | 'changeSettings'
  | 'trustPolicy'
  | 'downloadBrowser'
  | 'checkEnvironment'
>;

export function createInstallation(deps: ApiDeps): Installation {
  const { store, emit } = deps;
  return {
    info: async () => deps.info(),
    doctor: () => deps.doctor(),
    listCases: async () => store.cases.list(),
    async createCase(input) {
      const made = store.cases.create(input);
      emit({ type: 'cases' });
      return made;
    },
    async updateCase(input) {
      const changed = store.cases.update(input);
      emit({ type: 'cases' });
      return changed;
    },
    async downloadBrowser() {
      await deps.downloadBrowser((progress) => emit({ type: 'download', ...progress }));
      return deps.doctor();
    },
    checkEnvironment: ({ url }) => deps.checkEnvironment(url),
    getSettings: async () => store.settings.get(),
    async changeSettings(patch) {
      const { platforms } = store.settings.get();
      const settings = store.settings.change(patch);
      await deps.chainCalls.clearSecretsOfChanged(platforms, settings.platforms);
      emit({ type: 'settings' });
      return settings;
    },
    trustPolicy: async () => deps.trustPolicy(),
  };
}
