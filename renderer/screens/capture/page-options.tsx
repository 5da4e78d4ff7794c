// How the page is shown to the browser, what is waited for, and where it ends.

import { AutoComplete, Checkbox, Input, InputNumber, Select } from 'antd';
import { DEFAULT_CAPTURE_OPTIONS, type CaptureOptions } from '../../../shared/api/capture-options.ts';
import { Field } from '../../components/field.tsx';
import { useText } from '../../stores/use-text.ts';
import { OptionGroup } from './option-group.tsx';

export interface OptionsProps {
  readonly options: CaptureOptions;
  readonly set: (patch: Partial<CaptureOptions>) => void;
}

type NumberKey =
  'viewportWidth' | 'viewportHeight' | 'extraWaitMs' | 'timeLimitMs' | 'maxHeightPx' | 'scrollLimitMs';

const LOCALES = ['zh-CN', 'zh-TW', 'zh-HK', 'en-US', 'en-GB', 'ja-JP', 'ko-KR', 'fr-FR', 'de-DE'];
const ZONES = ['Asia/Shanghai', 'Asia/Hong_Kong', 'Asia/Tokyo', 'Europe/London', 'America/New_York', 'UTC'];
const OWN = '';
const NAMED = ['desktop-chrome', 'mobile-chrome'];
const CUSTOM = 'custom';

export function PageOptions({ options, set }: OptionsProps) {
  const t = useText();
  const o = t.options;
  /** unit: milliseconds shown as seconds. */
  const number = (key: NumberKey, min: number, max: number, unit = 1) => ({
    value: options[key] / unit,
    min,
    max,
    precision: 0,
    className: 'full',
    onChange: (next: number | null) =>
      set({ [key]: next === null ? DEFAULT_CAPTURE_OPTIONS[key] : next * unit }),
  });
  const { userAgent } = options;
  const named = userAgent === null ? OWN : NAMED.includes(userAgent) ? userAgent : CUSTOM;
  return (
    <>
      <OptionGroup title={o.screen}>
        <div className="field-row">
          <Field label={t.capture.viewportWidth}>
            {(props) => <InputNumber id={props.id} {...number('viewportWidth', 320, 3_840)} />}
          </Field>
          <Field label={t.capture.viewportHeight}>
            {(props) => <InputNumber id={props.id} {...number('viewportHeight', 240, 2_160)} />}
          </Field>
          <Field label={t.capture.scale}>
            {(props) => (
              <Select
                id={props.id}
                value={options.deviceScaleFactor}
                options={[1, 2, 3].map((scale) => ({ value: scale, label: `${scale}×` }))}
                onChange={(deviceScaleFactor) => set({ deviceScaleFactor })}
              />
            )}
          </Field>
        </div>
        <div className="check-row">
          <Checkbox checked={options.mobile} onChange={({ target }) => set({ mobile: target.checked })}>
            {o.mobile}
          </Checkbox>
          <Checkbox checked={options.touch} onChange={({ target }) => set({ touch: target.checked })}>
            {o.touch}
          </Checkbox>
        </div>
        <div className="field-row">
          <Field label={o.locale}>
            {(props) => (
              <Select
                id={props.id}
                value={options.locale ?? OWN}
                options={[{ value: OWN, label: o.ownLocale }, ...asChoices(LOCALES, options.locale)]}
                onChange={(locale) => set({ locale: locale || null })}
              />
            )}
          </Field>
          <Field label={o.timeZone}>
            {(props) => (
              <Select
                id={props.id}
                value={options.timeZone ?? OWN}
                options={[{ value: OWN, label: o.ownTimeZone }, ...asChoices(ZONES, options.timeZone)]}
                onChange={(timeZone) => set({ timeZone: timeZone || null })}
              />
            )}
          </Field>
        </div>
        <Field label={o.userAgent} hint={named === OWN ? o.ownUserAgentHint : o.userAgentHint}>
          {(props) => (
            <Select
              id={props.id}
              aria-describedby={props['aria-describedby']}
              value={named}
              options={[
                { value: OWN, label: o.ownUserAgent },
                { value: 'desktop-chrome', label: o.desktopChrome },
                { value: 'mobile-chrome', label: o.mobileChrome },
                { value: CUSTOM, label: o.customUserAgent },
              ]}
              onChange={(value) =>
                set({ userAgent: value === OWN ? null : value === CUSTOM ? navigator.userAgent : value })
              }
            />
          )}
        </Field>
        {named === CUSTOM ? (
          <Input
            aria-label={o.customUserAgent}
            maxLength={512}
            value={userAgent ?? ''}
            onChange={({ target }) => set({ userAgent: target.value || navigator.userAgent })}
          />
        ) : null}
      </OptionGroup>
      <OptionGroup title={o.waiting}>
        <Field label={o.waitForSelector} hint={o.waitForSelectorHint}>
          {(props) => (
            <Input
              {...props}
              maxLength={500}
              value={options.waitForSelector ?? ''}
              placeholder=".price"
              spellCheck={false}
              onChange={({ target }) => set({ waitForSelector: target.value.trim() ? target.value : null })}
            />
          )}
        </Field>
        <div className="field-row">
          <Field label={o.extraWait}>
            {(props) => <InputNumber id={props.id} {...number('extraWaitMs', 0, 120, 1_000)} />}
          </Field>
          <Field label={t.capture.timeLimit}>
            {(props) => <InputNumber id={props.id} {...number('timeLimitMs', 5, 600, 1_000)} />}
          </Field>
        </div>
        <div className="field-row">
          <Field label={t.capture.maxHeight} hint={t.capture.maxHeightHint}>
            {(props) => <InputNumber {...props} {...number('maxHeightPx', 1_000, 400_000)} />}
          </Field>
          <Field label={o.scrollLimit} hint={o.scrollLimitHint}>
            {(props) => <InputNumber {...props} {...number('scrollLimitMs', 0, 600, 1_000)} />}
          </Field>
        </div>
      </OptionGroup>
      <OptionGroup title={o.overlays}>
        <Checkbox
          checked={options.dismissOverlays}
          onChange={({ target }) => set({ dismissOverlays: target.checked })}
        >
          {o.dismissOverlays}
        </Checkbox>
        <p className="small muted">{o.dismissHint}</p>
        <Field label={o.dismissSelectors}>
          {(props) => (
            <AutoComplete
              id={props.id}
              value={options.dismissSelectors.join(', ')}
              placeholder="#banner, .modal-mask"
              onChange={(text: string) => set({ dismissSelectors: asList(text) })}
            />
          )}
        </Field>
      </OptionGroup>
    </>
  );
}

function asList(text: string): string[] {
  return text.split(',').map((part) => part.trimStart());
}

function asChoices(values: readonly string[], chosen: string | null) {
  const all = chosen === null || values.includes(chosen) ? values : [chosen, ...values];
  return all.map((value) => ({ value, label: value }));
}
