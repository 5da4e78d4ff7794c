// The verdict in one word and one sentence, who signed, how time is known, and what a verdict does not say.

import type { Language } from '../api/views.ts';
import type { Verdict, VerificationReport } from '../verify/report.ts';
import { checkName, checkSentence } from './checks.ts';
import { pick, say, visible, type Bilingual } from './fill.ts';
import { BOUND, boundTrust, noBound, type BoundName } from './interval.ts';
import { VERDICT } from './words.ts';

const REASONS: Record<Verdict, Bilingual> = {
  valid: {
    zh: '结构、摘要与签名全部一致，包内各项证明均未发现问题。',
    en: 'Structure, digests and signature agree, and no proof in the package was found wanting.',
  },
  invalid: { zh: '{name}：{sentence}', en: '{name}: {sentence}' },
  incomplete: {
    zh: '没有发现改动，但有必需的核对未能完成。{name}：{sentence}',
    en: 'Nothing was found changed, but a required check could not be completed. {name}: {sentence}',
  },
};

/** Valid, but not everything in it could be checked. */
const UNCHECKED: Bilingual = {
  zh: '结构、摘要与签名全部一致；有 {count} 项无法检查，不计为通过（见下）。',
  en: 'Structure, digests and signature agree. Could not be checked, and not counted as passed: {count} (see below).',
};

const EXPIRED: Bilingual = {
  zh: '结构、摘要与签名全部一致；但有时间戳的证书在此时已经到期，又没有续期，不能再据此确认时间。',
  en: 'Structure, digests and signature agree; but by then the certificate of a time-stamp had ended and nothing renewed it: it confirms no time any more.',
};

const JUDGED_AT: Bilingual = {
  zh: '结论针对的时刻：{at}',
  en: 'Judged as of {at}',
};

const SIGNER = {
  known: { zh: '签名者：{name}（在信任名单中）', en: 'Signed by {name} (a known key)' },
  unknown: { zh: '签名者：未知密钥 {keyId}（不在信任名单中）', en: 'Signed by an unknown key {keyId}' },
  none: { zh: '签名者：没有成立的签名', en: 'Signed by nobody: no signature holds' },
} satisfies Record<VerificationReport['signer']['status'], Bilingual>;

const TIME = {
  trusted: { zh: '时间：有可信来源', en: 'Time: from a trusted source' },
  device: {
    zh: '时间：仅来自取证设备自身的时钟（{at}）',
    en: 'Time: only the capturing device’s own clock ({at})',
  },
  none: { zh: '时间：不明', en: 'Time: not known' },
};

const NOT_SAID: readonly Bilingual[] = [
  {
    zh: '“有效”只说明：这些文件自签名以来没有改动，并由上述密钥签名。',
    en: '“Valid” says only this: the files are unchanged since they were signed with the key named above.',
  },
  {
    zh: '它不说明所存内容真实、合法，也不说明由谁制作或发布。',
    en: 'It does not say that the content is true or lawful, nor who made or published it.',
  },
  {
    zh: '它不说明取证设备和网络没有被操纵；相关检查见取证记录。',
    en: 'It does not say that the capturing device and its network were not manipulated; the capture record shows what was checked.',
  },
  {
    zh: '是否采信由法院或其他受理机构依法判断。',
    en: 'Whether it is accepted is for the court or authority to decide.',
  },
  {
    zh: '签名者姓名和单位由签名者自行填写，除非另有认证。',
    en: 'Name and organisation are stated by the signer unless a verification is shown.',
  },
  {
    zh: '证据包内附的核验页可能被替换：请使用另行取得的核验页或命令行工具。',
    en: 'The verifier page inside a package can be replaced by a forger: use a copy obtained elsewhere, or the command line.',
  },
];

export function verdictWord(verdict: Verdict, language: Language): string {
  return pick(VERDICT[verdict], language);
}

/** One sentence: why. For a bad verdict the first check that caused it. */
export function verdictReason(report: VerificationReport, language: Language): string {
  const cause =
    report.verdict === 'invalid'
      ? report.checks.find((check) => check.status === 'fail')
      : report.checks.find((check) => check.required && check.status !== 'pass');
  if (report.verdict === 'valid' || cause === undefined) {
    if (report.checks.some(({ code }) => code === 'timestamp-expired')) return pick(EXPIRED, language);
    const count = report.checks.filter(({ status }) => status === 'indeterminate').length;
    return count === 0 ? pick(REASONS.valid, language) : say(UNCHECKED, language, { count });
  }
  return say(REASONS[report.verdict], language, {
    name: checkName(cause.id, language),
    // Already made visible: filled twice it stays the same text.
    sentence: checkSentence(cause, language),
  });
}

export function signerLine(report: VerificationReport, language: Language): string {
  const { status, name, keyId } = report.signer;
  return say(SIGNER[status], language, { name, keyId });
}

/** The moment that the verdict is for, where it is not the present. */
export function momentLine({ policy: { at } }: VerificationReport, language: Language): string | null {
  return at === null ? null : say(JUDGED_AT, language, { at: readable(at) });
}

/** First line: how time is known. Then the interval, where there was a statement to read it from. */
export function timeLines(report: VerificationReport, language: Language): readonly string[] {
  const { source, deviceTime } = report.time;
  const first =
    source === 'trusted'
      ? pick(TIME.trusted, language)
      : deviceTime === null
        ? pick(TIME.none, language)
        : say(TIME.device, language, { at: readable(deviceTime) });
  if (report.evidence === null) return [first];
  return [first, boundLine('notBefore', report, language), boundLine('notAfter', report, language)];
}

/** Why the statement has no beacon, in its own words; null where it has one. */
export function beaconReason({ checks }: VerificationReport): string | null {
  const reason = checks.find(({ code }) => code === 'beacon-absent')?.details?.['reason'];
  return typeof reason === 'string' ? reason : null;
}

function boundLine(which: BoundName, report: VerificationReport, language: Language): string {
  const bound = report.time[which];
  const name = pick(BOUND[which], language);
  if (bound === null) {
    return `${name}${language === 'en' ? ': ' : '：'}${noBound(which, beaconReason(report), language)}`;
  }
  const [open, comma, close] = language === 'en' ? [' (', ', ', ')'] : ['（', '，', '）'];
  return `${name} ${readable(bound.at)}${open}${visible(bound.source)}${comma}${boundTrust(bound, language)}${close}`;
}

/** 2026-11-23T06:50:28.078Z as 2026-11-23 06:50:28 UTC, the same everywhere; anything else as it stands. */
function readable(at: string): string {
  const parts = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/.exec(at);
  return parts ? `${parts[1]} ${parts[2]} UTC` : visible(at);
}

export function notSaid(language: Language): readonly string[] {
  return NOT_SAID.map((text) => pick(text, language));
}
