// Which works of which cases a deposit keeps, as the user linked them.

import { WORKS_ARE_STATED } from '../../../shared/text/works.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { Foreign } from '../../components/foreign.tsx';
import { buildHash } from '../../stores/route.ts';
import { usePick, useText } from '../../stores/use-text.ts';
import { useWorks } from '../../stores/works.ts';

export function DepositWorks({ evidenceId }: { evidenceId: string }) {
  const t = useText();
  const pick = usePick();
  const { value, failure, reload } = useWorks({ evidenceId });
  if (failure) return <FailureNote failure={failure} compact onRetry={reload} />;
  if (!value || value.length === 0) return null;
  return (
    <section className="deposit-works" aria-label={t.works.title}>
      <h2>{t.works.title}</h2>
      <ul>
        {value.map((work) => (
          <li key={work.id} className="break">
            <Foreign text={work.title} /> · {work.rightHolder} ·{' '}
            <a href={buildHash({ room: 'cases', caseId: work.caseId })}>{work.caseName}</a>
          </li>
        ))}
      </ul>
      <p className="small muted">{t.works.stated(pick(WORKS_ARE_STATED))}</p>
    </section>
  );
}
