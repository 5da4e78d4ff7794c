// An empty place teaches one thing and offers at most one button.

import type { ReactNode } from 'react';
import './empty-state.css';

interface Props {
  readonly title: string;
  readonly body: string;
  readonly action?: ReactNode;
  readonly picture?: ReactNode;
}

export function EmptyState({ title, body, action, picture }: Props) {
  return (
    <div className="empty">
      {picture ?? null}
      <h2>{title}</h2>
      <p>{body}</p>
      {action ? <div className="empty-action">{action}</div> : null}
    </div>
  );
}
