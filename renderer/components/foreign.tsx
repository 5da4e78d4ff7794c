// Text that a page, a package or a server wrote: control and direction characters are made visible, never obeyed.

import { visible } from '../../shared/text/fill.ts';

export function Foreign({ text, className }: { text: string; className?: string }) {
  const shown = visible(text);
  return (
    <bdi className={className} title={shown}>
      {shown}
    </bdi>
  );
}
