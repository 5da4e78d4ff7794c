// 环境: the check before and after, what needs attention first, what each probe was told one click away.

import { Fragment, useState } from 'react';
import type { EvidenceDetail } from '../../../shared/api/views.ts';
import {
  ENVIRONMENT_ITEMS,
  ENVIRONMENT_RESULTS,
  gravestResults,
  type EnvironmentItem,
  type EnvironmentItemCode,
  type EnvironmentOutcome,
  type EnvironmentRaw,
  type EnvironmentRecord,
  type EnvironmentResult,
} from '../../../shared/evidence/environment.ts';
import { ENVIRONMENT_RAW_PATH } from '../../../shared/evidence/package-paths.ts';
import {
  ENVIRONMENT_ITEM,
  ENVIRONMENT_OUTCOME,
  ENVIRONMENT_RESULT,
  findingSentence,
  itemNames,
} from '../../../shared/text/environment.ts';
import { visible } from '../../../shared/text/fill.ts';
import { fetchFile } from '../../api/files.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { Foreign } from '../../components/foreign.tsx';
import { Loading } from '../../components/loading.tsx';
import { Mark, type MarkKind } from '../../components/mark.tsx';
import { Moment } from '../../components/moment.tsx';
import { ScrollRegion } from '../../components/scroll-region.tsx';
import { useEnvironment, useLoaded } from '../../stores/evidence.ts';
import { useLanguage, usePick, useText } from '../../stores/use-text.ts';
import './environment.css';

const MARKS: Record<EnvironmentResult, MarkKind> = {
  pass: 'good',
  warn: 'warn',
  fail: 'bad',
  unchecked: 'unknown',
  'not-applicable': 'none',
};
const OUTCOME_MARKS: Record<EnvironmentOutcome, MarkKind> = { pass: 'good', warn: 'warn', fail: 'bad' };
const GRAVEST_FIRST: readonly EnvironmentResult[] = ['fail', 'warn', 'unchecked', 'pass', 'not-applicable'];

export function EnvironmentTab({ item }: { item: EvidenceDetail }) {
  const t = useText();
  const loaded = useEnvironment(item.id);
  if (loaded.failure) {
    return (
      <div className="page-failure">
        <FailureNote failure={loaded.failure} onRetry={loaded.reload} />
      </div>
    );
  }
  if (!loaded.value) return <Loading />;
  const { record } = loaded.value;
  if (!record) return <EmptyState title={t.environment.none} body={t.environment.noneBody} />;
  const results = gravestResults(record);
  const rank = (code: EnvironmentItemCode) => GRAVEST_FIRST.indexOf(results.get(code) ?? 'not-applicable');
  const codes = ENVIRONMENT_ITEMS.filter((code) => results.has(code)).toSorted((a, b) => rank(a) - rank(b));
  return (
    <ScrollRegion className="tab-scroll" label={t.environment.label}>
      <Summary record={record} results={results} />
      <table className="rows environment-rows">
        <thead>
          <tr>
            <th scope="col" className="environment-item">
              {t.environment.item}
            </th>
            <th scope="col" className="environment-result">
              {t.environment.before}
            </th>
            <th scope="col" className="environment-result">
              {t.environment.after}
            </th>
            <th scope="col">{t.environment.found}</th>
          </tr>
        </thead>
        <tbody>
          {codes.map((code) => (
            <Row key={code} id={item.id} code={code} record={record} />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function Summary({
  record,
  results,
}: {
  record: EnvironmentRecord;
  results: ReadonlyMap<EnvironmentItemCode, EnvironmentResult>;
}) {
  const t = useText();
  const pick = usePick();
  const language = useLanguage();
  const { override } = record;
  const counts = ENVIRONMENT_RESULTS.map((result) => ({
    result,
    count: [...results.values()].filter((each) => each === result).length,
  })).filter(({ count }) => count > 0);
  return (
    <div className="environment-summary">
      <p>
        <Mark
          kind={OUTCOME_MARKS[record.result]}
          word={<strong>{pick(ENVIRONMENT_OUTCOME[record.result])}</strong>}
        />
        <span className="muted">
          {counts
            .map(({ result, count }) => `${pick(ENVIRONMENT_RESULT[result])} ${count}`)
            .join(t.common.comma)}
        </span>
      </p>
      {override ? (
        <div className="environment-override">
          <p>{t.environment.wentOn(itemNames(override.items, language))}</p>
          <p>
            <Foreign text={override.reason} />
          </p>
          <p className="small muted">
            <Foreign text={override.by ?? t.item.operatorNone} />　<Moment at={override.at} />
          </p>
        </div>
      ) : null}
      {record.blocking.length > 0 && !override ? (
        <p className="environment-override">{t.environment.heldBack(itemNames(record.blocking, language))}</p>
      ) : null}
    </div>
  );
}

function Row({ id, code, record }: { id: string; code: EnvironmentItemCode; record: EnvironmentRecord }) {
  const t = useText();
  const pick = usePick();
  const language = useLanguage();
  const [open, setOpen] = useState(false);
  const before = record.before.items.find((item) => item.code === code) ?? null;
  const after = record.after?.items.find((item) => item.code === code) ?? null;
  const sentences = [...new Set([before, after].flatMap((item) => sentencesOf(item, language)))];
  return (
    <>
      <tr>
        <th scope="row" className="environment-item">
          {pick(ENVIRONMENT_ITEM[code])}
        </th>
        <td className="environment-result">
          <Result item={before} />
        </td>
        <td className="environment-result">
          <Result item={after} />
        </td>
        <td className="environment-found">
          {sentences.map((sentence) => (
            <div key={sentence} className="break">
              {sentence}
            </div>
          ))}
          <button
            type="button"
            className="plain proof-file small environment-more"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {open ? t.environment.hideRaw : t.environment.showRaw}
            <span className="sr-only"> {pick(ENVIRONMENT_ITEM[code])}</span>
          </button>
        </td>
      </tr>
      {open ? (
        <tr className="environment-raw-row">
          <td colSpan={4}>
            <Raw id={id} code={code} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

function sentencesOf(item: EnvironmentItem | null, language: 'zh-CN' | 'en'): readonly string[] {
  return (item?.findings ?? []).map((finding) => findingSentence(finding, language));
}

function Result({ item }: { item: EnvironmentItem | null }) {
  const pick = usePick();
  if (!item) return <span className="muted">–</span>;
  return <Mark kind={MARKS[item.result]} word={pick(ENVIRONMENT_RESULT[item.result])} />;
}

/** What the probes of an item were told; the file is read once for all of them. */
function Raw({ id, code }: { id: string; code: EnvironmentItemCode }) {
  const t = useText();
  const loaded = useLoaded(`${id}/${ENVIRONMENT_RAW_PATH}`, 0, () => readRaw(id));
  if (loaded.failure) return <FailureNote failure={loaded.failure} compact onRetry={loaded.reload} />;
  if (!loaded.value) return <Loading />;
  const lines = loaded.value.filter((line) => line.item === code);
  if (lines.length === 0) return <p className="small muted">{t.environment.noRaw}</p>;
  return (
    <dl className="environment-raw">
      {lines.map((line, index) => (
        <Fragment key={index}>
          <dt className="small">
            <span>{line.run === 'before' ? t.environment.before : t.environment.after}</span>
            <span className="mono break">{visible(line.source)}</span>
            {line.cut ? <span className="muted">{t.environment.cut}</span> : null}
          </dt>
          <dd>
            <pre className="mono">{line.text === '' ? t.environment.nothing : shown(line.text)}</pre>
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}

/** Lines stay lines; other control characters are shown as what they are. */
function shown(text: string): string {
  return text
    .split('\n')
    .map((line) => visible(line.replaceAll('\t', '    ').replaceAll('\r', '')))
    .join('\n');
}

async function readRaw(id: string): Promise<readonly EnvironmentRaw[]> {
  const text = await (await fetchFile(id, ENVIRONMENT_RAW_PATH)).text();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as EnvironmentRaw);
}
