// How the saved chain stands: whether its node answers, and what such a chain can and cannot do.

import type { Settings } from '../../../shared/api/inputs.ts';
import type { AdapterCapabilities } from '../../../shared/chain/capabilities.ts';
import { capabilitySentences } from '../../../shared/text/capabilities.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { Mark } from '../../components/mark.tsx';
import { Moment } from '../../components/moment.tsx';
import { useAdapters } from '../../stores/services.ts';
import { useLanguage, useText } from '../../stores/use-text.ts';

export function ChainState({ chain }: { chain: NonNullable<Settings['chain']> }) {
  const t = useText();
  const { value, failure, loading } = useAdapters(JSON.stringify(chain));
  const state = value?.chain ?? null;
  return (
    <div className="settings-state" aria-busy={loading}>
      {state === null && loading ? <Mark kind="run" word={t.settings.chainAsking} /> : null}
      {state?.health ? (
        <p>
          <Mark kind="done" word={t.settings.chainAnswers(state.health.blockNumber)} />
          {'　'}
          <Moment at={state.health.blockTime} />
        </p>
      ) : null}
      {state?.error ? <FailureNote failure={state.error} compact /> : null}
      {failure ? <FailureNote failure={failure} compact /> : null}
      {state ? <Capabilities of={state.capabilities} /> : null}
    </div>
  );
}

/** One line each, what weighs most first. */
export function Capabilities({ of }: { of: AdapterCapabilities }) {
  const t = useText();
  const language = useLanguage();
  return (
    <ul className="capabilities small muted" aria-label={t.settings.capabilities}>
      {capabilitySentences(of, language).map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
