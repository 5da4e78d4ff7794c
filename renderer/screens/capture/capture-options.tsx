// Options of a capture: three presets in sight, the rest folded away. The summary says in words whatever is not the
// default, so that nobody captures in another way than they think.

import {
  applyPreset,
  presetOf,
  PRESETS,
  type CaptureOptions,
  type PresetName,
} from '../../../shared/api/capture-options.ts';
import { optionSentences } from '../../../shared/text/options.ts';
import { Choice } from '../../components/choice.tsx';
import { Field } from '../../components/field.tsx';
import { useCaptureDraft } from '../../stores/capture-draft.ts';
import { useLanguage, useText } from '../../stores/use-text.ts';
import { ExceptionOptions } from './exception-options.tsx';
import { PageOptions } from './page-options.tsx';
import { SessionOptions } from './session-options.tsx';

const CUSTOM = 'custom';

interface Props {
  /** Those of the addresses above. */
  readonly hosts: readonly string[];
  /** False where no session can be taken along. */
  readonly withSession?: boolean;
}

export function CaptureOptionsForm({ hosts, withSession = true }: Props) {
  const t = useText();
  const { options, setOptions } = useCaptureDraft();
  const preset = presetOf(options);
  const set = (patch: Partial<CaptureOptions>) => setOptions({ ...options, ...patch });
  const names = Object.keys(PRESETS) as readonly PresetName[];
  const choices = [
    ...names.map((name) => ({ value: name as string, label: t.options.presets[name] })),
    ...(preset === null ? [{ value: CUSTOM, label: t.options.custom }] : []),
  ];
  return (
    <>
      <Field label={t.options.preset} hint={t.options.presetHints[preset ?? CUSTOM]}>
        {(props) => (
          <Choice
            id={props.id}
            block
            label={t.options.preset}
            options={choices}
            value={preset ?? CUSTOM}
            onChange={(value) => {
              const name = names.find((each) => each === value);
              if (name) setOptions(applyPreset(name, options));
            }}
          />
        )}
      </Field>
      <details className="capture-options">
        <summary>
          <strong>{t.capture.options}</strong>
          <Chosen options={options} withSession={withSession} />
        </summary>
        <div className="fields">
          <PageOptions options={options} set={set} />
          {withSession ? <SessionOptions hosts={hosts} /> : null}
          <ExceptionOptions options={options} set={set} hosts={hosts} />
        </div>
      </details>
    </>
  );
}

/** In words what is chosen and is not the default. */
function Chosen({ options, withSession }: { options: CaptureOptions; withSession: boolean }) {
  const t = useText();
  const language = useLanguage();
  const cookies = useCaptureDraft((state) => state.cookies);
  const login = useCaptureDraft((state) => state.login);
  const preset = presetOf(options);
  // What a preset decides its own hint says.
  const beside = preset === null ? options : applyPreset('standard', options);
  const { allowPrivateHosts, allowBadCertificateHosts, dismissSelectors, ...rest } = beside;
  const sentences = [
    ...optionSentences(
      {
        ...rest,
        allowPrivateHosts: allowPrivateHosts.join(' '),
        allowBadCertificateHosts: allowBadCertificateHosts.join(' '),
        dismissSelectors: dismissSelectors.join('\n'),
      },
      language,
    ),
    ...(withSession && cookies ? [t.options.cookiesTaken(cookies.cookies.length)] : []),
    ...(withSession && login ? [t.options.loginTaken] : []),
  ];
  if (sentences.length === 0) {
    return preset === 'standard' ? <span className="small muted"> {t.capture.optionsSummary}</span> : null;
  }
  return (
    <ul className="chosen small muted">
      {sentences.map((sentence) => (
        <li key={sentence} className="break">
          {sentence}
        </li>
      ))}
    </ul>
  );
}
