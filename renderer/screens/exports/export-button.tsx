// 批量出证: the button, its key, and the dialog behind it; for a selection, a list, a case or a batch.

import { Button } from 'antd';
import { useState } from 'react';
import { useKeys } from '../../components/use-keys.ts';
import { useText } from '../../stores/use-text.ts';
import { ExportForm } from './export-form.tsx';
import type { ExportSubject } from './export-subject.ts';

interface Props {
  readonly subject: ExportSubject;
  readonly size?: 'small';
}

export function ExportButton({ subject, size }: Props) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const nothing = subject.count === 0;
  useKeys({ b: () => !nothing && setOpen(true) });
  return (
    <>
      <Button {...(size && { size })} disabled={nothing} onClick={() => setOpen(true)}>
        {subject.kind === 'filter' && !nothing ? t.exports.all(subject.count) : t.exports.title}
      </Button>
      {open ? <ExportForm subject={subject} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
