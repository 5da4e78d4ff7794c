// 环境检查: whom the check asks for the time and for the names of hosts, and that the latter tells them which site is
// captured.

import { Button, Input, Switch } from 'antd';
import { useState } from 'react';
import { DEFAULT_SETTINGS, type Settings } from '../../../shared/api/inputs.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { Field } from '../../components/field.tsx';
import { useText } from '../../stores/use-text.ts';
import { useSave } from './use-save.ts';

type Servers = Settings['environment'];

const DEFAULTS = DEFAULT_SETTINGS.environment;
const linesOf = (text: string) => text.split(/\s+/).filter(Boolean);

export function EnvironmentSection({ settings }: { settings: Settings }) {
  const t = useText();
  const { save, saving, failure } = useSave();
  const [draft, setDraft] = useState(() => textsOf(settings.environment));
  const set = (patch: Partial<typeof draft>) => setDraft({ ...draft, ...patch });
  const lists = [
    ['ntp', t.settings.ntpServers, t.settings.ntpServersHint],
    ['time', t.settings.timeUrls, t.settings.timeUrlsHint],
  ] as const;
  return (
    <form
      className="fields"
      onSubmit={(event) => {
        event.preventDefault();
        void save({ environment: serversOf(draft) });
      }}
    >
      <p className="settings-intro">{t.settings.environmentHint}</p>
      {lists.map(([name, label, hint]) => (
        <Field key={name} label={label} hint={hint}>
          {(props) => (
            <Input.TextArea
              {...props}
              className="mono"
              autoSize={{ minRows: 2, maxRows: 8 }}
              spellCheck={false}
              value={draft[name]}
              onChange={({ target }) => set({ [name]: target.value })}
            />
          )}
        </Field>
      ))}
      <Field label={t.settings.dohSwitch} hint={draft.asksDoh ? t.settings.dohTold : t.settings.dohOff}>
        {({ id, 'aria-describedby': described }) => (
          <Switch
            id={id}
            className="settings-choice"
            {...(described && { 'aria-describedby': described })}
            checked={draft.asksDoh}
            onChange={(asksDoh) => set({ asksDoh, doh: draft.doh.trim() || DEFAULTS.dohUrls.join('\n') })}
          />
        )}
      </Field>
      {draft.asksDoh ? (
        <Field label={t.settings.dohUrls}>
          {(props) => (
            <Input.TextArea
              {...props}
              className="mono"
              autoSize={{ minRows: 2, maxRows: 8 }}
              spellCheck={false}
              value={draft.doh}
              onChange={({ target }) => set({ doh: target.value })}
            />
          )}
        </Field>
      ) : null}
      {failure ? <FailureNote failure={failure} /> : null}
      <div className="settings-buttons">
        <Button type="primary" htmlType="submit" loading={saving}>
          {t.common.save}
        </Button>
        <Button onClick={() => setDraft({ ...textsOf(DEFAULTS), publicIpUrl: draft.publicIpUrl })}>
          {t.settings.defaults}
        </Button>
      </div>
    </form>
  );
}

function textsOf({ ntpServers, timeUrls, dohUrls, publicIpUrl }: Servers) {
  return {
    ntp: ntpServers.join('\n'),
    time: timeUrls.join('\n'),
    asksDoh: dohUrls.length > 0,
    doh: dohUrls.join('\n'),
    publicIpUrl,
  };
}

function serversOf({ ntp, time, asksDoh, doh, publicIpUrl }: ReturnType<typeof textsOf>): Servers {
  return {
    ntpServers: linesOf(ntp),
    timeUrls: linesOf(time),
    dohUrls: asksDoh ? linesOf(doh) : [],
    publicIpUrl,
  };
}
