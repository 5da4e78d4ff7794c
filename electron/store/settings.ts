// Settings, one row per field. A value that no longer fits (an older version, a changed file) is reported and its
// default used; it is kept until somebody changes that field.

import {
  DEFAULT_SETTINGS,
  settingsInput,
  settingsPatchInput,
  type Settings,
} from '../../shared/api/inputs.ts';
import { firstMisfit, invalidInput } from '../../shared/api/invalid-input.ts';
import type { Database } from './database.ts';
import type { AuditLog, SettingsProblem, SettingsStore } from './types.ts';

export function createSettingsStore(db: Database, audit: AuditLog): SettingsStore {
  function read(): { settings: Settings; problems: SettingsProblem[] } {
    const settings: Record<string, unknown> = { ...DEFAULT_SETTINGS };
    const problems: SettingsProblem[] = [];
    for (const { field, value } of db.all<{ field: string; value: string }>(
      'SELECT field, value FROM settings ORDER BY field',
    )) {
      const problem = take(settings, field, value);
      if (problem !== null) problems.push({ field, problem });
    }
    return { settings: settings as Settings, problems };
  }

  return {
    read,
    get: () => read().settings,
    change(patch) {
      const parsed = settingsPatchInput.safeParse(patch);
      if (!parsed.success) throw invalidInput(parsed.error);
      const changes = Object.entries(parsed.data).filter(([, value]) => value !== undefined);
      if (changes.length > 0) {
        db.write(() => {
          for (const [field, value] of changes) {
            db.run(
              'INSERT INTO settings (field, value) VALUES (?, ?) ON CONFLICT (field) DO UPDATE SET value = excluded.value',
              field,
              JSON.stringify(value),
            );
          }
          audit.append('settings-changed', null, { fields: changes.map(([field]) => field) });
        });
      }
      return read().settings;
    },
  };
}

/** Puts a stored value into settings; what is wrong with it, or null. */
function take(settings: Record<string, unknown>, field: string, text: string): string | null {
  if (!Object.hasOwn(settingsInput.shape, field)) return 'not a setting of this version';
  const schema = settingsInput.shape[field as keyof Settings];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'not JSON';
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const { field: inner, problem } = firstMisfit(parsed.error);
    return inner === '' ? problem : `${inner}: ${problem}`;
  }
  settings[field] = parsed.data;
  return null;
}
