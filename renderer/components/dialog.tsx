// A modal dialog on the platform's own <dialog>: the first field has the focus, it stays inside, Esc closes, the page behind is inert. (antd's
// Modal inserts two style elements without the nonce, which the CSP refuses.)

import { Button } from 'antd';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useText } from '../stores/use-text.ts';
import './dialog.css';

interface Props {
  readonly title: string;
  readonly width: number;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Text of the button that does it; none: the dialog only shows something. */
  readonly action?: string;
  readonly busy?: boolean;
  readonly onAction?: () => void;
  /** The title is for screen readers only. */
  readonly bare?: boolean;
}

/** Is open for as long as it is rendered. */
export function Dialog({
  title,
  width,
  onClose,
  children,
  action,
  busy = false,
  onAction,
  bare = false,
}: Props) {
  const t = useText();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={bare ? 'dialog dialog-bare' : 'dialog'}
      style={{ width }}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      closedby="any"
    >
      <form
        className="dialog-sheet"
        onSubmit={(event) => {
          event.preventDefault();
          onAction?.();
        }}
      >
        <h2 id={heading} className={bare ? 'sr-only' : 'dialog-title'}>
          {title}
        </h2>
        {children}
        {bare ? null : (
          <footer className="dialog-foot">
            <Button onClick={onClose}>{action ? t.common.cancel : t.common.close}</Button>
            {action ? (
              <Button type="primary" htmlType="submit" loading={busy}>
                {action}
              </Button>
            ) : null}
          </footer>
        )}
      </form>
    </dialog>
  );
}
