// 过程取证: where to begin and in which case; the browser then opens on this computer.

import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { toFailure, type Failure } from '../../api/failure.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { Field } from '../../components/field.tsx';
import { hostOf } from '../../format/urls.ts';
import { cleanOptions, useCaptureDraft } from '../../stores/capture-draft.ts';
import { useCases } from '../../stores/cases.ts';
import { isRecordingOver, useRecordings } from '../../stores/recordings.ts';
import { useText } from '../../stores/use-text.ts';
import { ExceptionOptions } from './exception-options.tsx';

const NO_CASE = '';
const DEFAULT_MINUTES = 60;

/** As in an address bar: https where no scheme is named. */
function addressOf(typed: string): string {
  const text = typed.trim();
  return /^[a-z]+:\/\//i.test(text) ? text : `https://${text}`;
}

export function RecordingForm({ caseId }: { caseId: string | null }) {
  const t = useText();
  const cases = useCases((state) => state.cases);
  const { start, recordings } = useRecordings();
  const { options, setOptions } = useCaptureDraft();
  const [url, setUrl] = useState('');
  const [inCase, setInCase] = useState(caseId ?? NO_CASE);
  const [minutes, setMinutes] = useState(DEFAULT_MINUTES);
  const [starting, setStarting] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const busy = (recordings ?? []).some((each) => !isRecordingOver(each));

  const begin = async () => {
    if (!url.trim() || starting || busy) return;
    setStarting(true);
    setFailure(null);
    try {
      const { proxy, allowPrivateHosts, allowBadCertificateHosts } = cleanOptions(options);
      await start({
        url: addressOf(url),
        caseId: inCase || null,
        maxMinutes: minutes,
        proxy,
        allowPrivateHosts,
        allowBadCertificateHosts,
      });
      // Exceptions hold for one start.
      setOptions({ ...options, allowPrivateHosts: [], allowBadCertificateHosts: [] });
      setUrl('');
    } catch (error) {
      setFailure(toFailure(error));
    } finally {
      setStarting(false);
    }
  };

  return (
    <form
      className="capture-form fields"
      onSubmit={(event) => {
        event.preventDefault();
        void begin();
      }}
    >
      <p className="small muted">{t.recording.intro}</p>
      <Field label={t.recording.url} hint={t.recording.urlHint}>
        {(props) => (
          <Input
            {...props}
            value={url}
            placeholder={t.capture.urlsPlaceholder}
            spellCheck={false}
            onChange={(event) => setUrl(event.target.value)}
          />
        )}
      </Field>
      <Field label={t.capture.case}>
        {(props) => (
          <Select
            id={props.id}
            value={inCase}
            showSearch={{ optionFilterProp: 'label' }}
            options={[
              { value: NO_CASE, label: t.capture.caseNone },
              ...(cases ?? []).map((item) => ({ value: item.id, label: item.name })),
            ]}
            onChange={setInCase}
          />
        )}
      </Field>
      <Field label={t.recording.minutes}>
        {(props) => (
          <InputNumber
            id={props.id}
            min={1}
            max={480}
            value={minutes}
            onChange={(value) => setMinutes(value ?? DEFAULT_MINUTES)}
          />
        )}
      </Field>
      <details className="capture-options">
        <summary>
          <strong>{t.capture.options}</strong>
        </summary>
        <div className="fields">
          <ExceptionOptions
            options={options}
            set={(patch) => setOptions({ ...options, ...patch })}
            hosts={url.trim() ? [hostOf(addressOf(url))] : []}
          />
        </div>
      </details>
      <p className="small muted">{t.recording.secrets}</p>
      {failure ? <FailureNote failure={failure} compact /> : null}
      <Button type="primary" htmlType="submit" size="large" loading={starting} disabled={busy || !url.trim()}>
        {t.recording.start}
      </Button>
    </form>
  );
}
