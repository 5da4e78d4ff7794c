// One report as a sheet of paper: a large word, one sentence, who and when, the evidence, every check.

import { checkName, checkRank, checkSentence, remarkSentences } from '../../shared/text/checks.ts';
import { pick, say, visible, type Bilingual, type Details } from '../../shared/text/fill.ts';
import { BOUND, boundTrust, noBound, type BoundName } from '../../shared/text/interval.ts';
import { reasonSentence } from '../../shared/text/reasons.ts';
import {
  beaconReason,
  momentLine,
  notSaid,
  signerLine,
  timeLines,
  verdictReason,
  verdictWord,
} from '../../shared/text/verdicts.ts';
import {
  CAPTURE_STATE,
  CHECK_STATUS,
  DEMONSTRATION,
  EVIDENCE_KIND,
  PERSON,
  UNVERIFIED,
} from '../../shared/text/words.ts';
import type { Language } from '../../shared/api/views.ts';
import type {
  CheckResult,
  CheckStatus,
  TimeBound,
  Verdict,
  VerificationReport,
} from '../../shared/verify/report.ts';
import { binarySize } from '../format/bytes.ts';
import { groupsOfFour } from '../format/digest.ts';
import { localTime, utcTime } from '../format/time.ts';
import { drawing, el, type Child } from './dom.ts';
import { TEXTS, type TextKey } from './texts.ts';

const CHECK_DRAWINGS: Record<CheckStatus, readonly string[]> = {
  pass: ['M5 12.5l4.5 4.5L19 7.5'],
  fail: ['M6 6l12 12', 'M18 6L6 18'],
  indeterminate: ['M8.5 9a3.5 3.5 0 1 1 5 3.2c-1 .5-1.5 1.2-1.5 2.3', 'M12 18.2v.1'],
  absent: ['M6 12h12'],
};

const VERDICT_DRAWINGS: Record<Verdict, readonly string[]> = {
  valid: ['M12 2.5a9.5 9.5 0 1 0 0 19a9.5 9.5 0 1 0 0-19', 'M7.5 12.3l3 3l6-6.3'],
  invalid: ['M12 2.5a9.5 9.5 0 1 0 0 19a9.5 9.5 0 1 0 0-19', 'M8.5 8.5l7 7', 'M15.5 8.5l-7 7'],
  incomplete: [
    'M12 2.5a9.5 9.5 0 1 0 0 19a9.5 9.5 0 1 0 0-19',
    'M9.2 9.6a2.8 2.8 0 1 1 4 2.5c-.8.4-1.2 1-1.2 1.9',
    'M12 17v.1',
  ],
};

const GROUPS: readonly { readonly title: TextKey; readonly ids: RegExp }[] = [
  { title: 'groupContainer', ids: /^(?:container|coverage|bag|manifest|files)/ },
  { title: 'groupStatement', ids: /^(?:statement|index|events|capture-record|original|environment)/ },
  { title: 'groupSignature', ids: /^(?:signature|tagmanifest)/ },
  { title: 'groupTime', ids: /^(?:timestamp|renewal|beacon|policy\.tsa)/ },
  { title: 'groupLedger', ids: /^(?:ledger|chain|platform|policy\.chain)/ },
  { title: 'groupOther', ids: /^/ },
];

export function reportView(report: VerificationReport, language: Language): HTMLElement {
  const t = (key: TextKey, details: Details = {}): string => say(TEXTS[key], language, details);
  const demonstration = report.evidence?.demonstration === true || isDemonstrationTime(report);
  const judgedAt = momentLine(report, language);
  return el(
    'article',
    { class: `sheet verdict-${report.verdict}` },
    demonstration ? el('p', { class: 'demonstration' }, pick(DEMONSTRATION, language)) : null,
    el(
      'p',
      { class: 'file-name' },
      el('bdi', {}, visible(report.file)),
      ` · ${binarySize(report.sizeBytes)}`,
    ),
    el(
      'h2',
      { class: 'word', tabindex: '-1' },
      drawing(VERDICT_DRAWINGS[report.verdict], 'seal'),
      verdictWord(report.verdict, language),
    ),
    el('p', { class: 'reason' }, verdictReason(report, language)),
    el(
      'ul',
      { class: 'first-lines' },
      el('li', {}, signerLine(report, language)),
      el('li', {}, timeLines(report, language)[0] ?? ''),
      judgedAt === null ? null : el('li', {}, judgedAt),
    ),
    interval(report, language),
    evidenceTable(report, language, t),
    el('h3', {}, t('checks')),
    ...groupedChecks(report, language, t),
    listSection(t('remarks'), null, remarkSentences(report, language)),
    listSection(t('notCovered'), t('notCoveredHint'), report.notCovered.map(visible), 'paths'),
    listSection(t('notSaid'), null, notSaid(language)),
  );
}

type Translate = (key: TextKey, details?: Details) => string;

function isDemonstrationTime(report: VerificationReport): boolean {
  return report.time.notBefore?.demonstration === true || report.time.notAfter?.demonstration === true;
}

function interval(report: VerificationReport, language: Language): HTMLElement | null {
  if (report.evidence === null) return null;
  const bound = (key: BoundName): HTMLElement => {
    const value = report.time[key];
    return el(
      'div',
      { class: value?.trusted === true ? 'bound trusted' : 'bound' },
      el('dt', {}, pick(BOUND[key], language)),
      value === null
        ? el('dd', {}, noBound(key, beaconReason(report), language))
        : el('dd', {}, moment(value.at), boundSource(value, language)),
    );
  };
  return el('dl', { class: 'interval' }, bound('notBefore'), bound('notAfter'));
}

function boundSource(bound: TimeBound, language: Language): HTMLElement {
  const source = el('bdi', {}, visible(bound.source));
  return el('span', { class: 'small' }, source, ` · ${boundTrust(bound, language)}`);
}

/** Local time with offset large, UTC beneath. Anything that is no time is shown as it stands. */
function moment(iso: string): HTMLElement {
  const local = localTime(iso);
  return local === ''
    ? el('span', {}, visible(iso))
    : el('span', { class: 'moment' }, local, el('span', { class: 'small' }, utcTime(iso)));
}

/** Text that somebody else wrote: control characters visible, direction contained. */
function foreign(text: string): HTMLElement {
  return el('bdi', {}, visible(text));
}

function evidenceTable(report: VerificationReport, language: Language, t: Translate): HTMLElement | null {
  const facts = report.evidence;
  if (facts === null) return null;
  const rows: readonly (readonly [TextKey | Bilingual, Child | null])[] = [
    ['id', el('span', { class: 'mono' }, facts.id)],
    ['kind', pick(EVIDENCE_KIND[facts.kind], language)],
    ['state', stateCell(facts, language)],
    ['requestedUrl', facts.requestedUrl === null ? null : foreign(facts.requestedUrl)],
    [
      'finalUrl',
      facts.finalUrl === null || facts.finalUrl === facts.requestedUrl ? null : foreign(facts.finalUrl),
    ],
    [
      facts.kind === 'file-deposit' ? 'depositTitle' : 'pageTitle',
      facts.title === null ? null : foreign(facts.title),
    ],
    ['deviceTime', moment(facts.endedAt)],
    [
      PERSON[facts.kind],
      facts.operator === null
        ? null
        : el(
            'span',
            {},
            foreign(facts.operator),
            facts.operatorVerified ? null : el('span', { class: 'small' }, pick(UNVERIFIED, language)),
          ),
    ],
    ['contents', t('contentsValue', { files: facts.files, size: binarySize(facts.payloadBytes) })],
    [
      'statementDigest',
      el('div', {}, digest('SHA-256', facts.statementSha256), digest('SM3', facts.statementSm3)),
    ],
  ];
  return el(
    'section',
    {},
    el('h3', {}, t('facts')),
    el(
      'dl',
      { class: 'facts' },
      ...rows.flatMap(([key, value]) =>
        value === null
          ? []
          : [el('dt', {}, typeof key === 'string' ? t(key) : pick(key, language)), el('dd', {}, value)],
      ),
    ),
  );
}

function stateCell(facts: NonNullable<VerificationReport['evidence']>, language: Language): HTMLElement {
  const shown = facts.reasons.slice(0, 20).map((reason) => el('li', {}, reasonSentence(reason, language)));
  const more = facts.reasons.length - shown.length;
  return el(
    'div',
    {},
    pick(CAPTURE_STATE[facts.state], language),
    shown.length === 0
      ? null
      : el('ul', { class: 'reasons' }, ...shown, more > 0 ? el('li', {}, `+ ${more}`) : null),
  );
}

/** Groups are spans: what is copied has no blanks in it. */
function digest(name: string, hex: string): HTMLElement {
  return el(
    'div',
    { class: 'digest' },
    el('span', { class: 'small' }, name),
    el('code', {}, ...groupsOfFour(hex).map((group) => el('span', {}, group))),
  );
}

function groupRank(checks: readonly CheckResult[]): number {
  return Math.min(2, ...checks.map(checkRank));
}

function groupedChecks(report: VerificationReport, language: Language, t: Translate): readonly HTMLElement[] {
  const taken = new Set<CheckResult>();
  const groups = GROUPS.map(({ title, ids }) => {
    const checks = report.checks.filter((check) => !taken.has(check) && ids.test(check.id));
    for (const check of checks) taken.add(check);
    return { title, checks: [...checks].sort((a, b) => checkRank(a) - checkRank(b)) };
  }).filter(({ checks }) => checks.length > 0);
  return [...groups]
    .sort((a, b) => groupRank(a.checks) - groupRank(b.checks))
    .map(({ title, checks }) =>
      el(
        'section',
        { class: 'group' },
        el('h4', {}, t(title)),
        el('ul', { class: 'checks' }, ...checks.map((check) => checkRow(check, language, t))),
      ),
    );
}

/** The row itself opens the technical detail. */
function checkRow(check: CheckResult, language: Language, t: Translate): HTMLElement {
  const technical = { id: check.id, code: check.code, subject: check.subject, details: check.details };
  return el(
    'li',
    { class: `check ${check.status}` },
    el(
      'details',
      {},
      el(
        'summary',
        { title: t('detail') },
        drawing(CHECK_DRAWINGS[check.status], 'mark'),
        el('span', { class: 'status' }, pick(CHECK_STATUS[check.status], language)),
        el(
          'span',
          { class: 'what' },
          el('strong', {}, checkName(check.id, language)),
          check.required ? el('span', { class: 'small required' }, t('required')) : null,
          check.subject === null ? null : el('bdi', { class: 'subject' }, visible(check.subject)),
          el('span', { class: 'sentence' }, checkSentence(check, language)),
        ),
      ),
      el('pre', {}, visible(JSON.stringify(technical, null, 1)).replaceAll('[U+000A]', '\n')),
    ),
  );
}

function listSection(
  title: string,
  hint: string | null,
  lines: readonly string[],
  className = 'lines',
): HTMLElement | null {
  if (lines.length === 0) return null;
  return el(
    'section',
    {},
    el('h3', {}, title),
    hint === null ? null : el('p', { class: 'small' }, hint),
    el('ul', { class: className }, ...lines.map((line) => el('li', {}, line))),
  );
}
