// 文件存证: what is to be kept on the left, the deposits under way on the right.

import { PageHead } from '../../components/page-head.tsx';
import { useText } from '../../stores/use-text.ts';
import { Queue } from '../capture/queue.tsx';
import { DepositForm } from './deposit-form.tsx';
import './deposit.css';

export function DepositScreen({ caseId }: { caseId: string | null }) {
  const t = useText();
  return (
    <div className="two-zones capture-zones">
      <section className="zone-list" aria-label={t.deposit.title}>
        <PageHead title={t.deposit.title} />
        <DepositForm key={caseId ?? ''} caseId={caseId} />
      </section>
      <section className="zone-page" aria-label={t.capture.queue}>
        <Queue kind="deposit" />
      </section>
    </div>
  );
}
