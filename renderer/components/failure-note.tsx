// What happened, what was kept, what to do next; the code small and copyable.

import { Button } from 'antd';
import type { ReactNode } from 'react';
import { errorSentence, type ErrorSentence } from '../../shared/text/errors.ts';
import type { Failure } from '../api/failure.ts';
import type { Text } from '../locales/zh-CN.ts';
import { useLanguage, useText } from '../stores/use-text.ts';
import { CopyButton } from './copy-button.tsx';
import { Mark } from './mark.tsx';
import './failure-note.css';

export function useFailureSentence(): (failure: Failure) => ErrorSentence {
  const t = useText();
  const language = useLanguage();
  return (failure) =>
    failure.code === 'offline' ? silent(t) : errorSentence(failure.code, failure.details, language);
}

function silent(t: Text): ErrorSentence {
  return { happened: t.common.coreSilent, kept: t.common.coreSilentKept, next: t.common.coreSilentNext };
}

interface Props {
  readonly failure: Failure;
  readonly onRetry?: (() => void) | undefined;
  readonly compact?: boolean;
  readonly children?: ReactNode;
}

/** In the place of what could not be read or done on a page; nothing where nothing failed. */
export function PageFailure({ failure, ...rest }: Omit<Props, 'failure'> & { failure: Failure | null }) {
  return failure ? (
    <div className="page-failure">
      <FailureNote failure={failure} {...rest} />
    </div>
  ) : null;
}

export function FailureNote({ failure, onRetry, compact = false, children }: Props) {
  const t = useText();
  const sentence = useFailureSentence()(failure);
  return (
    <div className={compact ? 'failure failure-compact' : 'failure'} role={compact ? undefined : 'alert'}>
      <Mark kind="bad" />
      <div className="failure-text">
        <p className="failure-happened break">{sentence.happened}</p>
        <p className="muted">{sentence.kept}</p>
        <p className="break">{sentence.next}</p>
        {failure.code === 'offline' ? null : (
          <p className="small muted">
            <span className="sr-only">{t.common.code} </span>
            <code className="mono">{failure.code}</code> <CopyButton text={failure.code} />
          </p>
        )}
        {children}
        {onRetry ? (
          <Button size="small" className="failure-retry" onClick={onRetry}>
            {t.common.reload}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
