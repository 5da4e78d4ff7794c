// Demonstration material carries a diagonal mark over whatever it is laid on; it catches no clicks. It is drawn as a
// picture (the word itself stands beside names as DemoWord, for everyone who does not see the picture).

import { useText } from '../stores/use-text.ts';
import './demo-mark.css';

export function DemoMark() {
  return <div className="demo-mark" aria-hidden="true" />;
}

/** The word beside a name, for rows where a diagonal does not fit. */
export function DemoWord() {
  return <span className="demo-word">{useText().app.demo}</span>;
}
