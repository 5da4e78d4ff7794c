// 资源: what became of every request of the page.

import { useState } from 'react';
import type { EvidenceDetail } from '../../../shared/api/views.ts';
import type {
  CaptureRecord,
  ResourceOutcome,
  ResourceVerdict,
} from '../../../shared/evidence/capture-record.ts';
import { Choice } from '../../components/choice.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Foreign } from '../../components/foreign.tsx';
import { Mark, type MarkKind } from '../../components/mark.tsx';
import { NotListed } from '../../components/not-listed.tsx';
import { binarySize } from '../../format/bytes.ts';
import { duration } from '../../format/time.ts';
import { shortUrl } from '../../format/urls.ts';
import { ScrollRegion } from '../../components/scroll-region.tsx';
import { useText } from '../../stores/use-text.ts';
import { ResourceDialog } from './resource-dialog.tsx';

const SHOWN = 1_000;
const FINE: readonly ResourceVerdict[] = ['ok', 'no-body', 'range-only'];
const isProblem = (resource: ResourceOutcome) => !FINE.includes(resource.verdict);

/** Only a defect of the painted page is amber or red; the rest is listed in grey. */
function markOf(verdict: ResourceVerdict, painted: boolean): MarkKind {
  if (verdict === 'ok') return 'good';
  if (verdict === 'no-body' || !painted) return 'none';
  return verdict === 'failed' ? 'bad' : 'warn';
}

export function ResourcesTab({ item, record }: { item: EvidenceDetail; record: CaptureRecord | null }) {
  const t = useText();
  const [only, setOnly] = useState<'all' | 'problems'>('all');
  const [opened, setOpened] = useState<ResourceOutcome | null>(null);
  if (!record) return <EmptyState title={t.resources.none} body={t.item.notCapture} />;
  const problems = record.resources.filter(isProblem);
  const shown = only === 'all' ? record.resources : problems;
  if (record.resources.length === 0)
    return <EmptyState title={t.resources.none} body={t.resources.noneBody} />;
  return (
    <div className="tab-column">
      <div className="tab-tools">
        <span className="small muted">{t.resources.summary(record.resources.length, problems.length)}</span>
        <Choice
          size="small"
          label={t.resources.filter}
          value={only}
          options={[
            { value: 'all', label: t.resources.all },
            { value: 'problems', label: t.resources.problems },
          ]}
          onChange={setOnly}
        />
      </div>
      {shown.length === 0 ? <p className="tab-hint muted">{t.resources.noProblems}</p> : null}
      <ScrollRegion className="table-box" label={t.resources.label}>
        <table className="rows resource-rows">
          <thead>
            <tr>
              <th scope="col" className="res-verdict">
                {t.resources.verdict}
              </th>
              <th scope="col" className="res-status">
                {t.resources.status}
              </th>
              <th scope="col" className="res-type">
                {t.resources.type}
              </th>
              <th scope="col">{t.resources.url}</th>
              <th scope="col" className="res-size">
                {t.resources.size}
              </th>
              <th scope="col" className="res-time">
                {t.resources.time}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.slice(0, SHOWN).map((resource, index) => (
              <tr key={index}>
                <td>
                  <Mark
                    kind={markOf(resource.verdict, resource.painted)}
                    word={t.resources.verdicts[resource.verdict]}
                  />
                </td>
                <td>{resource.status ?? '–'}</td>
                <td>
                  {resource.type}
                  {resource.painted ? <span className="sr-only"> {t.resources.painted}</span> : null}
                </td>
                <td className="cut-cell">
                  <button
                    type="button"
                    className="plain link cut"
                    aria-haspopup="dialog"
                    onClick={() => setOpened(resource)}
                  >
                    <Foreign text={shortUrl(resource.url)} />
                  </button>
                  {resource.error ? <span className="small muted cut">{resource.error}</span> : null}
                </td>
                <td className="res-size">
                  {resource.bodyBytes === null ? '–' : binarySize(resource.bodyBytes)}
                </td>
                <td className="res-time">
                  {resource.durationMs === null ? '–' : duration(resource.durationMs)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <NotListed count={shown.length - SHOWN} />
      </ScrollRegion>
      {opened ? (
        <ResourceDialog item={item} record={record} resource={opened} onClose={() => setOpened(null)} />
      ) : null}
    </div>
  );
}
