// cunan check [URL]: the environment check without a capture, what needs attention first.

import type {
  EnvironmentItem,
  EnvironmentRecord,
  EnvironmentResult,
} from '../../../shared/evidence/environment.ts';
import {
  ENVIRONMENT_ITEM,
  ENVIRONMENT_OUTCOME,
  ENVIRONMENT_RESULT,
  findingSentence,
  itemNames,
} from '../../../shared/text/environment.ts';
import { say } from '../../../shared/text/fill.ts';
import { EXIT, type Output } from '../output.ts';
import type { Session } from '../session.ts';

const MARK: Record<EnvironmentResult, string> = {
  fail: '✗',
  warn: '△',
  unchecked: '?',
  pass: '✓',
  'not-applicable': '–',
};
const ORDER = Object.keys(MARK);

/** Exit 1 where a capture would be held back. */
export async function runCheck(session: Session, url: string | undefined, out: Output): Promise<number> {
  const record = await session.core.checkEnvironment({ url: url ?? null });
  const items = record.before.items.toSorted((a, b) => ORDER.indexOf(a.result) - ORDER.indexOf(b.result));
  for (const item of items) {
    out.say(itemLine(item, out));
    out.emit({ event: 'check', ...item });
  }
  out.say(outcomeLine(record, out));
  out.emit({ event: 'environment', result: record.result, blocking: record.blocking, clock: record.clock });
  return record.blocking.length > 0 ? EXIT.invalid : EXIT.ok;
}

function itemLine({ code, result, findings }: EnvironmentItem, out: Output): string {
  const sentences = findings.map((finding) => findingSentence(finding, out.language));
  const name = say(ENVIRONMENT_ITEM[code], out.language);
  return `${MARK[result]} ${say(ENVIRONMENT_RESULT[result], out.language)}  ${name}${out.pick('：', ': ')}${sentences.join(out.pick('；', '; '))}`;
}

/** One line for a capture or a check: the outcome, and what held it back or would. */
export function outcomeLine({ result, blocking, override }: EnvironmentRecord, out: Output): string {
  const outcome = say(ENVIRONMENT_OUTCOME[result], out.language);
  const names = itemNames(blocking, out.language);
  const held =
    blocking.length === 0
      ? ''
      : override === null
        ? out.pick(`（${names}）`, ` (${names})`)
        : out.pick(`（${names}；理由：${override.reason}）`, ` (${names}; reason: ${override.reason})`);
  return `${out.pick('环境检查：', 'Environment check: ')}${outcome}${held}`;
}
