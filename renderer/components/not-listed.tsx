// At the end of a list that shows only its first lines: how many more there are; nothing where all are shown.

import { useText } from '../stores/use-text.ts';
import './not-listed.css';

export function NotListed({ count }: { count: number }) {
  const t = useText();
  return count > 0 ? <p className="not-listed small muted">{t.common.notListed(count)}</p> : null;
}
