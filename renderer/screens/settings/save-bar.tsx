// Save and revert under a form, and whether what stands in it is saved.

import { Button } from 'antd';
import type { Failure } from '../../api/failure.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { Mark } from '../../components/mark.tsx';
import { useText } from '../../stores/use-text.ts';

interface Props {
  readonly changed: boolean;
  readonly saving: boolean;
  readonly failure: Failure | null;
  readonly onRevert: () => void;
}

export function SaveBar({ changed, saving, failure, onRevert }: Props) {
  const t = useText();
  return (
    <>
      {failure ? <FailureNote failure={failure} /> : null}
      <div className="settings-buttons">
        <Button type="primary" htmlType="submit" loading={saving} disabled={!changed}>
          {t.common.save}
        </Button>
        <Button disabled={!changed} onClick={onRevert}>
          {t.settings.revert}
        </Button>
        {changed ? <Mark kind="wait" word={t.settings.unsaved} /> : null}
      </div>
    </>
  );
}
