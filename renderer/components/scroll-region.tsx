// An area that scrolls takes the focus, so that the keyboard can scroll it too (axe: scrollable-region-focusable).

import type { ComponentPropsWithRef } from 'react';

type Props = Omit<ComponentPropsWithRef<'section'>, 'aria-label' | 'tabIndex'> & { readonly label: string };

export function ScrollRegion({ label, ...rest }: Props) {
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- WCAG 2.1.1: scrolling must work by keyboard
  return <section {...rest} aria-label={label} tabIndex={0} />;
}
