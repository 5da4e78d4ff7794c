// Demonstration material carries a diagonal mark over whatever it is laid on; it catches no clicks.

import { useText } from '../stores/use-text.ts';
import './demo-mark.css';

export function DemoMark() {
  const t = useText();
  return (
    <div className="demo-mark" aria-hidden="true">
      {Array.from({ length: 6 }, (_, row) => (
        <span key={row}>{Array.from({ length: 8 }, () => t.app.demo).join('　　　')}</span>
      ))}
    </div>
  );
}

/** The word beside a name, for rows where a diagonal does not fit. */
export function DemoWord() {
  return <span className="demo-word">{useText().app.demo}</span>;
}
