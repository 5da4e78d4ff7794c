// A labelled control with its hint and its error tied to it by ids.

import { useId, type ReactNode } from 'react';
import { Mark } from './mark.tsx';
import './field.css';

interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: boolean;
  readonly status?: '' | 'error';
}

interface Props {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string | null;
  readonly children: (props: ControlProps) => ReactNode;
}

export function Field({ label, hint, error, children }: Props) {
  const id = useId();
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        ...(described ? { 'aria-describedby': described } : {}),
        ...(error ? { 'aria-invalid': true, status: 'error' } : {}),
      })}
      {error ? (
        <p id={`${id}-error`} className="field-error small" role="alert">
          <Mark kind="bad" word={error} />
        </p>
      ) : null}
      {hint ? (
        <p id={`${id}-hint`} className="small muted">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
