// A verification report: one large word, one sentence, the first lines, the checks, and what it does not say.
// The same sentences as on the offline verifier page (shared/text).

import { DownloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useRef } from 'react';
import { checkName, checkRank, checkSentence, remarkSentences } from '../../../shared/text/checks.ts';
import {
  momentLine,
  notSaid,
  signerLine,
  timeLines,
  verdictReason,
  verdictWord,
} from '../../../shared/text/verdicts.ts';
import { EVIDENCE_KIND, PERSON, UNVERIFIED } from '../../../shared/text/words.ts';
import type { CheckResult, VerificationReport } from '../../../shared/verify/report.ts';
import { saveBlob } from '../../api/files.ts';
import { DemoMark } from '../../components/demo-mark.tsx';
import { Digest } from '../../components/digest.tsx';
import { Foreign } from '../../components/foreign.tsx';
import { CaptureMark, CheckMark, Mark, VERDICT_MARK } from '../../components/mark.tsx';
import { Moment } from '../../components/moment.tsx';
import { NotListed } from '../../components/not-listed.tsx';
import { ScrollRegion } from '../../components/scroll-region.tsx';
import { binarySize } from '../../format/bytes.ts';
import { useLanguage, usePick, useText } from '../../stores/use-text.ts';

interface Props {
  readonly report: VerificationReport;
  readonly onAgain: () => void;
  readonly onCompare: (originals: readonly File[]) => void;
}

const LISTED_PATHS = 200;

export function ReportView({ report, onAgain, onCompare }: Props) {
  const t = useText();
  const picker = useRef<HTMLInputElement>(null);
  const language = useLanguage();
  const save = () =>
    saveBlob(
      new Blob([`${JSON.stringify(report, null, 2)}\n`], { type: 'application/json' }),
      `${report.file.replace(/\.zip$/i, '')}-report.json`,
    );
  const remarks = remarkSentences(report, language);
  return (
    <article className="report" data-verdict={report.verdict}>
      {report.evidence?.demonstration ? <DemoMark /> : null}
      <header className="report-head">
        <Mark kind={VERDICT_MARK[report.verdict]} className="report-mark" />
        <div className="report-verdict">
          <h1 className="report-word">{verdictWord(report.verdict, language)}</h1>
          <p className="break">{verdictReason(report, language)}</p>
        </div>
        <div className="page-actions">
          <Button icon={<DownloadOutlined aria-hidden />} onClick={save}>
            {t.verify.saveReport}
          </Button>
          {report.evidence?.kind === 'file-deposit' ? (
            <>
              <input
                ref={picker}
                type="file"
                multiple
                hidden
                data-testid="originals"
                onChange={(event) => {
                  const given = [...(event.target.files ?? [])];
                  if (given.length > 0) onCompare(given);
                }}
              />
              <Button onClick={() => picker.current?.click()}>{t.verify.compare}</Button>
            </>
          ) : null}
          <Button onClick={onAgain}>{t.verify.again}</Button>
        </div>
      </header>
      <div className="report-lines">
        <p className="break">{signerLine(report, language)}</p>
        {[...timeLines(report, language), momentLine(report, language) ?? []].flat().map((line) => (
          <p key={line} className="break">
            {line}
          </p>
        ))}
        <p className="small muted break">
          <Foreign text={report.file} />　{binarySize(report.sizeBytes)}　{t.verify.policy}
        </p>
      </div>
      <Evidence report={report} />
      <h2>{t.verify.checks}</h2>
      <Checks checks={report.checks} />
      {report.notCovered.length > 0 ? (
        <>
          <h2>{t.verify.notCovered}</h2>
          <ScrollRegion className="report-paths" label={t.verify.notCovered}>
            <ul className="mono">
              {report.notCovered.slice(0, LISTED_PATHS).map((path) => (
                <li key={path}>
                  <Foreign className="break" text={path} />
                </li>
              ))}
            </ul>
          </ScrollRegion>
          <NotListed count={report.notCovered.length - LISTED_PATHS} />
        </>
      ) : null}
      {remarks.length > 0 ? (
        <>
          <h2>{t.verify.remarks}</h2>
          <ul>
            {remarks.map((line) => (
              <li key={line} className="break">
                {line}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <footer className="report-not muted">
        {notSaid(language).map((line) => (
          <p key={line}>{line}</p>
        ))}
      </footer>
    </article>
  );
}

/** What decided the verdict first; else in the order of the report. */
function Checks({ checks }: { checks: readonly CheckResult[] }) {
  const t = useText();
  const language = useLanguage();
  const sorted = checks.toSorted((a, b) => checkRank(a) - checkRank(b));
  return (
    <table className="rows check-rows">
      <thead>
        <tr>
          <th scope="col" className="check-status">
            {t.verify.result}
          </th>
          <th scope="col" className="check-name">
            {t.verify.check}
          </th>
          <th scope="col">{t.common.more}</th>
        </tr>
      </thead>
      <tbody>
        {sorted.map((check, index) => (
          <tr key={index} data-status={check.status}>
            <td>
              <CheckMark status={check.status} />
            </td>
            <td>
              {checkName(check.id, language)}
              {check.required ? <span className="small muted"> {t.verify.required}</span> : null}
            </td>
            <td className="check-why break">
              {checkSentence(check, language)}
              {check.subject && !checkSentence(check, language).includes(check.subject) ? (
                <span className="small muted">
                  {' '}
                  <Foreign className="break" text={check.subject} />
                </span>
              ) : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Evidence({ report }: { report: VerificationReport }) {
  const t = useText();
  const pick = usePick();
  const { evidence } = report;
  if (!evidence) return null;
  const rows: readonly (readonly [string, React.ReactNode])[] = [
    [
      t.verify.evidenceId,
      <span key="id" className="report-id">
        <Foreign className="mono" text={evidence.id} /> <CaptureMark state={evidence.state} />
      </span>,
    ],
    evidence.requestedUrl === null
      ? [t.verify.kind, pick(EVIDENCE_KIND[evidence.kind])]
      : [t.item.requestedUrl, <Foreign key="url" className="break" text={evidence.requestedUrl} />],
    [t.item.startedAt, <Moment key="start" at={evidence.startedAt} />],
    [
      pick(PERSON[evidence.kind]),
      <span key="operator">
        <Foreign text={evidence.operator ?? t.item.operatorNone} />{' '}
        <span className="muted">{evidence.operatorVerified ? t.item.verified : pick(UNVERIFIED)}</span>
      </span>,
    ],
    [t.item.payload, t.item.payloadValue(evidence.files, binarySize(evidence.payloadBytes))],
  ];
  return (
    <>
      <h2>{t.verify.evidence}</h2>
      <dl className="fact-list report-facts">
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Digest label="SHA-256" hex={evidence.statementSha256} />
      <Digest label="SM3" hex={evidence.statementSm3} />
    </>
  );
}
