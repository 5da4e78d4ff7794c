// Network, and 例外: acts that weaken what a capture shows, each chosen by hand, for named hosts, with its consequence said. The
// exceptions hold for the next start only.

import { Checkbox, Input } from 'antd';
import type { ReactNode } from 'react';
import { Field } from '../../components/field.tsx';
import { Mark } from '../../components/mark.tsx';
import { useText } from '../../stores/use-text.ts';
import { OptionGroup } from './option-group.tsx';
import type { OptionsProps } from './page-options.tsx';

const LOCAL = /^(localhost|\[|10\.|127\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/;

export function ExceptionOptions({ options, set, hosts }: OptionsProps & { hosts: readonly string[] }) {
  const t = useText();
  const o = t.options;
  const names = [...new Set(hosts.map((host) => host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')))];
  const local = names.filter((host) => LOCAL.test(host) || host.includes(':'));
  return (
    <>
      <OptionGroup title={o.network}>
        <Field label={o.proxy} hint={o.proxyHint}>
          {(props) => (
            <Input
              {...props}
              maxLength={300}
              value={options.proxy ?? ''}
              placeholder="http://127.0.0.1:7890"
              spellCheck={false}
              onChange={({ target }) => set({ proxy: target.value.trim() || null })}
            />
          )}
        </Field>
      </OptionGroup>
      <OptionGroup title={o.exceptions}>
        <HostList
          title={o.badCertificates}
          consequence={o.badCertificatesConsequence}
          hostsLabel={o.badCertificatesHosts}
          hosts={options.allowBadCertificateHosts}
          suggested={names}
          onChange={(allowBadCertificateHosts) => set({ allowBadCertificateHosts })}
        />
        <HostList
          title={o.privateHosts}
          consequence={o.privateHostsConsequence}
          hostsLabel={t.capture.allowPrivate}
          hosts={options.allowPrivateHosts}
          suggested={local}
          onChange={(allowPrivateHosts) => set({ allowPrivateHosts })}
        />
      </OptionGroup>
    </>
  );
}

interface HostListProps {
  readonly title: string;
  readonly consequence: ReactNode;
  readonly hostsLabel: string;
  readonly hosts: readonly string[];
  /** Offered when it is switched on. */
  readonly suggested: readonly string[];
  readonly onChange: (hosts: string[]) => void;
}

function HostList({ title, consequence, hostsLabel, hosts, suggested, onChange }: HostListProps) {
  const on = hosts.length > 0;
  return (
    <div className="exception">
      <Checkbox
        checked={on}
        onChange={({ target }) =>
          onChange(target.checked ? [...suggested, ...(suggested.length ? [] : [''])] : [])
        }
      >
        {title}
      </Checkbox>
      {on ? (
        <>
          <p className="exception-consequence small">
            <Mark kind="warn" /> <span>{consequence}</span>
          </p>
          <Field label={hostsLabel}>
            {(props) => (
              <Input.TextArea
                {...props}
                autoSize={{ minRows: 2, maxRows: 6 }}
                value={hosts.join('\n')}
                spellCheck={false}
                onChange={({ target }) => onChange(target.value.split(/[\s,;，；]/))}
              />
            )}
          </Field>
        </>
      ) : null}
    </div>
  );
}
