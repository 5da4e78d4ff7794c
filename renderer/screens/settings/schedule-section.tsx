// 检查点与续期: when items that wait get their checkpoint (and one anchor for all of them), what waits now, making it now;
// how early proofs are renewed, and by which digest.

import { Button, InputNumber } from 'antd';
import { useState } from 'react';
import type { Settings } from '../../../shared/api/inputs.ts';
import { Choice } from '../../components/choice.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Field } from '../../components/field.tsx';
import { Mark } from '../../components/mark.tsx';
import { Moment } from '../../components/moment.tsx';
import { useAnchoring } from '../../stores/services.ts';
import { useText } from '../../stores/use-text.ts';
import { isTimeOfDay } from './checks.ts';
import { LineField } from './entry-form.tsx';
import { SaveBar } from './save-bar.tsx';
import { useSave } from './use-save.ts';

const AT_ONCE: Settings['anchoring'] = { everyMinutes: null, atItems: null, atTime: null };
const HOURLY: Settings['anchoring'] = { everyMinutes: 60, atItems: null, atTime: null };
const isAtOnce = (plan: Settings['anchoring']) => Object.values(plan).every((value) => value === null);

export function ScheduleSection({ settings }: { settings: Settings }) {
  const t = useText();
  const { save, saving, failure } = useSave();
  const { renewWithinDays, renewalImprint } = settings;
  const saved = { anchoring: settings.anchoring, renewWithinDays, renewalImprint };
  const [draft, setDraft] = useState(saved);
  const [batched, setBatched] = useState(!isAtOnce(settings.anchoring));
  const { anchoring } = draft;
  const set = (patch: Partial<Settings['anchoring']>) =>
    setDraft({ ...draft, anchoring: { ...anchoring, ...patch } });
  const timeError =
    anchoring.atTime === null || isTimeOfDay(anchoring.atTime) ? null : t.schedule.invalidTime;
  const emptyError = batched && isAtOnce(anchoring) ? t.schedule.empty : null;
  const revert = () => {
    setDraft(saved);
    setBatched(!isAtOnce(saved.anchoring));
  };
  return (
    <div className="fields">
      <p className="settings-intro">{t.schedule.hint}</p>
      <Waiting settings={settings} />
      <form
        className="fields"
        onSubmit={(event) => {
          event.preventDefault();
          if (timeError === null && emptyError === null) void save(draft);
        }}
      >
        <Field label={t.schedule.when} error={emptyError}>
          {({ id }) => (
            <Choice
              id={id}
              className="settings-choice"
              label={t.schedule.when}
              value={batched ? 'batched' : 'at-once'}
              options={[
                { value: 'at-once', label: t.schedule.atOnce },
                { value: 'batched', label: t.schedule.batched },
              ]}
              onChange={(value) => {
                setBatched(value === 'batched');
                setDraft({ ...draft, anchoring: value === 'batched' ? HOURLY : AT_ONCE });
              }}
            />
          )}
        </Field>
        {batched ? (
          <div className="field-row">
            <Field label={t.schedule.everyMinutes}>
              {(props) => (
                <InputNumber
                  {...props}
                  className="full-width"
                  min={1}
                  max={10_080}
                  precision={0}
                  value={anchoring.everyMinutes}
                  onChange={(everyMinutes) => set({ everyMinutes })}
                />
              )}
            </Field>
            <Field label={t.schedule.atItems}>
              {(props) => (
                <InputNumber
                  {...props}
                  className="full-width"
                  min={1}
                  max={100_000}
                  precision={0}
                  value={anchoring.atItems}
                  onChange={(atItems) => set({ atItems })}
                />
              )}
            </Field>
            <LineField
              label={t.schedule.atTime}
              mono
              placeholder="18:00"
              maxLength={5}
              value={anchoring.atTime ?? ''}
              error={timeError}
              onChange={(text) => set({ atTime: text || null })}
            />
          </div>
        ) : null}
        {batched ? <p className="small muted">{t.schedule.batchedHint}</p> : null}
        <Field label={t.schedule.renew} hint={t.schedule.renewHint}>
          {(props) => (
            <InputNumber
              {...props}
              min={1}
              max={3_650}
              precision={0}
              value={draft.renewWithinDays}
              onChange={(days) => setDraft({ ...draft, renewWithinDays: days ?? saved.renewWithinDays })}
            />
          )}
        </Field>
        <Field label={t.schedule.renewalImprint} hint={t.schedule.renewalImprintHint}>
          {({ id }) => (
            <Choice
              id={id}
              className="settings-choice"
              label={t.schedule.renewalImprint}
              value={draft.renewalImprint}
              options={[
                { value: 'sha512', label: 'SHA-512' },
                { value: 'sm3', label: 'SM3' },
                { value: 'sha256', label: 'SHA-256' },
              ]}
              onChange={(imprint) => setDraft({ ...draft, renewalImprint: imprint })}
            />
          )}
        </Field>
        <SaveBar
          changed={JSON.stringify(draft) !== JSON.stringify(saved)}
          saving={saving}
          failure={failure}
          onRevert={revert}
        />
      </form>
    </div>
  );
}

/** What waits under the schedule that is saved, and the button that does not wait for it. */
function Waiting({ settings }: { settings: Settings }) {
  const t = useText();
  const { value, failure, busy, anchorNow } = useAnchoring(JSON.stringify(settings.anchoring));
  const underway = value ? value.anchors.queued + value.anchors.submitted + value.anchors.included : 0;
  return (
    <div className="settings-state">
      {value ? (
        <p>
          <Mark
            kind={value.waiting > 0 ? 'wait' : 'none'}
            word={value.waiting > 0 ? t.schedule.waiting(value.waiting) : t.schedule.nothingWaits}
          />
          {value.nextCheckpointAt ? (
            <>
              　{t.schedule.next} <Moment at={value.nextCheckpointAt} />
            </>
          ) : null}
        </p>
      ) : null}
      {value ? (
        <p className="small muted">
          {value.chain ? t.schedule.anchors(underway, value.anchors.final) : t.schedule.noChain}
        </p>
      ) : null}
      <div className="settings-buttons">
        <Button
          loading={busy}
          disabled={!value || (value.waiting === 0 && underway === 0)}
          onClick={() => void anchorNow()}
        >
          {value?.chain ? t.schedule.anchorNow : t.schedule.checkpointNow}
        </Button>
      </div>
      {failure ? <FailureNote failure={failure} compact /> : null}
    </div>
  );
}
