// Many addresses, one case, honest defaults: refused lines are pointed out before anything starts.

import { App, Button, Input, Select, type GetRef } from 'antd';
import { useState } from 'react';
import { errorSentence } from '../../../shared/text/errors.ts';
import { toFailure, type Failure } from '../../api/failure.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { Field } from '../../components/field.tsx';
import { useFocusFirst } from '../../components/focus-first.ts';
import { Mark } from '../../components/mark.tsx';
import { hostOf, readUrls, type UrlLine } from '../../format/urls.ts';
import { useCases } from '../../stores/cases.ts';
import { cleanOptions, sessionOf, useCaptureDraft } from '../../stores/capture-draft.ts';
import { useJobs } from '../../stores/jobs.ts';
import { useLanguage, useText } from '../../stores/use-text.ts';
import { CaptureOptionsForm } from './capture-options.tsx';

const NO_CASE = '';
const NEW_CASE = '+';

export function CaptureForm({ caseId }: { caseId: string | null }) {
  const t = useText();
  const { message } = App.useApp();
  const { cases, create } = useCases();
  const start = useJobs((state) => state.start);
  const firstField = useFocusFirst<GetRef<typeof Input.TextArea>>();
  const [text, setText] = useState('');
  const [inCase, setInCase] = useState(caseId ?? NO_CASE);
  const [newName, setNewName] = useState('');
  const [asked, setAsked] = useState(false);
  const [starting, setStarting] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  const lines = readUrls(text);
  const good = lines.flatMap((line) => (line.url ? [line.url] : []));
  const refused = lines.filter((line) => line.problem && line.problem !== 'repeated');
  const nameMissing = inCase === NEW_CASE && !newName.trim();

  const begin = async () => {
    setAsked(true);
    if (good.length === 0 || refused.length > 0 || nameMissing || starting) return;
    setStarting(true);
    setFailure(null);
    try {
      const made = inCase === NEW_CASE ? await create(newName.trim(), '') : null;
      if (made) setInCase(made.id);
      const draft = useCaptureDraft.getState();
      await start({
        urls: good,
        caseId: made?.id ?? (inCase || null),
        options: cleanOptions(draft.options),
        session: sessionOf(draft),
      });
      draft.started();
      setText('');
      setNewName('');
      setAsked(false);
      void message.success(t.capture.started(good.length));
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
      <Field label={t.capture.urls} hint={t.capture.urlsHint}>
        {(props) => (
          <Input.TextArea
            {...props}
            ref={firstField}
            autoSize={{ minRows: 5, maxRows: 12 }}
            value={text}
            placeholder={t.capture.urlsPlaceholder}
            spellCheck={false}
            className="capture-urls"
            data-search
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void begin();
            }}
          />
        )}
      </Field>
      <Refused lines={lines} onRemove={() => setText(good.join('\n'))} />
      <Field label={t.capture.case}>
        {(props) => (
          <Select
            id={props.id}
            value={inCase}
            showSearch={{ optionFilterProp: 'label' }}
            options={[
              { value: NO_CASE, label: t.capture.caseNone },
              { value: NEW_CASE, label: t.capture.caseNew },
              ...(cases ?? []).map((item) => ({ value: item.id, label: item.name })),
            ]}
            onChange={setInCase}
          />
        )}
      </Field>
      {inCase === NEW_CASE ? (
        <Field
          label={t.capture.newCaseName}
          hint={t.capture.createThenStart}
          error={asked && nameMissing ? t.cases.nameRequired : null}
        >
          {(props) => (
            <Input
              {...props}
              maxLength={200}
              value={newName}
              placeholder={t.cases.namePlaceholder}
              onChange={(event) => setNewName(event.target.value)}
            />
          )}
        </Field>
      ) : null}
      <CaptureOptionsForm hosts={good.map(hostOf)} />
      {failure ? (
        <FailureNote failure={failure} compact>
          <RefusedByCore lines={lines} failure={failure} />
        </FailureNote>
      ) : null}
      <Button
        type="primary"
        htmlType="submit"
        size="large"
        loading={starting}
        disabled={good.length === 0 || refused.length > 0}
      >
        {good.length > 1 ? t.capture.startMany(good.length) : t.capture.start}
      </Button>
    </form>
  );
}

/** The lines that the core's refusal speaks of: by their address, else by their host. */
function RefusedByCore({ lines, failure }: { lines: readonly UrlLine[]; failure: Failure }) {
  const t = useText();
  if (failure.code === 'offline') return null;
  const { url, host } = failure.details;
  const meant = lines.filter((line) =>
    typeof url === 'string'
      ? line.text === url || line.url === url
      : typeof host === 'string' && line.url !== null && bareHost(line.url) === host,
  );
  return meant.length === 0 ? null : (
    <p className="small">
      {meant
        .slice(0, 20)
        .map((line) => t.capture.line(line.line))
        .join('　')}
    </p>
  );
}

const bareHost = (url: string) => hostOf(url).replace(/^\[|\]$/g, '');

function Refused({ lines, onRemove }: { lines: readonly UrlLine[]; onRemove: () => void }) {
  const t = useText();
  const language = useLanguage();
  const problems = lines.filter((line) => line.problem);
  const hard = problems.filter((line) => line.problem !== 'repeated').length;
  if (problems.length === 0) return null;
  return (
    <output className="refused">
      {hard > 0 ? <p>{t.capture.refused(hard)}</p> : null}
      <ul>
        {problems.slice(0, 50).map((line) => (
          <li key={line.line}>
            <Mark kind={line.problem === 'repeated' ? 'none' : 'bad'} />
            <span className="break">
              <span className="muted">{t.capture.line(line.line)}</span>{' '}
              {line.problem === 'repeated' || !line.problem
                ? t.capture.repeated
                : errorSentence(line.problem, { url: line.text, scheme: line.text.split(':')[0]! }, language)
                    .happened}
            </span>
          </li>
        ))}
      </ul>
      <Button size="small" onClick={onRemove}>
        {t.capture.removeRefused}
      </Button>
    </output>
  );
}
