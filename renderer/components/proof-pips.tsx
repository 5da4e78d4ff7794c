// How far an item's proofs have come: five small steps and the word of the furthest; pending is said beside it.

import type { ProofState } from '../../shared/evidence/states.ts';
import { PROOF_STATE } from '../../shared/text/words.ts';
import { usePick, useText } from '../stores/use-text.ts';
import './proof-pips.css';

const STEPS = ['sealed', 'signed', 'timestamped', 'logged', 'anchored'] as const;

export function ProofPips({ proofs }: { proofs: readonly ProofState[] }) {
  const t = useText();
  const pick = usePick();
  const has = new Set(proofs);
  const furthest = STEPS.findLast((step) => has.has(step));
  const pending = has.has('pending');
  const words = STEPS.filter((step) => has.has(step)).map((step) => pick(PROOF_STATE[step]));
  if (pending) words.push(pick(PROOF_STATE.pending));
  return (
    <span className="pips" title={words.join(' · ')}>
      <span className="pips-row" aria-hidden="true">
        {STEPS.map((step) => (
          <i
            key={step}
            data-has={has.has(step) || undefined}
            data-wait={(pending && !has.has(step)) || undefined}
          />
        ))}
      </span>
      <span aria-hidden="true">{furthest ? pick(PROOF_STATE[furthest]) : t.common.none}</span>
      <span className="sr-only">{words.join(', ')}</span>
    </span>
  );
}
