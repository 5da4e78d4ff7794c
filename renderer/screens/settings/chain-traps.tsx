// What a kind of chain was tried with, and what has to be minded on it.

import type { ChainTraits } from '../../../shared/chain/profiles.ts';
import { Mark } from '../../components/mark.tsx';
import { usePick, useText } from '../../stores/use-text.ts';

export function ChainTraps({ traits }: { traits: ChainTraits }) {
  const t = useText();
  const bilingual = usePick();
  return (
    <div className="chain-traps">
      <Mark
        kind={traits.tested === null ? 'warn' : 'done'}
        word={traits.tested === null ? t.settings.chainUntested : t.settings.chainTested(traits.tested)}
      />
      <ul className="small">
        {traits.traps.map((trap) => (
          <li key={trap.en}>{bilingual(trap)}</li>
        ))}
      </ul>
    </div>
  );
}
