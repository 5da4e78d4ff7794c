// 权利作品 of a case: what is infringed, as the user states it, with the deposits that keep it.

import { Button } from 'antd';
import { useState } from 'react';
import type { WorkView } from '../../../shared/api/works.ts';
import { UNREGISTERED, WORK_DATE, WORK_KIND, WORKS_ARE_STATED } from '../../../shared/text/works.ts';
import { toFailure, type Failure } from '../../api/failure.ts';
import { Dialog } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote, PageFailure } from '../../components/failure-note.tsx';
import { Foreign } from '../../components/foreign.tsx';
import { Loading } from '../../components/loading.tsx';
import { CaptureMark } from '../../components/mark.tsx';
import { Moment } from '../../components/moment.tsx';
import { ScrollRegion } from '../../components/scroll-region.tsx';
import { buildHash } from '../../stores/route.ts';
import { usePick, useText } from '../../stores/use-text.ts';
import { removeWork, useWorks } from '../../stores/works.ts';
import { WorkForm } from './work-form.tsx';
import { WorkLinks } from './work-links.tsx';
import './works.css';

type Open = { readonly what: 'form' | 'links' | 'remove'; readonly id: string | null } | null;

export function WorksPanel({ caseId }: { caseId: string }) {
  const t = useText();
  const pick = usePick();
  const loaded = useWorks({ caseId });
  const [open, setOpen] = useState<Open>(null);
  const works = loaded.value ?? [];
  const chosen = works.find(({ id }) => id === open?.id) ?? null;
  const close = () => setOpen(null);
  const add = (
    <Button
      type={works.length === 0 ? 'primary' : 'default'}
      onClick={() => setOpen({ what: 'form', id: null })}
    >
      {t.works.add}
    </Button>
  );
  return (
    <ScrollRegion className="works" label={t.works.title}>
      <PageFailure failure={loaded.failure} onRetry={loaded.reload} />
      {!loaded.value && loaded.loading ? <Loading /> : null}
      {loaded.value && works.length === 0 ? (
        <EmptyState title={t.works.emptyTitle} body={t.works.emptyBody} action={add} />
      ) : null}
      {works.length > 0 ? (
        <>
          <div className="works-head">
            <p className="small muted">{t.works.stated(pick(WORKS_ARE_STATED))}</p>
            {add}
          </div>
          <ul className="works-list">
            {works.map((work) => (
              <li key={work.id}>
                <Work work={work} onOpen={(what) => setOpen({ what, id: work.id })} />
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {open?.what === 'form' ? <WorkForm caseId={caseId} work={chosen} onClose={close} /> : null}
      {open?.what === 'links' && chosen ? <WorkLinks work={chosen} onClose={close} /> : null}
      {open?.what === 'remove' && chosen ? <RemoveWork work={chosen} onClose={close} /> : null}
    </ScrollRegion>
  );
}

interface WorkProps {
  readonly work: WorkView;
  readonly onOpen: (what: 'form' | 'links' | 'remove') => void;
}

function Work({ work, onOpen }: WorkProps) {
  const t = useText();
  const pick = usePick();
  const facts = [
    pick(WORK_KIND[work.kind]),
    work.rightHolder,
    work.registrationNo ?? pick(UNREGISTERED),
    ...(work.date === null ? [] : [`${pick(WORK_DATE[work.dateKind])} ${work.date}`]),
  ];
  return (
    <article className="work">
      <div className="work-said">
        <h2 className="break">
          <Foreign text={work.title} />
        </h2>
        <p className="break">{facts.join(' · ')}</p>
        {work.note ? <p className="small muted break work-note">{work.note}</p> : null}
        {work.deposits.length === 0 ? <p className="small muted">{t.works.noDeposit}</p> : null}
        <ul className="work-deposits">
          {work.deposits.map(({ evidenceId, title, state, sealedAt }) => (
            <li key={evidenceId}>
              <a
                className="break"
                href={buildHash({ room: 'evidence', item: { id: evidenceId, tab: 'deposit' } })}
              >
                <Foreign text={title ?? evidenceId} />
              </a>
              <span className="mono small">{evidenceId}</span>
              <span className="small muted">
                <Moment at={sealedAt} />
              </span>
              {state === 'COMPLETE' ? null : <CaptureMark state={state} />}
            </li>
          ))}
        </ul>
      </div>
      <div className="work-actions">
        <Button size="small" onClick={() => onOpen('links')}>
          {t.works.link}
        </Button>
        <Button size="small" onClick={() => onOpen('form')}>
          {t.works.edit}
        </Button>
        <Button size="small" onClick={() => onOpen('remove')}>
          {t.works.remove}
        </Button>
      </div>
    </article>
  );
}

function RemoveWork({ work, onClose }: { work: WorkView; onClose: () => void }) {
  const t = useText();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const remove = async () => {
    setBusy(true);
    try {
      await removeWork(work.id);
      onClose();
    } catch (error) {
      setFailure(toFailure(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={t.works.removeTitle}
      width={480}
      action={t.works.remove}
      busy={busy}
      onAction={() => void remove()}
      onClose={onClose}
    >
      <p className="break">
        <Foreign text={work.title} />
      </p>
      <p className="muted">{t.works.removeBody}</p>
      {failure ? <FailureNote failure={failure} compact /> : null}
    </Dialog>
  );
}
