// Exports packages and says where they are, or why not.

import { App } from 'antd';
import { useState } from 'react';
import { toFailure, type Failure } from '../../api/failure.ts';
import { useFailureSentence } from '../../components/failure-note.tsx';
import { exportEvidence, useChanges } from '../../stores/evidence.ts';
import { useText } from '../../stores/use-text.ts';

export function useExport() {
  const t = useText();
  const { message } = App.useApp();
  const sentence = useFailureSentence();
  const [exporting, setExporting] = useState(false);
  const exportItems = async (ids: readonly string[]) => {
    if (exporting) return;
    setExporting(true);
    try {
      const made = await exportEvidence(ids);
      for (const id of ids) useChanges.getState().touch(id);
      const only = made.length === 1 ? made[0] : undefined;
      void message.success(only ? `${t.item.exportedTo} ${only.path}` : t.evidence.exported(made.length));
    } catch (error) {
      void message.error(say(toFailure(error)), 8);
    } finally {
      setExporting(false);
    }
  };
  const say = (failure: Failure) => {
    const { happened, kept, next } = sentence(failure);
    return [happened, kept, next].join(' ');
  };
  return { exporting, exportItems };
}
