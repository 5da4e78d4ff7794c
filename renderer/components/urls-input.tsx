// Addresses, one a line: the large field that '/' finds.

import { Input, type GetProps, type GetRef } from 'antd';
import type { Ref } from 'react';
import { useText } from '../stores/use-text.ts';

type Props = Omit<GetProps<typeof Input.TextArea>, 'onChange' | 'value'> & {
  readonly ref?: Ref<GetRef<typeof Input.TextArea>>;
  readonly value: string;
  readonly onText: (text: string) => void;
};

export function UrlsInput({ onText, ...rest }: Props) {
  const t = useText();
  return (
    <Input.TextArea
      {...rest}
      placeholder={t.capture.urlsPlaceholder}
      spellCheck={false}
      className="capture-urls"
      data-search
      onChange={(event) => onText(event.target.value)}
    />
  );
}
