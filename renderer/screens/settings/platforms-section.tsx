// 存证平台: gateways described by configuration; their credentials by name, and whether they answer.

import { Button } from 'antd';
import { useState } from 'react';
import type { Settings } from '../../../shared/api/inputs.ts';
import type { ChainStatusView, PlatformCheckView } from '../../../shared/api/views.ts';
import { toFailure, type Failure } from '../../api/failure.ts';
import { DemoWord } from '../../components/demo-mark.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Mark } from '../../components/mark.tsx';
import { checkPlatform, useAdapters } from '../../stores/services.ts';
import { useText } from '../../stores/use-text.ts';
import { Capabilities } from './chain-state.tsx';
import { EntryRow } from './entry-form.tsx';
import { PlatformForm } from './platform-form.tsx';
import { BLANK_PLATFORM, secretNames, type Platform } from './platform-text.ts';
import { SecretsForm } from './secrets-form.tsx';
import { useSave } from './use-save.ts';

const MAX_PLATFORMS = 4;
type State = ChainStatusView['platforms'][number];
type Open = { readonly what: 'form' | 'secrets'; readonly at: number | null } | null;

export function PlatformsSection({ settings: { platforms } }: { settings: Settings }) {
  const t = useText();
  const { save, failure } = useSave();
  const [open, setOpen] = useState<Open>(null);
  const adapters = useAdapters(JSON.stringify(platforms));
  const stateOf = (name: string): State | null =>
    adapters.value?.platforms.find((each) => each.name === name) ?? null;
  const chosen = open?.at == null ? null : (platforms[open.at] ?? null);
  const close = () => setOpen(null);
  const add = (
    <Button
      type={platforms.length === 0 ? 'primary' : 'default'}
      disabled={platforms.length >= MAX_PLATFORMS}
      onClick={() => setOpen({ what: 'form', at: null })}
    >
      {t.platforms.add}
    </Button>
  );
  return (
    <>
      {platforms.length === 0 ? (
        <EmptyState title={t.platforms.none} body={t.platforms.noneBody} action={add} />
      ) : (
        <div className="fields">
          <p className="settings-intro">{t.platforms.hint}</p>
          <ul className="services">
            {platforms.map((platform, at) => (
              <Row
                key={platform.name}
                platform={platform}
                state={stateOf(platform.name)}
                onEdit={() => setOpen({ what: 'form', at })}
                onSecrets={() => setOpen({ what: 'secrets', at })}
                onRemove={() => void save({ platforms: platforms.filter((_, index) => index !== at) })}
              />
            ))}
          </ul>
          <div>{add}</div>
        </div>
      )}
      {failure || adapters.failure ? <FailureNote failure={(failure ?? adapters.failure)!} /> : null}
      {open?.what === 'form' ? (
        <PlatformForm
          platform={chosen ?? BLANK_PLATFORM}
          others={platforms.filter((_, index) => index !== open.at)}
          onClose={close}
          patch={(made) => ({
            platforms: chosen ? platforms.map((old) => (old === chosen ? made : old)) : [...platforms, made],
          })}
        />
      ) : null}
      {open?.what === 'secrets' && chosen ? (
        <SecretsForm
          platform={chosen.name}
          names={secretNames(chosen)}
          kept={stateOf(chosen.name)?.secrets ?? []}
          onClose={() => {
            adapters.reload();
            close();
          }}
        />
      ) : null}
    </>
  );
}

interface RowProps {
  readonly platform: Platform;
  /** Null while it is not known. */
  readonly state: State | null;
  readonly onEdit: () => void;
  readonly onSecrets: () => void;
  readonly onRemove: () => void;
}

function Row({ platform, state, onEdit, onSecrets, onRemove }: RowProps) {
  const t = useText();
  const [answer, setAnswer] = useState<PlatformCheckView | Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const missing = state ? secretNames(platform).filter((name) => !state.secrets.includes(name)) : [];
  const ask = async () => {
    setBusy(true);
    setAnswer(null);
    setAnswer(await checkPlatform(platform.name).catch(toFailure));
    setBusy(false);
  };
  return (
    <EntryRow
      name={platform.name}
      removeLabel={t.settings.tsaRemove(platform.name)}
      onEdit={onEdit}
      onRemove={onRemove}
      actions={
        <>
          <Button size="small" loading={busy} onClick={() => void ask()}>
            {t.platforms.test}
          </Button>
          {secretNames(platform).length > 0 ? (
            <Button size="small" onClick={onSecrets}>
              {t.platforms.secrets}
            </Button>
          ) : null}
        </>
      }
    >
      <strong>{platform.title}</strong> {platform.simulated ? <DemoWord /> : null}
      <p className="mono break">
        {platform.name} · {platform.baseUrl}
      </p>
      {state ? (
        <p className="small">
          {missing.length > 0 ? (
            <Mark kind="warn" word={t.platforms.secretsMissing(missing.join(', '))} />
          ) : secretNames(platform).length > 0 ? (
            <Mark kind="done" word={t.platforms.secretsSet} />
          ) : (
            <Mark kind="none" word={t.platforms.secretsNone} />
          )}
        </p>
      ) : null}
      {state ? <Capabilities of={state.capabilities} /> : null}
      <div className="small" aria-live="polite">
        {answer === null ? null : 'code' in answer ? (
          <FailureNote failure={answer} compact />
        ) : answer.status === 'answered' ? (
          <Mark kind="done" word={t.platforms.answered(answer.httpStatus ?? 0)} />
        ) : (
          <Mark kind="unknown" word={t.platforms.notAskable} />
        )}
      </div>
    </EntryRow>
  );
}
