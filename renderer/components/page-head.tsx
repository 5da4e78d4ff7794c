// Title of a zone and what can be done there.

import type { ReactNode } from 'react';

interface Props {
  readonly title: ReactNode;
  readonly sub?: ReactNode;
  readonly before?: ReactNode;
  readonly actions?: ReactNode;
}

export function PageHead({ title, sub, before, actions }: Props) {
  return (
    <header className="page-head">
      {before}
      <div className="page-head-text">
        <h1>{title}</h1>
        {sub ? <div className="muted small">{sub}</div> : null}
      </div>
      {actions ? <div className="page-actions">{actions}</div> : null}
    </header>
  );
}
