// What a certificate says of the environment check (clause 13 of the recommended fields).

import {
  ENVIRONMENT_RESULTS,
  gravestResults,
  type EnvironmentItemCode,
  type EnvironmentRecord,
  type EnvironmentResult,
} from '../evidence/environment.ts';
import { ENVIRONMENT_OUTCOME, ENVIRONMENT_RESULT, itemNames } from '../text/environment.ts';
import { chinaTime } from '../text/time.ts';
import { cut, digest, type CertificateValue } from './rows.ts';

export interface CheckedEnvironment {
  readonly record: EnvironmentRecord;
  /** Of data/environment.json. */
  readonly sha256: string;
}

/** Outcome and counts, the grave ones by name, who went on and why, and the digest of the whole report. */
export function environmentValues(
  environment: CheckedEnvironment | null,
): readonly (string | CertificateValue)[] {
  if (environment === null) return ['未执行 Not performed'];
  const { record, sha256 } = environment;
  const results = gravestResults(record);
  const withResult = (wanted: EnvironmentResult): readonly EnvironmentItemCode[] =>
    [...results].flatMap(([code, result]) => (result === wanted ? [code] : []));
  const counts = ENVIRONMENT_RESULTS.map((result) => ({ result, codes: withResult(result) })).filter(
    ({ codes }) => codes.length > 0,
  );
  const outcome = ENVIRONMENT_OUTCOME[record.result];
  const named = counts
    .filter(({ result }) => result !== 'pass' && result !== 'not-applicable')
    .map(({ result, codes }) => `${ENVIRONMENT_RESULT[result].zh}：${itemNames(codes, 'zh-CN')}`);
  const { override } = record;
  return [
    `${outcome.zh} ${outcome.en}（${counts.map(({ result, codes }) => `${ENVIRONMENT_RESULT[result].zh} ${codes.length}`).join('，')}）`,
    ...named,
    ...(override === null
      ? []
      : [
          `仍继续取证：${itemNames(override.items, 'zh-CN')}。理由 reason: ${cut(override.reason)}（${override.by ?? '未填写取证人 operator not stated'}，${chinaTime(override.at)}）`,
        ]),
    '报告 report data/environment.json SHA-256:',
    digest(sha256),
  ];
}
