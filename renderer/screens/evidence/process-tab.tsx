// 过程: each step with its outcome, then how the page was reached and with what.

import type { ReactNode } from 'react';
import type { CaptureRecord, StepStatus } from '../../../shared/evidence/capture-record.ts';
import { visible } from '../../../shared/text/fill.ts';
import { noteSentence } from '../../../shared/text/notes.ts';
import { optionSentences, presetName } from '../../../shared/text/options.ts';
import { STEP } from '../../../shared/text/words.ts';
import { FoldedDigest } from '../../components/digest.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Foreign } from '../../components/foreign.tsx';
import { Mark, type MarkKind } from '../../components/mark.tsx';
import { Moment } from '../../components/moment.tsx';
import { duration } from '../../format/time.ts';
import { ScrollRegion } from '../../components/scroll-region.tsx';
import { useLanguage, usePick, useText } from '../../stores/use-text.ts';

const MARKS: Record<StepStatus, MarkKind> = { ok: 'good', failed: 'bad', skipped: 'none' };

export function ProcessTab({ record }: { record: CaptureRecord | null }) {
  const t = useText();
  const pick = usePick();
  const language = useLanguage();
  if (!record) return <EmptyState title={t.item.tabs.process} body={t.item.notCapture} />;
  return (
    <ScrollRegion className="tab-scroll process" label={t.process.label}>
      <table className="rows step-rows">
        <thead>
          <tr>
            <th scope="col">{t.process.step}</th>
            <th scope="col">{t.process.status}</th>
            <th scope="col">{t.process.startedAt}</th>
            <th scope="col" className="res-time">
              {t.process.took}
            </th>
          </tr>
        </thead>
        <tbody>
          {record.steps.map((step, index) => (
            <tr key={index}>
              <td>{STEP[step.name] ? pick(STEP[step.name]!) : step.name}</td>
              <td className="step-outcome">
                <Mark kind={MARKS[step.status]} word={t.process[step.status]} />
                {step.reason ? <span className="small muted break">{visible(step.reason)}</span> : null}
              </td>
              <td>
                <Moment at={step.startedAt} interactive={false} />
              </td>
              <td className="res-time">{duration(step.durationMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl className="process-facts">
        <Row label={t.item.server}>
          {record.server?.ip ?? t.common.unknown}
          {record.server?.port ? `:${record.server.port}` : ''}　{record.server?.protocol ?? ''}
          {record.server?.via ? (
            <div>
              <Mark kind="warn" word={t.process.via[record.server.via]} />
            </div>
          ) : null}
        </Row>
        <Row label={t.item.tls}>
          {record.tls ? (
            <>
              {record.tls.version}　{record.tls.cipher}
              <br />
              <Foreign text={record.tls.subject} /> ← <Foreign text={record.tls.issuer} />
              {record.tls.error ? (
                <>
                  <br />
                  <Mark kind="warn" word={record.tls.error} />
                </>
              ) : null}
            </>
          ) : (
            t.item.tlsNone
          )}
        </Row>
        <Row label={t.process.dns}>
          {record.dns.length === 0 ? t.process.none : null}
          {record.dns.map((answer) => (
            <div key={answer.host + answer.at}>
              <Foreign text={answer.host} /> → {answer.addresses.join(', ') || answer.error || t.common.none}
            </div>
          ))}
        </Row>
        <Row label={t.process.redirects}>
          {record.redirects.length === 0 ? t.process.none : null}
          {record.redirects.map((redirect, index) => (
            <div key={index} className="break">
              {redirect.status} <Foreign text={redirect.url} /> → <Foreign text={redirect.location ?? ''} />
            </div>
          ))}
        </Row>
        <Row label={t.process.clock}>
          {t.process.clockSources[record.clock.source]}　{record.clock.timeZone}
          {'　'}
          {record.clock.offsetMs === null
            ? t.process.clockUnmeasured
            : t.process.clockOffset(record.clock.offsetMs)}
        </Row>
        {record.browser ? (
          <Row label={t.process.browser}>
            {record.browser.name} {record.browser.version}
            {record.browser.freshProfile ? `　${t.process.freshProfile}` : ''}
            {record.browser.headless ? `　${t.process.headless}` : ''}
            <br />
            <FoldedDigest label="SHA-256" hex={record.browser.sha256} />
          </Row>
        ) : null}
        <Row label={t.process.tools}>
          {record.tools.map((tool) => `${tool.name} ${tool.version}`).join(t.common.comma)}
        </Row>
        <Row label={t.process.options}>
          <Choices record={record} />
          <span className="mono break small muted">
            {Object.entries(record.options)
              .map(([key, value]) => `${key}=${value}`)
              .join('  ')}
          </span>
        </Row>
        <Row label={t.process.notes}>
          {record.notes.length === 0 ? t.process.none : null}
          {record.notes.map((note, index) => (
            <div key={index} className="break">
              {noteSentence(note, language)}
            </div>
          ))}
        </Row>
      </dl>
    </ScrollRegion>
  );
}

/** In words what was chosen; the values of all options follow it. */
function Choices({ record }: { record: CaptureRecord }) {
  const language = useLanguage();
  const preset = presetName(record.options, language);
  const sentences = optionSentences(record.options, language);
  return (
    <>
      {preset ? <div>{preset}</div> : null}
      {sentences.map((sentence) => (
        <div key={sentence} className="break">
          {sentence}
        </div>
      ))}
    </>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
