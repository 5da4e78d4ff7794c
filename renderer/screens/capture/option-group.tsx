// A titled group of options, told apart by its heading and a line.

import type { ReactNode } from 'react';

export function OptionGroup({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="option-group fields">
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}
