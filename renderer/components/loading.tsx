// Quiet while something is read: nothing for a moment, then one line.

import { useEffect, useState } from 'react';
import { useText } from '../stores/use-text.ts';
import { Mark } from './mark.tsx';

export function Loading({ text }: { text?: string }) {
  const t = useText();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 250);
    return () => clearTimeout(timer);
  }, []);
  return <output className="empty">{late ? <Mark kind="run" word={text ?? t.app.loading} /> : null}</output>;
}
