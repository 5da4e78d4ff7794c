// The field that a screen is opened for has the focus once, when it appears. (A ref callback would take it again
// whenever the kit makes a new handle, which is at every render: out of the field that is being typed in.)

import { useEffect, useRef, type RefObject } from 'react';

export function useFocusFirst<T extends { focus(): void }>(): RefObject<T | null> {
  const field = useRef<T>(null);
  useEffect(() => field.current?.focus(), []);
  return field;
}
