// The chain that anchors checkpoints: none, or one EVM node with the registry contract.

import { Button, Checkbox, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import type { Settings } from '../../../shared/api/inputs.ts';
import { CHAIN_TRAITS, traitsOf } from '../../../shared/chain/profiles.ts';
import type { ChainKind } from '../../../shared/chain/types.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Field } from '../../components/field.tsx';
import { Mark } from '../../components/mark.tsx';
import { usePick, useText } from '../../stores/use-text.ts';
import { isContract, isHttpUrl, isShortName } from './checks.ts';
import { ChainState } from './chain-state.tsx';
import { ChainTraps } from './chain-traps.tsx';
import { useSave } from './use-save.ts';

type Chain = NonNullable<Settings['chain']>;
const BLANK: Chain = {
  name: 'evm',
  kind: 'evm',
  witnessRpcUrl: null,
  validators: [],
  chainId: 1,
  rpcUrl: '',
  contract: '',
  finalityDepth: 1,
  simulated: false,
};

export function ChainSection({ settings }: { settings: Settings }) {
  const t = useText();
  const bilingual = usePick();
  const { save, saving, failure } = useSave();
  const [draft, setDraft] = useState<Chain | null>(settings.chain);
  const [asked, setAsked] = useState(false);
  if (!draft) {
    return (
      <EmptyState
        title={t.settings.chainNone}
        body={t.settings.chainNoneBody}
        action={
          <Button type="primary" onClick={() => setDraft(BLANK)}>
            {t.settings.chainSet}
          </Button>
        }
      />
    );
  }
  const set = (patch: Partial<Chain>) => setDraft({ ...draft, ...patch });
  const errors = {
    name: isShortName(draft.name) ? null : t.settings.invalidName,
    rpcUrl: isHttpUrl(draft.rpcUrl) ? null : t.settings.invalidUrl,
    witness: draft.witnessRpcUrl === null || isHttpUrl(draft.witnessRpcUrl) ? null : t.settings.invalidUrl,
    contract: isContract(draft.contract) ? null : t.settings.invalidContract,
    validators: draft.validators.every((line) => line === '' || isContract(line))
      ? null
      : t.settings.invalidValidators,
  };
  const traits = traitsOf(draft);
  const submit = async () => {
    setAsked(true);
    if (Object.values(errors).some((error) => error !== null)) return;
    const chain = { ...draft, validators: draft.validators.filter((line) => line !== '') };
    if (await save({ chain })) setDraft(chain);
  };
  const changed = differs(draft, settings.chain);
  return (
    <form
      className="fields"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p className="settings-intro">{t.settings.chainHint}</p>
      {settings.chain ? <ChainState chain={settings.chain} /> : null}
      <Field label={t.settings.chainKind}>
        {(props) => (
          <Select<ChainKind>
            id={props.id}
            value={draft.kind}
            options={CHAIN_TRAITS.map(({ id, name, tested }) => ({
              value: id,
              label: tested === null ? t.settings.chainUntestedName(bilingual(name)) : bilingual(name),
            }))}
            onChange={(kind) => set({ kind, finalityDepth: traitsOf({ kind }).finalityDepth })}
          />
        )}
      </Field>
      <ChainTraps traits={traits} />
      <div className="field-row">
        <Field label={t.settings.chainName} error={asked ? errors.name : null}>
          {(props) => (
            <Input {...props} value={draft.name} onChange={(event) => set({ name: event.target.value })} />
          )}
        </Field>
        <Field label={t.settings.chainId}>
          {(props) => (
            <InputNumber
              {...props}
              className="full-width"
              min={1}
              precision={0}
              value={draft.chainId}
              onChange={(value) => set({ chainId: value ?? 1 })}
            />
          )}
        </Field>
        <Field label={t.settings.chainDepth}>
          {(props) => (
            <InputNumber
              {...props}
              className="full-width"
              min={traits.minFinalityDepth}
              max={10_000}
              precision={0}
              value={draft.finalityDepth}
              onChange={(value) => set({ finalityDepth: value ?? traits.finalityDepth })}
            />
          )}
        </Field>
      </div>
      <Field label={t.settings.chainRpc} error={asked ? errors.rpcUrl : null}>
        {(props) => (
          <Input
            {...props}
            className="mono"
            value={draft.rpcUrl}
            placeholder="https://rpc.example.com"
            onChange={(event) => set({ rpcUrl: event.target.value.trim() })}
          />
        )}
      </Field>
      <Field
        label={t.settings.chainWitness}
        hint={t.settings.chainWitnessHint}
        error={asked ? errors.witness : null}
      >
        {(props) => (
          <Input
            {...props}
            className="mono"
            value={draft.witnessRpcUrl ?? ''}
            onChange={(event) => set({ witnessRpcUrl: event.target.value.trim() || null })}
          />
        )}
      </Field>
      <Field label={t.settings.chainContract} error={asked ? errors.contract : null}>
        {(props) => (
          <Input
            {...props}
            className="mono"
            value={draft.contract}
            placeholder="0x"
            onChange={(event) => set({ contract: event.target.value.trim() })}
          />
        )}
      </Field>
      {traits.header === 'qbft' ? (
        <Field
          label={t.settings.chainValidators}
          hint={t.settings.chainValidatorsHint}
          error={asked ? errors.validators : null}
        >
          {(props) => (
            <Input.TextArea
              {...props}
              className="mono"
              rows={4}
              value={draft.validators.join('\n')}
              placeholder="0x"
              onChange={(event) => set({ validators: linesOf(event.target.value) })}
            />
          )}
        </Field>
      ) : null}
      <Checkbox checked={draft.simulated} onChange={(event) => set({ simulated: event.target.checked })}>
        {t.settings.chainSimulated}
      </Checkbox>
      {failure ? <FailureNote failure={failure} /> : null}
      <div className="settings-buttons">
        <Button type="primary" htmlType="submit" loading={saving} disabled={!changed}>
          {t.common.save}
        </Button>
        <Button
          danger={settings.chain !== null}
          onClick={() => {
            setDraft(null);
            if (settings.chain) void save({ chain: null });
          }}
        >
          {settings.chain ? t.settings.remove : t.common.cancel}
        </Button>
        {settings.chain && changed ? <Mark kind="wait" word={t.settings.unsaved} /> : null}
      </div>
    </form>
  );
}

function differs(draft: Chain, saved: Chain | null): boolean {
  const names = Object.keys(draft) as (keyof Chain)[];
  return names.some((name) => JSON.stringify(draft[name]) !== JSON.stringify(saved?.[name]));
}

/** One address a line; what is being typed stays as it is. */
function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.split('\n').map((line) => line.trim());
}
