// Items of a run: what was asked for, what became of it, and why not.

import type { ExportItemState, ExportItemView } from '../../../shared/api/exports.ts';
import { EXPORT_EXCLUSION } from '../../../shared/text/papers.ts';
import { useFailureSentence } from '../../components/failure-note.tsx';
import { Foreign } from '../../components/foreign.tsx';
import { Mark, type MarkKind } from '../../components/mark.tsx';
import { ScrollRegion } from '../../components/scroll-region.tsx';
import { buildHash } from '../../stores/route.ts';
import { usePick, useText } from '../../stores/use-text.ts';

const MARKS: Record<ExportItemState, MarkKind> = {
  waiting: 'wait',
  done: 'done',
  failed: 'bad',
  excluded: 'none',
};

export function RunItems({ items }: { items: readonly ExportItemView[] }) {
  const t = useText();
  const { columns } = t.exports;
  return (
    <ScrollRegion className="table-box" key={items[0]?.number} label={t.exports.tableLabel}>
      <table className="rows export-rows">
        <thead>
          <tr>
            <th scope="col" className="col-number">
              {columns.number}
            </th>
            <th scope="col">{columns.what}</th>
            <th scope="col" className="col-status">
              {columns.state}
            </th>
            <th scope="col" className="col-result">
              {columns.result}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.number} data-state={item.state}>
              <td className="col-number">{item.number}</td>
              <td className="cut-cell">
                <span className="export-what">
                  {item.evidenceId === null ? null : (
                    <a
                      className="mono"
                      href={buildHash({ room: 'evidence', item: { id: item.evidenceId, tab: 'picture' } })}
                    >
                      {item.evidenceId}
                    </a>
                  )}
                  <Foreign className="cut" text={item.label} />
                </span>
              </td>
              <td>
                <Mark kind={MARKS[item.state]} word={t.exports.filters[item.state]} />
              </td>
              <td className="cut-cell">
                <Result item={item} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function Result({ item }: { item: ExportItemView }) {
  const t = useText();
  const pick = usePick();
  const sentence = useFailureSentence();
  if (item.error) {
    const { happened, next } = sentence(item.error);
    return (
      <span className="export-why">
        {`${happened} ${next} `}
        <code className="mono small muted">{item.error.code}</code>
      </span>
    );
  }
  if (item.excluded) return <span className="export-why">{pick(EXPORT_EXCLUSION[item.excluded])}</span>;
  if (item.disc === null || item.folder === null) return null;
  return (
    <span className="export-what">
      <span className="muted">{t.exports.onDisc(item.disc)}</span>
      <Foreign className="cut" text={item.folder} />
      {item.rewritten ? <Mark kind="warn" word={t.exports.rewrittenOne} /> : null}
    </span>
  );
}
