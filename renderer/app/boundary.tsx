// A screen that fails takes only itself down, and says that evidence is safe.

import { Component, type ReactNode } from 'react';
import { Button } from 'antd';
import { EmptyState } from '../components/empty-state.tsx';
import { useText } from '../stores/use-text.ts';

interface State {
  readonly failed: boolean;
}

export class Boundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { failed: false };

  static getDerivedStateFromError(): State {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <Defect /> : this.props.children;
  }
}

function Defect() {
  const t = useText();
  return (
    <div role="alert">
      <EmptyState
        title={t.app.defectTitle}
        body={t.app.defectBody}
        action={<Button onClick={() => location.reload()}>{t.app.reload}</Button>}
      />
    </div>
  );
}
