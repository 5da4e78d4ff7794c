// Many addresses, one case, honest defaults: refused lines are pointed out before anything starts.

import { App, Button, type GetRef, type Input } from 'antd';
import { useState } from 'react';
import { errorSentence } from '../../../shared/text/errors.ts';
import { toFailure, type Failure } from '../../api/failure.ts';
import { caseOf, CaseField, chooseCase, isComplete } from '../../components/case-field.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Field } from '../../components/field.tsx';
import { useFocusFirst } from '../../components/focus-first.ts';
import { Mark } from '../../components/mark.tsx';
import { NotListed } from '../../components/not-listed.tsx';
import { UrlsInput } from '../../components/urls-input.tsx';
import { hostOf, readUrls, type UrlLine } from '../../format/urls.ts';
import { useCases } from '../../stores/cases.ts';
import { cleanOptions, sessionOf, useCaptureDraft } from '../../stores/capture-draft.ts';
import { useJobs } from '../../stores/jobs.ts';
import { useLanguage, useText } from '../../stores/use-text.ts';
import { CaptureOptionsForm } from './capture-options.tsx';

/** Of lines with a problem. */
const LISTED_LINES = 50;

export function CaptureForm({ caseId }: { caseId: string | null }) {
  const t = useText();
  const { message } = App.useApp();
  const create = useCases((state) => state.create);
  const start = useJobs((state) => state.start);
  const firstField = useFocusFirst<GetRef<typeof Input.TextArea>>();
  const [text, setText] = useState('');
  const [choice, setChoice] = useState(() => chooseCase(caseId));
  const [asked, setAsked] = useState(false);
  const [starting, setStarting] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  const lines = readUrls(text);
  const good = lines.flatMap((line) => (line.url ? [line.url] : []));
  const refused = lines.filter((line) => line.problem && line.problem !== 'repeated');
  const label = good.length > 1 ? t.capture.startMany(good.length) : t.capture.start;

  const begin = async () => {
    setAsked(true);
    if (good.length === 0 || refused.length > 0 || !isComplete(choice) || starting) return;
    setStarting(true);
    setFailure(null);
    try {
      const { caseId: chosen, caseName } = caseOf(choice);
      const made = caseName === undefined ? null : await create(caseName, '');
      if (made) setChoice(chooseCase(made.id));
      const draft = useCaptureDraft.getState();
      await start({
        urls: good,
        caseId: made?.id ?? chosen,
        options: cleanOptions(draft.options),
        session: sessionOf(draft),
      });
      draft.started();
      setText('');
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
          <UrlsInput
            {...props}
            ref={firstField}
            autoSize={{ minRows: 5, maxRows: 12 }}
            value={text}
            onText={setText}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void begin();
            }}
          />
        )}
      </Field>
      <Refused lines={lines} onRemove={() => setText(good.join('\n'))} />
      <CaseField value={choice} onChange={setChoice} asked={asked} newHint={t.capture.createThenStart} />
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
        // Its own name: the icon of a start that is over, fading out, would be read as part of it.
        aria-label={label}
        loading={starting}
        disabled={good.length === 0 || refused.length > 0}
      >
        {label}
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
        .slice(0, LISTED_LINES)
        .map((line) => t.capture.line(line.line))
        .join('　')}
      <NotListed count={meant.length - LISTED_LINES} />
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
        {problems.slice(0, LISTED_LINES).map((line) => (
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
      <NotListed count={problems.length - LISTED_LINES} />
      <Button size="small" onClick={onRemove}>
        {t.capture.removeRefused}
      </Button>
    </output>
  );
}
