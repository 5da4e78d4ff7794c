// The facts of an item in words: what was asked for, what came, by whom, and why it is not whole.

import type { ReactNode } from 'react';
import type { EvidenceDetail } from '../../../shared/api/views.ts';
import { PERSON, UNVERIFIED } from '../../../shared/text/words.ts';
import { reasonSentence } from '../../../shared/text/reasons.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { Digest } from '../../components/digest.tsx';
import { Foreign } from '../../components/foreign.tsx';
import { Moment } from '../../components/moment.tsx';
import { binarySize } from '../../format/bytes.ts';
import { buildHash } from '../../stores/route.ts';
import { useLanguage, usePick, useText } from '../../stores/use-text.ts';

export function Facts({ item }: { item: EvidenceDetail }) {
  const t = useText();
  const pick = usePick();
  const moved = item.finalUrl !== null && item.finalUrl !== item.requestedUrl;
  const operator = [item.operator.name, item.operator.organisation].filter(Boolean).join(t.common.comma);
  return (
    <section className="facts" aria-label={t.item.facts}>
      <h2>{t.item.facts}</h2>
      <dl className="fact-list">
        {item.requestedUrl ? (
          <Fact label={t.item.requestedUrl}>
            <Url url={item.requestedUrl} />
          </Fact>
        ) : null}
        {moved && item.finalUrl ? (
          <Fact label={t.item.finalUrl}>
            <Url url={item.finalUrl} />
          </Fact>
        ) : null}
        {item.httpStatus === null ? null : <Fact label={t.item.httpStatus}>{item.httpStatus}</Fact>}
        <Fact label={t.item.case}>
          {item.caseId ? (
            <a href={buildHash({ room: 'cases', caseId: item.caseId })}>{item.caseName || t.cases.default}</a>
          ) : (
            t.cases.default
          )}{' '}
          <span className="muted">{t.evidence.sequence(item.sequence)}</span>
        </Fact>
        <Fact label={pick(PERSON[item.kind])}>
          {operator || t.item.operatorNone}{' '}
          <span className="muted">
            {item.operator.verification === 'verified' ? t.item.verified : pick(UNVERIFIED)}
          </span>
        </Fact>
        <Fact label={t.item.payload}>
          {t.item.payloadValue(item.fileCount, binarySize(item.payloadBytes))}
        </Fact>
      </dl>
      <h3 className="small muted">{t.item.statement}</h3>
      <Digest label="SHA-256" hex={item.statementSha256} />
      <Digest label="SM3" hex={item.statementSm3} />
      {item.exports.length > 0 ? (
        <>
          <h3 className="small muted">{t.item.exportsTitle}</h3>
          <ul className="exports">
            {item.exports.map((made) => (
              <li key={made.path + made.at}>
                <span className="mono break">{made.path}</span> <CopyButton text={made.path} />
                <span className="small muted">
                  <Moment at={made.at} />　{binarySize(made.sizeBytes)}
                </span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  );
}

/** Why it is not whole, before anything else is said; the state's word stands in the page's head. */
export function Reasons({ item }: { item: EvidenceDetail }) {
  const t = useText();
  const language = useLanguage();
  const { state, reasons } = item;
  if (reasons.length === 0) return null;
  return (
    <ul className="reasons" data-state={state} aria-label={t.item.reasons}>
      {reasons.slice(0, REASONS_SHOWN).map((reason, index) => (
        <li key={index} className="break">
          {reasonSentence(reason, language)}
        </li>
      ))}
      {reasons.length > REASONS_SHOWN ? (
        <li className="muted">+ {t.common.items(reasons.length - REASONS_SHOWN)}</li>
      ) : null}
    </ul>
  );
}

const REASONS_SHOWN = 30;

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Url({ url }: { url: string }) {
  return (
    <>
      <Foreign className="break" text={url} /> <CopyButton text={url} />
    </>
  );
}
