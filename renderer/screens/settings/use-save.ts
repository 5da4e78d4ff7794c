// Saves a change of settings, says 已保存, or keeps the failure for the section to show.

import { App } from 'antd';
import { useState } from 'react';
import type { SettingsPatch } from '../../../shared/api/inputs.ts';
import { toFailure, type Failure } from '../../api/failure.ts';
import { useCore } from '../../stores/core.ts';
import { useText } from '../../stores/use-text.ts';

export function useSave() {
  const t = useText();
  const { message } = App.useApp();
  const change = useCore((state) => state.change);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [saving, setSaving] = useState(false);
  /** True where it was saved. */
  const save = async (patch: SettingsPatch): Promise<boolean> => {
    setSaving(true);
    setFailure(null);
    try {
      await change(patch);
      void message.success({ content: t.settings.saved, key: 'saved' });
      return true;
    } catch (error) {
      setFailure(toFailure(error));
      return false;
    } finally {
      setSaving(false);
    }
  };
  return { save, saving, failure };
}
