// One entry of a list of services (authority, witness, platform): the list's row, and the dialog that makes or changes one.

import { Button, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import type { SettingsPatch } from '../../../shared/api/inputs.ts';
import { Dialog } from '../../components/dialog.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Field } from '../../components/field.tsx';
import { useText } from '../../stores/use-text.ts';
import { useSave } from './use-save.ts';

interface EntryRowProps {
  readonly name: string;
  readonly children: ReactNode;
  readonly removeLabel: string;
  readonly onEdit?: () => void;
  readonly onRemove: () => void;
  /** Further buttons, before the others. */
  readonly actions?: ReactNode;
}

export function EntryRow({ name, children, removeLabel, onEdit, onRemove, actions }: EntryRowProps) {
  const t = useText();
  return (
    <li>
      <div>{children}</div>
      <div className="settings-buttons">
        {actions}
        {onEdit ? (
          <Button size="small" aria-label={`${t.settings.edit} ${name}`} onClick={onEdit}>
            {t.settings.edit}
          </Button>
        ) : null}
        <Button size="small" danger aria-label={removeLabel} onClick={onRemove}>
          {t.settings.remove}
        </Button>
      </div>
    </li>
  );
}

interface EntryOptions<T, K extends string> {
  readonly entry: T;
  readonly check: (draft: T) => Readonly<Record<K, string | null>>;
  readonly patch: (draft: T) => SettingsPatch;
  readonly onClose: () => void;
}

/** A draft with its errors, told once saving was asked for; closes when it is saved. */
export function useEntry<T extends object, K extends string>(options: EntryOptions<T, K>) {
  const { entry, check, patch, onClose } = options;
  const [draft, setDraft] = useState(entry);
  const [asked, setAsked] = useState(false);
  const { save, saving, failure } = useSave();
  const errors = check(draft);
  const submit = async () => {
    setAsked(true);
    if (Object.values(errors).some((error) => error !== null) || saving) return;
    if (await save(patch(draft))) onClose();
  };
  return {
    draft,
    set: (change: Partial<T>) => setDraft((before) => ({ ...before, ...change })),
    errorOf: (name: K) => (asked ? errors[name] : null),
    dialog: { busy: saving, failure, onAction: () => void submit(), onClose },
  };
}

interface EntryDialogProps {
  readonly title: string;
  readonly form: Pick<ReturnType<typeof useEntry>, 'dialog'>;
  readonly children: ReactNode;
}

export function EntryDialog({ title, form: { dialog }, children }: EntryDialogProps) {
  const t = useText();
  const { failure, ...rest } = dialog;
  return (
    <Dialog title={title} width={560} action={t.common.save} {...rest}>
      <div className="fields">
        {children}
        {failure ? <FailureNote failure={failure} compact /> : null}
      </div>
    </Dialog>
  );
}

interface LineProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: ReactNode;
  readonly error?: string | null;
  readonly mono?: boolean;
  readonly maxLength?: number;
  readonly placeholder?: string;
}

/** One line of text; monospaced ones (addresses, keys) lose blanks at their ends. */
export function LineField({ label, hint, error = null, value, onChange, mono = false, ...rest }: LineProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(props) => (
        <Input
          {...props}
          {...rest}
          className={mono ? 'mono' : ''}
          value={value}
          onChange={({ target }) => onChange(mono ? target.value.trim() : target.value)}
        />
      )}
    </Field>
  );
}
