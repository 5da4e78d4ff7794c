// Givers of proofs, one line each; a kind that nobody gives has its line too.

import type { ProofProviderView } from '../../../shared/api/proofs.ts';
import type { AttestationKind } from '../../../shared/api/views.ts';
import { visible } from '../../../shared/text/fill.ts';
import { DemoWord } from '../../components/demo-mark.tsx';
import { Mark, type MarkKind } from '../../components/mark.tsx';
import { Moment } from '../../components/moment.tsx';
import { KINDS_OF_EVERY_ITEM } from '../../format/proofs.ts';
import { buildHash, type SettingsSection } from '../../stores/route.ts';
import { useText } from '../../stores/use-text.ts';

/** Where a kind of proof is set up; the others come by themselves. */
const SECTIONS: Partial<Record<AttestationKind, SettingsSection>> = { timestamp: 'tsa', chain: 'chain' };

/** 'done', not 'good': that a proof was stored is no verdict on it, and a platform's receipt proves nothing offline. */
function markOf({ failing, pending, obtained }: ProofProviderView): MarkKind {
  if (failing > 0) return 'warn';
  if (pending > 0) return 'wait';
  return obtained > 0 ? 'done' : 'none';
}

export function ProvidersTable({ providers }: { providers: readonly ProofProviderView[] }) {
  const t = useText();
  const columns = t.proofs.providerColumns;
  const absent = KINDS_OF_EVERY_ITEM.filter((kind) => !providers.some((each) => each.kind === kind));
  return (
    <section aria-label={t.proofs.providers} className="proofs-section">
      <h2>{t.proofs.providers}</h2>
      <table className="rows">
        <thead>
          <tr>
            <th scope="col">{columns.kind}</th>
            <th scope="col">{columns.provider}</th>
            <th scope="col" className="col-count">
              {columns.obtained}
            </th>
            <th scope="col" className="col-count">
              {columns.pending}
            </th>
            <th scope="col">{columns.last}</th>
          </tr>
        </thead>
        <tbody>
          {providers.map((each) => (
            <tr key={`${each.kind} ${each.provider}`}>
              <td>
                <Mark kind={markOf(each)} word={t.timeline[each.kind]} />
              </td>
              <td className="proofs-provider">
                <span className="mono break">{visible(each.provider)}</span>{' '}
                {each.demonstration ? <DemoWord /> : null}
              </td>
              <td className="col-count">{each.obtained}</td>
              <td className="col-count">
                {each.pending}
                {each.failing > 0 ? (
                  <span className="muted small">　{t.proofs.failing(each.failing)}</span>
                ) : null}
              </td>
              <td>{each.lastAt ? <Moment at={each.lastAt} /> : t.common.none}</td>
            </tr>
          ))}
          {absent.map((kind) => (
            <tr key={kind}>
              <td>
                <Mark kind="none" word={t.timeline[kind]} />
              </td>
              <td colSpan={4} className="muted">
                {SECTIONS[kind] ? (
                  <>
                    {t.timeline.notConfigured}
                    {'　'}
                    <a className="set-up" href={buildHash({ room: 'settings', section: SECTIONS[kind] })}>
                      {t.proofs.setUp}
                    </a>
                  </>
                ) : (
                  t.proofs.notYet
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
