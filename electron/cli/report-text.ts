// A verification report as lines for a terminal: verdict, who signed, how time is known; then the checks, failures first.

import type { Language } from '../../shared/api/views.ts';
import { checkName, checkRank, checkSentence, remarkSentences } from '../../shared/text/checks.ts';
import { pick, visible } from '../../shared/text/fill.ts';
import {
  momentLine,
  notSaid,
  signerLine,
  timeLines,
  verdictReason,
  verdictWord,
} from '../../shared/text/verdicts.ts';
import { CAPTURE_STATE, CHECK_STATUS, DEMONSTRATION, PERSON, UNVERIFIED } from '../../shared/text/words.ts';
import type { CheckResult, VerificationReport } from '../../shared/verify/report.ts';

const MARKS: Record<CheckResult['status'], string> = {
  pass: '✓',
  fail: '✗',
  indeterminate: '?',
  absent: '–',
};

const LABELS = {
  remarks: { zh: '提示', en: 'Remarks' },
  notCovered: { zh: '未覆盖的文件（没有签名保护）', en: 'Files that no signature covers' },
  checks: { zh: '核对项目', en: 'Checks' },
  notSaid: { zh: '结论不说明的事', en: 'What this does not say' },
  address: { zh: '网址', en: 'Address' },
  title: { zh: '标题', en: 'Title' },
};

/** Foreign texts are made visible: nothing in a package can move the cursor or turn the line round. */
export function reportLines(report: VerificationReport, language: Language): readonly string[] {
  const label = (key: keyof typeof LABELS): string => pick(LABELS[key], language);
  const { evidence } = report;
  const demonstration = evidence?.demonstration === true ? `  [${pick(DEMONSTRATION, language)}]` : '';
  const moment = momentLine(report, language);
  const lines = [
    `${verdictWord(report.verdict, language)}  ${visible(report.file)}${demonstration}`,
    signerLine(report, language),
    ...timeLines(report, language),
    ...(moment === null ? [] : [moment]),
    verdictReason(report, language),
  ];
  if (evidence !== null) {
    lines.push('', `${evidence.id}  ${pick(CAPTURE_STATE[evidence.state], language)}`);
    if (evidence.requestedUrl !== null) lines.push(`${label('address')}: ${visible(evidence.requestedUrl)}`);
    if (evidence.title !== null) lines.push(`${label('title')}: ${visible(evidence.title)}`);
    if (evidence.operator !== null) {
      const unverified = evidence.operatorVerified ? '' : ` (${pick(UNVERIFIED, language)})`;
      const person = pick(PERSON[evidence.kind], language);
      lines.push(`${person}: ${visible(evidence.operator)}${unverified}`);
    }
    lines.push(`SHA-256 ${evidence.statementSha256}`, `SM3     ${evidence.statementSm3}`);
  }
  lines.push('', label('checks'));
  const checks = report.checks.toSorted((a, b) => checkRank(a) - checkRank(b));
  lines.push(...checks.map((check) => checkLine(check, language)));
  if (report.remarks.length > 0) {
    lines.push('', label('remarks'), ...remarkSentences(report, language).map((text) => `  ${text}`));
  }
  if (report.notCovered.length > 0) {
    lines.push('', label('notCovered'), ...report.notCovered.map((path) => `  ${visible(path)}`));
  }
  lines.push('', label('notSaid'), ...notSaid(language).map((text) => `  ${text}`));
  return lines;
}

function checkLine(check: CheckResult, language: Language): string {
  const subject = check.subject === null ? '' : ` [${visible(check.subject)}]`;
  const word = pick(CHECK_STATUS[check.status], language);
  return `  ${MARKS[check.status]} ${word}  ${checkName(check.id, language)}${subject}  ${checkSentence(check, language)}`;
}
