// One of a few, as a strip: radio buttons that look like one control. antd's Segmented makes its frame a Tab stop too,
// where no key does anything: here the only stop is the radio button itself, where the arrow keys work.

import { Segmented } from 'antd';

interface Props<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
  readonly id?: string;
  readonly 'aria-describedby'?: string;
  readonly size?: 'small';
  readonly block?: boolean;
  readonly className?: string;
}

export function Choice<T extends string>({ label, options, ...rest }: Props<T>) {
  return <Segmented {...rest} aria-label={label} tabIndex={-1} options={[...options]} />;
}
