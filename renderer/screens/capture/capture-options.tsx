// Options of a capture, folded away: whoever does not open them gets what the summary says.

import { Input, InputNumber, Select } from 'antd';
import type { StartCaptureInput } from '../../../shared/api/inputs.ts';
import { Field } from '../../components/field.tsx';
import { useText } from '../../stores/use-text.ts';

export interface OptionsDraft {
  readonly viewportWidth: number;
  readonly viewportHeight: number;
  readonly deviceScaleFactor: number;
  readonly timeLimitSeconds: number;
  readonly maxHeightPx: number;
  readonly allowPrivate: string;
}

export const DEFAULT_OPTIONS: OptionsDraft = {
  viewportWidth: 1280,
  viewportHeight: 800,
  deviceScaleFactor: 1,
  timeLimitSeconds: 120,
  maxHeightPx: 200_000,
  allowPrivate: '',
};

export function toCaptureOptions(draft: OptionsDraft): NonNullable<StartCaptureInput['options']> {
  return {
    viewportWidth: draft.viewportWidth,
    viewportHeight: draft.viewportHeight,
    deviceScaleFactor: draft.deviceScaleFactor,
    timeLimitMs: draft.timeLimitSeconds * 1_000,
    maxHeightPx: draft.maxHeightPx,
    allowPrivateHosts: draft.allowPrivate.split(/[\s,;，；]+/).filter(Boolean),
  };
}

interface Props {
  readonly value: OptionsDraft;
  readonly onChange: (draft: OptionsDraft) => void;
  /** Hosts of the addresses above, offered for the private list. */
  readonly hosts: readonly string[];
}

export function CaptureOptionsForm({ value, onChange, hosts }: Props) {
  const t = useText();
  const set = (patch: Partial<OptionsDraft>) => onChange({ ...value, ...patch });
  const localHosts = [
    ...new Set(hosts.filter((host) => /^(localhost|\[|10\.|127\.|192\.168\.|172\.)/.test(host))),
  ];
  const number = (
    key: 'viewportWidth' | 'viewportHeight' | 'timeLimitSeconds' | 'maxHeightPx',
    min: number,
    max: number,
  ) => ({
    value: value[key],
    min,
    max,
    precision: 0,
    className: 'full',
    onChange: (next: number | null) => set({ [key]: next ?? DEFAULT_OPTIONS[key] }),
  });
  return (
    <details className="capture-options">
      <summary>
        <strong>{t.capture.options}</strong> <span className="small muted">{t.capture.optionsSummary}</span>
      </summary>
      <div className="fields">
        <div className="field-row">
          <Field label={t.capture.viewportWidth}>
            {(props) => <InputNumber id={props.id} {...number('viewportWidth', 320, 3_840)} />}
          </Field>
          <Field label={t.capture.viewportHeight}>
            {(props) => <InputNumber id={props.id} {...number('viewportHeight', 240, 2_160)} />}
          </Field>
        </div>
        <div className="field-row">
          <Field label={t.capture.scale}>
            {(props) => (
              <Select
                id={props.id}
                value={value.deviceScaleFactor}
                options={[1, 2, 3].map((scale) => ({ value: scale, label: `${scale}×` }))}
                onChange={(deviceScaleFactor) => set({ deviceScaleFactor })}
              />
            )}
          </Field>
          <Field label={t.capture.timeLimit}>
            {(props) => <InputNumber id={props.id} {...number('timeLimitSeconds', 5, 600)} />}
          </Field>
        </div>
        <Field label={t.capture.maxHeight} hint={t.capture.maxHeightHint}>
          {(props) => <InputNumber {...props} {...number('maxHeightPx', 1_000, 400_000)} />}
        </Field>
        <Field label={t.capture.allowPrivate} hint={t.capture.allowPrivateHint}>
          {(props) => (
            <Input.TextArea
              {...props}
              rows={2}
              value={value.allowPrivate}
              placeholder={localHosts.join('\n') || '192.168.1.20'}
              onChange={(event) => set({ allowPrivate: event.target.value })}
            />
          )}
        </Field>
      </div>
    </details>
  );
}
