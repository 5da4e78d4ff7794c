// Which evidence goes along: that of the case, ticked one by one or all at once; what was chosen elsewhere stays listed.

import { Button, Checkbox } from 'antd';
import { CaptureMark, Mark } from '../../components/mark.tsx';
import { Foreign } from '../../components/foreign.tsx';
import { useEvidencePage } from '../../stores/evidence.ts';
import { useText } from '../../stores/use-text.ts';

interface Props {
  readonly caseId: string;
  readonly chosen: readonly string[];
  readonly missing: boolean;
  readonly onChange: (ids: readonly string[]) => void;
}

const LISTED = 500;

export function EvidenceChoice({ caseId, chosen, missing, onChange }: Props) {
  const t = useText();
  const { value } = useEvidencePage({ caseId, limit: LISTED });
  const items = value?.items ?? [];
  const has = new Set(chosen);
  const here = new Set(items.map(({ id }) => id));
  const elsewhere = value ? chosen.filter((id) => !here.has(id)) : [];
  return (
    <fieldset className="application-section">
      <legend>{t.applications.evidence}</legend>
      <div className="application-actions">
        <Button size="small" onClick={() => onChange([...new Set([...chosen, ...here])])}>
          {t.applications.chooseAll}
        </Button>
        <span className="small muted">{t.common.items(chosen.length)}</span>
      </div>
      {missing ? (
        <p role="alert">
          <Mark kind="bad" word={t.applications.evidenceMissing} />
        </p>
      ) : null}
      <ul className="application-list application-evidence">
        {items.map((item) => (
          <li key={item.id}>
            <Checkbox
              checked={has.has(item.id)}
              onChange={(event) =>
                onChange(event.target.checked ? [...chosen, item.id] : chosen.filter((id) => id !== item.id))
              }
            >
              <Foreign className="cut" text={item.title ?? item.requestedUrl ?? item.id} />
            </Checkbox>
            <CaptureMark state={item.state} />
            <code className="mono small">{item.id}</code>
          </li>
        ))}
        {elsewhere.map((id) => (
          <li key={id}>
            <Checkbox checked onChange={() => onChange(chosen.filter((each) => each !== id))}>
              <code className="mono">{id}</code>
            </Checkbox>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
