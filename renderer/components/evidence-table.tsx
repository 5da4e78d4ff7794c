// Evidence in rows: a real table with a head that stays, 20 rows and more at 1280x800.

import { Checkbox } from 'antd';
import type { EvidenceForm } from '../../shared/api/inputs.ts';
import type { EvidenceView } from '../../shared/api/views.ts';
import { binarySize } from '../format/bytes.ts';
import { shortUrl } from '../format/urls.ts';
import { buildHash, go, type Route } from '../stores/route.ts';
import { useText } from '../stores/use-text.ts';
import { DemoWord } from './demo-mark.tsx';
import { Foreign } from './foreign.tsx';
import { CaptureMark } from './mark.tsx';
import { Moment } from './moment.tsx';
import { ProofPips } from './proof-pips.tsx';
import { ScrollRegion } from './scroll-region.tsx';
import './evidence-table.css';

interface Props {
  readonly items: readonly EvidenceView[];
  readonly label: string;
  readonly cursor: number | null;
  readonly selected?: ReadonlySet<string>;
  readonly onSelect?: (ids: ReadonlySet<string>) => void;
  /** False within one case: its name is known, and the room is needed for the title. */
  readonly showCase?: boolean;
}

export function openItem(item: EvidenceView): void {
  go(itemRoute(item));
}

function itemRoute({ id, kind }: EvidenceView): Route {
  return { room: 'evidence', item: { id, tab: kind === 'file-deposit' ? 'deposit' : 'picture' } };
}

export function EvidenceTable({ items, label, cursor, selected, onSelect, showCase = true }: Props) {
  const t = useText();
  const columns = t.evidence.columns;
  const chosen = items.filter((item) => selected?.has(item.id)).length;
  const toggle = (id: string) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    onSelect?.(next);
  };
  return (
    // Another list is another scroll area: it starts at its top.
    <ScrollRegion className="table-box" key={items[0]?.id} label={label}>
      <table className="rows evidence-rows">
        <thead>
          <tr>
            {onSelect ? (
              <th scope="col" className="col-check">
                <Checkbox
                  aria-label={t.evidence.selectAll}
                  checked={chosen > 0 && chosen === items.length}
                  indeterminate={chosen > 0 && chosen < items.length}
                  onChange={(event) =>
                    onSelect(event.target.checked ? new Set(items.map((item) => item.id)) : new Set())
                  }
                />
              </th>
            ) : null}
            <th scope="col" className="col-id">
              {columns.id}
            </th>
            <th scope="col">{columns.what}</th>
            {showCase ? (
              <th scope="col" className="col-case">
                {columns.case}
              </th>
            ) : null}
            <th scope="col" className="col-state">
              {columns.state}
            </th>
            <th scope="col" className="col-proofs">
              {columns.proofs}
            </th>
            <th scope="col" className="col-time">
              {columns.sealedAt}
            </th>
            {showCase ? (
              <th scope="col" className="col-size">
                {columns.size}
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {items.map((item, index) => (
            // The row is a wide target for the mouse; keyboard and screen readers have the link in it.
            <tr
              key={item.id}
              data-row={index}
              data-current={index === cursor || undefined}
              data-selected={selected?.has(item.id) || undefined}
              onClick={(event) => {
                if (!(event.target as HTMLElement).closest('a, button, input, label')) openItem(item);
              }}
            >
              {onSelect ? (
                <td className="col-check">
                  <Checkbox
                    aria-label={t.evidence.selectOne(item.id)}
                    checked={selected?.has(item.id) ?? false}
                    onChange={() => toggle(item.id)}
                  />
                </td>
              ) : null}
              <td className="mono">
                <a href={buildHash(itemRoute(item))}>{item.id}</a>
              </td>
              <td className="cut-cell">
                <What item={item} />
              </td>
              {showCase ? (
                <td className="cut-cell">
                  <span className="cut" title={item.caseName}>
                    {item.caseName || t.cases.default} <span className="muted">#{item.sequence}</span>
                  </span>
                </td>
              ) : null}
              <td>
                <CaptureMark state={item.state} />
              </td>
              <td>
                <ProofPips proofs={item.proofs} />
              </td>
              <td>
                <Moment at={item.sealedAt} interactive={false} />
              </td>
              {showCase ? <td className="col-size">{binarySize(item.payloadBytes)}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function formOf({ kind, recorded }: EvidenceView): EvidenceForm {
  if (kind === 'file-deposit') return 'file';
  return recorded === true ? 'process' : 'web';
}

function What({ item }: { item: EvidenceView }) {
  const t = useText();
  const url = item.finalUrl ?? item.requestedUrl;
  return (
    <span className="cut">
      <span className="form-word">{t.evidence.forms[formOf(item)]}</span>{' '}
      {item.demonstration ? (
        <>
          <DemoWord />{' '}
        </>
      ) : null}
      {item.title ? <Foreign text={item.title} /> : url ? null : t.common.fileDeposit}
      {url ? (
        <>
          {item.title ? '　' : null}
          <Foreign className={item.title ? 'muted small' : ''} text={shortUrl(url)} />
        </>
      ) : null}
    </span>
  );
}
