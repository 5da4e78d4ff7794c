// Which case something is filed under: none, one that exists, or a new one by name.

import { Input, Select } from 'antd';
import { useCases } from '../stores/cases.ts';
import { useText } from '../stores/use-text.ts';
import { Field } from './field.tsx';

const NO_CASE = '';
const NEW_CASE = '+';

export interface CaseChoice {
  /** Id of a case, '' for none, '+' for a new one. */
  readonly id: string;
  readonly newName: string;
}

export function chooseCase(caseId: string | null): CaseChoice {
  return { id: caseId ?? NO_CASE, newName: '' };
}

export function isComplete({ id, newName }: CaseChoice): boolean {
  return id !== NEW_CASE || newName.trim() !== '';
}

export function caseOf({ id, newName }: CaseChoice): { caseId: string | null; caseName?: string } {
  if (id === NEW_CASE) return { caseId: null, caseName: newName.trim() };
  return { caseId: id === NO_CASE ? null : id };
}

interface Props {
  readonly value: CaseChoice;
  readonly onChange: (value: CaseChoice) => void;
  /** The person wanted to go on: a name that is missing is asked for. */
  readonly asked?: boolean;
  /** Under the name of a new case. */
  readonly newHint?: string;
}

export function CaseField({ value, onChange, asked = false, newHint }: Props) {
  const t = useText();
  const cases = useCases((state) => state.cases);
  return (
    <>
      <Field label={t.capture.case}>
        {(props) => (
          <Select
            id={props.id}
            value={value.id}
            showSearch={{ optionFilterProp: 'label' }}
            options={[
              { value: NO_CASE, label: t.capture.caseNone },
              { value: NEW_CASE, label: t.capture.caseNew },
              ...(cases ?? []).map((item) => ({ value: item.id, label: item.name })),
            ]}
            onChange={(id) => onChange({ ...value, id })}
          />
        )}
      </Field>
      {value.id === NEW_CASE ? (
        <Field
          label={t.capture.newCaseName}
          hint={newHint}
          error={asked && !isComplete(value) ? t.cases.nameRequired : null}
        >
          {(props) => (
            <Input
              {...props}
              maxLength={200}
              value={value.newName}
              placeholder={t.cases.namePlaceholder}
              onChange={(event) => onChange({ ...value, newName: event.target.value })}
            />
          )}
        </Field>
      ) : null}
    </>
  );
}
