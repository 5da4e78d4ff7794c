// Name and note of a case, new or known.

import { Input } from 'antd';
import { useState } from 'react';
import type { CaseView } from '../../../shared/api/views.ts';
import { toFailure, type Failure } from '../../api/failure.ts';
import { Dialog } from '../../components/dialog.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Field } from '../../components/field.tsx';
import { useCases } from '../../stores/cases.ts';
import { useText } from '../../stores/use-text.ts';

interface Props {
  readonly open: boolean;
  readonly item?: CaseView;
  readonly onClose: () => void;
  readonly onDone: (id: string) => void;
}

export function CaseForm(props: Props) {
  // Fields start afresh each time the dialog opens.
  return props.open ? <OpenCaseForm {...props} /> : null;
}

function OpenCaseForm({ item, onClose, onDone }: Props) {
  const t = useText();
  const { create, update } = useCases();
  const [name, setName] = useState(item?.name ?? '');
  const [note, setNote] = useState(item?.note ?? '');
  const [asked, setAsked] = useState(false);
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  const missing = asked && !name.trim();
  const save = async () => {
    setAsked(true);
    if (!name.trim()) return;
    setSaving(true);
    try {
      if (item) await update(item.id, name.trim(), note);
      onDone(item ? item.id : (await create(name.trim(), note)).id);
    } catch (error) {
      setFailure(toFailure(error));
    } finally {
      setSaving(false);
    }
  };

  return (
    <Dialog
      title={item ? t.cases.rename : t.cases.create}
      width={520}
      action={item ? t.common.save : t.cases.create}
      busy={saving}
      onAction={() => void save()}
      onClose={onClose}
    >
      <div className="fields">
        <Field label={t.cases.name} error={missing ? t.cases.nameRequired : null}>
          {(props) => (
            <Input
              {...props}
              maxLength={200}
              value={name}
              placeholder={t.cases.namePlaceholder}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label={t.cases.note}>
          {(props) => (
            <Input.TextArea
              {...props}
              rows={4}
              maxLength={10_000}
              value={note}
              placeholder={t.cases.notePlaceholder}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        {failure ? <FailureNote failure={failure} compact /> : null}
      </div>
    </Dialog>
  );
}
