// Which deposits keep a work: those of all cases, linked or not by a click.

import { Button, Input } from 'antd';
import { useState } from 'react';
import type { WorkView } from '../../../shared/api/works.ts';
import { toFailure, type Failure } from '../../api/failure.ts';
import { Dialog } from '../../components/dialog.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Field } from '../../components/field.tsx';
import { Foreign } from '../../components/foreign.tsx';
import { Moment } from '../../components/moment.tsx';
import { useText } from '../../stores/use-text.ts';
import { linkWork, useDeposits } from '../../stores/works.ts';

export function WorkLinks({ work, onClose }: { work: WorkView; onClose: () => void }) {
  const t = useText();
  const [text, setText] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const found = useDeposits(text.trim());
  const linked = new Set(work.deposits.map(({ evidenceId }) => evidenceId));
  const toggle = async (evidenceId: string) => {
    try {
      await linkWork(work.id, evidenceId, !linked.has(evidenceId));
      setFailure(null);
    } catch (error) {
      setFailure(toFailure(error));
    }
  };
  const problem = failure ?? found.failure;
  return (
    <Dialog title={t.works.linkTitle} width={640} onClose={onClose}>
      <p className="break work-linked">
        <Foreign text={work.title} />
      </p>
      <Field label={t.works.search}>
        {(props) => (
          <Input {...props} maxLength={200} value={text} onChange={(event) => setText(event.target.value)} />
        )}
      </Field>
      {problem ? <FailureNote failure={problem} compact /> : null}
      {found.value?.length === 0 ? <p className="muted work-none">{t.works.noDeposits}</p> : null}
      <ul className="work-choices">
        {(found.value ?? []).map(({ id, title, caseName, sealedAt }) => (
          <li key={id}>
            <div>
              <span className="break">
                <Foreign text={title ?? id} />
              </span>
              <span className="small muted break">
                <span className="mono">{id}</span> · {caseName || t.cases.default} · <Moment at={sealedAt} />
              </span>
            </div>
            <Button
              size="small"
              type={linked.has(id) ? 'default' : 'primary'}
              aria-label={`${linked.has(id) ? t.works.unlink : t.works.linkOne} ${title ?? id}`}
              onClick={() => void toggle(id)}
            >
              {linked.has(id) ? t.works.unlink : t.works.linkOne}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
